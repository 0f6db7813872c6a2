"""Shows what the checks are worth: each meets the reference server's flaws, which it must see, and its freedoms, which
it must let pass.

The server is reached like any other, by its command; nothing of it is imported.
"""
