"""One stream of everything seen and done, and the matchers that judge it.

A run is recorded as NDJSON, one event a line, on one monotonic clock (``CLOCK_MONOTONIC``, which all processes of
a machine share, so that the streams of several workers merge by time).  Transcripts, histories, evidence and
reports are views of that stream; nothing is kept beside it.

Rules
-----
1. **Secrets never pass the recorder.**  :class:`~conformance.recorder.secrets.Secrets` sees each value before it
   becomes an event, so matchers, reports and logs can only ever see the label.
2. **Only matchers decide.**  A matcher is a named pure function of recorded events; each evaluation is itself
   recorded with the clause, the arguments, the events read and the result, so that it can be repeated later.
3. **A pass cites what the server sent.**  ``Event.from_server`` says which kinds of event are such a witness.
"""
