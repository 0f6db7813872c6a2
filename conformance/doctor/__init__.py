"""The doctor: examines what a judgement stands on, before it is made.

Most of what looks like a failing server is a profile that says something untrue, or a machine that is in the way.  Each
examination is one line: in order, wrong or unknown, and what to write where.  What only computes (an exception or an
answer in, a :class:`~conformance.doctor.finding.Finding` out) stands apart from what asks the server
(:mod:`conformance.doctor.visit`).
"""
