"""Several operations, and both transports held against each other."""
