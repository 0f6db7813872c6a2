"""One operation, one property."""
