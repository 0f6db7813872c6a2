"""From raw outcomes to causes and a verdict: pure functions on plain values.

Rules
-----
1. A requirement **failed** when a check of it failed, or when any check on its way found its clause broken.
2. What did not pass and stands on something broken is **blocked** by the lowest thing broken; it is counted, but it
   is not a cause.
3. A check that the manifest names and that left no result is an **error** of the suite, never a pass.
4. What passed, passed: a ladder that says otherwise is wrong, and the report shows it.
"""
