"""Content that others must get exactly as it was written."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import messages as mm
from conformance.stage import messages as say
from conformance.stage.conversations import reads_one
from conformance.stage.people import Person, Tab

HTML = [
    "<script>alert(document.cookie)</script>", "<b>bold</b> & <i>it</i>", "<img src=x onerror=alert(1)>", "&lt;b&gt;",
    "&amp;amp;", "\"quoted\" and 'quoted'", "<!-- a comment -->", "[link](javascript:alert(1))", "</textarea></script>",
    "<svg/onload=alert(1)>", "<![CDATA[x]]>", "a < b > c",
]  # fmt: skip
"""What sanitisers escape, strip or rewrite."""

LANGUAGES = [
    "'; DROP TABLE messages; --", "\" OR \"\"=\"", "1; SELECT pg_sleep(0)", "{\"$gt\": \"\"}", "%' OR '1'='1",
    "$HOME", "${PATH}", "$(echo injected)", "`echo injected`", "; echo injected", "| echo injected", "%PATH%",
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{0}", "%s%n%d", "${jndi:ldap://localhost/x}", "../../etc/passwd",
    "\\0\\n\\x41\\u0041", "*)(uid=*))(|(uid=*", "=1+1", "X-Meant: yes\r\nX-Injected: yes",
]  # fmt: skip
"""Strings that mean something in the languages of databases, shells, templates, loggers and directories."""

SPACES = [
    " leading", "trailing ", "\ttab\t", "line\nline", "line\r\nline", "line\rline", "\n", "\n\n trailing \n\n",
    "two  blanks", "\u00a0no-break\u00a0", "\u3000ideographic\u3000", "\u2028separators\u2029", "\u000bvertical\u000c",
    "\u0085next line\u0085",
]  # fmt: skip

FORMS = [
    "caf\u00e9", "cafe\u0301", "\u00c5", "\u212b", "A\u030a", "\ufb01ne", "\uff21\uff22", "\u1100\u1161\u11a8",
    "\uac01", "x\u00b2", "\u2126", "a\u0323\u0307", "a\u0307\u0323", "\u017f", "\u00df", "I\u0307",
]  # fmt: skip
"""Letters that a normalisation form would write in another way."""

BEYOND = [
    "\U0001f6b2", "\U0001f469\u200d\U0001f680", "\U0001f1ee\U0001f1f8", "\U0010fffd", "\U00010400\U00020000",
    "zero\u200bwidth", "\ufeffmark", "\u202eright to left\u202c", "\u200fmark\u200e", "\u2066isolate\u2069",
    "\u2764\ufe0f", "word\u2060joiner", "soft\u00adhyphen",
]  # fmt: skip
"""Astral characters, joiners, zero-width characters and direction marks."""


def comes_back(writer: Person, reader: Tab, clause: str, content: str, *, via: str) -> None:
    """What one writes, another gets code point by code point: live, and in a page."""
    room, judge = reader.room, writer.stage.judge
    sent = say.writes(writer, room, via=via, clause=clause, content=content)
    judge(clause, mm.accepted, sent.answer)
    for reading in as_read(reader, sent):
        judge(clause, mm.message_content_is, reading, message_id=sent.message_id, content=content)


def as_read(reader: Tab, sent: say.Written) -> list[Event]:
    """An accepted message as somebody gets it on the socket and over REST."""
    answer = sent.answer.frame or sent.answer.body
    live = reader.until(
        "DLV-OTHERS-01",
        m.frame_has,
        awaited=f"message {sent.message_id}",
        fields={"type": "message", "message_id": sent.message_id},
    )
    page = reads_one(reader.person, reader.room, answer["sequence_id"])
    return [live, page]
