"""What makes a report trustworthy to somebody who was not there: it can be verified, signed, and judged again.

Everything here works on files alone; no server is asked anything.
"""
