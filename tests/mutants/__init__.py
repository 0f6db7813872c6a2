"""How much of a server goes unseen: random small changes to the reference server, each judged by the suite.

``nox -s mutants``.  The flaws of the reference server are written by people who know the contract; these changes are
drawn by lot from all that there are, so that the share that is caught says something about the rest.
"""
