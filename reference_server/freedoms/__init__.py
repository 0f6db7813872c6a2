"""The freedoms: one file for one thing that the contract leaves open, done otherwise than the plain server does it.

Every check passes on every one of them, or it demands more than the contract says; see
:mod:`reference_server.deviations`.
"""
