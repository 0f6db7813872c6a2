"""The command line: one thin file for each family of commands.  They read arguments, call a room, and print.

A command raises :class:`conformance.usage.UsageError` for whatever the user can mend; the group that holds them
(:mod:`conformance.cli`) turns it into one line and status 2.
"""
