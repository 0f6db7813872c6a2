"""Journeys of people."""
