"""The server under test: the profile that names it, the process that runs it, the tokens that open it."""
