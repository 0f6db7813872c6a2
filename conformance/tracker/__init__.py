"""The tracker: a Markdown page that says what fails, since when, and keeps what people wrote beside it.

Everything but ``files`` is pure: results become a :class:`~conformance.tracker.model.Run`, runs make a history, the
history says how each finding stands, and a page is rendered from that and from the words that the old page held.
"""
