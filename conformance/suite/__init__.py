"""The checks.  No helpers live here: what a check needs stands in :mod:`conformance.stage`."""
