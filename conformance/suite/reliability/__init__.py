"""Faults and restarts."""
