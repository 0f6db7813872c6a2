"""In-process fan-out: who is connected to what, and what each connection still has to read."""
