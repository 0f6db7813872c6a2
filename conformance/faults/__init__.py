"""Faults between a person and the server: a relay that delays, cuts and swallows."""
