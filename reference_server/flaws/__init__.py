"""The flaws: one file, one lie, named after what the server does wrong; see :mod:`reference_server.deviations`."""
