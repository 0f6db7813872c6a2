"""A multi-participant chat server that keeps the published contract, small enough to read in an afternoon."""

__version__ = "0.1.0"
