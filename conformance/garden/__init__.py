"""The gardener: reads test results and test suites, anybody's, and says what is wrong with them, one entry for each
cause.

Nothing that it reads is imported or run; :mod:`conformance.garden.collect` alone starts a child, when asked.
"""
