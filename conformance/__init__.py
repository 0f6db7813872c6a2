"""chat-conformance: judges multi-participant chat servers against a published contract."""

__version__ = "0.1.0"
