"""The controller: carries a run from a profile to a report, whatever happens on the way.

    profile → rungs (here, in this process) → pytest children (parallel, alone, performance) → afterwards
            → merge → verdict → report

Nothing that a child process does, dying included, can keep the report from being written; nothing that a check
does can change which checks were expected.
"""
