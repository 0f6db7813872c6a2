"""What there is to know of the suite without running it: requirements, checks, groups, sections, profiles.

Everything is read from committed documents and from the checks' own source, which is parsed and never carried out.
"""
