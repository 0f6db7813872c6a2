"""Open-loop load and honest latencies."""
