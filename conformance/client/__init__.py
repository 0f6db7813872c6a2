"""How the suite talks to a server: thin I/O that records everything, and people who act through it."""
