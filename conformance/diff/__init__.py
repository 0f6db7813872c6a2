"""How a vendor's own documents stand against the contract, without any server.

Everything rests on who sends.  What clients send, the contract lets them send: the vendor's document must take all of
it.  What servers send, the contract has to allow: the vendor's document must promise no more than that.  So the same
finding means opposite things on the two sides, and the tables of :mod:`~conformance.diff.variance` say which:

==============================  ==================  ==================
the vendor's document ...       clients send        servers send
==============================  ==================  ==================
holds less than the contract    narrower            nothing to say
says that it holds more         extra               incompatible
says nothing where we bound     cannot tell         cannot tell
has nothing in common with it   incompatible        incompatible
==============================  ==================  ==================

Reading is :mod:`~conformance.diff.load` (the one module that opens files) and :mod:`~conformance.diff.document`;
schemas are brought to one form by :mod:`~conformance.diff.shapes` and compared by :mod:`~conformance.diff.schemas`;
:mod:`~conformance.diff.openapi` and :mod:`~conformance.diff.asyncapi` say which schemas belong together.
"""
