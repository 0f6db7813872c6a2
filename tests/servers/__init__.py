"""Servers that the suite is tried on: some that keep no promise at all, some that keep a part of the contract."""
