"""Service levels: the verdict's second line."""
