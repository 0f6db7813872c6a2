"""The contract: what a chat server promises, as documents that people and programs read.

``openapi.yaml`` and ``asyncapi.yaml`` say what travels, ``requirements/*.yaml`` say everything that can be broken
alone, ``prose/*.md`` is the normative text, and :mod:`~conformance.contract.registry` reads them.  All of it is
data; nothing here knows a server.
"""
