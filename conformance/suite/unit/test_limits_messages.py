"""Messages at their limits and one past them."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import attempts
from conformance.stage import BOTH, Stage, check
from conformance.stage.attempts import tries_to_say
from conformance.stage.limits import compact, limit, metadata_of, padded, posts_bytes, printable, reachable

METADATA_BYTES = 4096
MENTIONS = 20
ID_LENGTH = 128

TOO_LONG = {"statuses": [413, 400], "codes": ["MESSAGE_TOO_LARGE"]}
INVALID = {"statuses": [400], "codes": ["INVALID_FRAME"]}


@check("limits.content-at", "LIM-CONTENT-01", transports=BOTH)
def test_content_as_long_as_allowed_is_accepted(stage: Stage, transport: str) -> None:
    """Exactly ``max_content_length`` letters."""
    alice = stage.person("alice")
    message = {"message_id": stage.fresh("msg"), "content": "x" * reachable(stage, "max_content_length")}
    answer = tries_to_say(alice, alice.creates(), message, via=transport, clause="LIM-CONTENT-01")
    stage.judge("LIM-CONTENT-01", attempts.attempt_accepted, answer)


@check("limits.content-past", "LIM-CONTENT-02", transports=BOTH)
def test_content_one_longer_is_refused(stage: Stage, transport: str) -> None:
    """One letter more than allowed; the same without it is taken."""
    alice = stage.person("alice")
    room = alice.creates()
    most = reachable(stage, "max_content_length")
    message = {"message_id": stage.fresh("msg"), "content": "x" * (most + 1)}
    answer = tries_to_say(alice, room, message, via=transport, clause="LIM-CONTENT-02")
    stage.judge("LIM-CONTENT-02", attempts.attempt_refused, answer, **TOO_LONG)
    alice.says(room, "x" * most, via=transport, clause="LIM-CONTENT-01")


@check("limits.content-counted", "LIM-CONTENT-03", transports=BOTH)
def test_content_is_counted_in_code_points(stage: Stage, transport: str) -> None:
    """Emoji and Chinese get as much room as Latin letters, and letters with accents of their own get no more."""
    alice = stage.person("alice")
    room = alice.creates()
    most = reachable(stage, "max_content_length")
    for letter in ("\U0001f600", "\u5b57"):
        message = {"message_id": stage.fresh("msg"), "content": letter * most}
        answer = tries_to_say(alice, room, message, via=transport, clause="LIM-CONTENT-03")
        stage.judge("LIM-CONTENT-03", attempts.attempt_accepted, answer)
    message = {"message_id": stage.fresh("msg"), "content": ("e\u0301" * most)[: most + 1]}
    answer = tries_to_say(alice, room, message, via=transport, clause="LIM-CONTENT-03")
    stage.judge("LIM-CONTENT-03", attempts.attempt_refused, answer, **TOO_LONG)


@check("limits.message-id-at", "LIM-MSGID-01", transports=BOTH)
def test_a_message_id_as_long_as_allowed_is_accepted(stage: Stage, transport: str) -> None:
    """128 characters, every printable one among them."""
    alice = stage.person("alice")
    message = {"message_id": printable(ID_LENGTH, stage.fresh("msg")), "content": "a long id"}
    answer = tries_to_say(alice, alice.creates(), message, via=transport, clause="LIM-MSGID-01")
    stage.judge("LIM-MSGID-01", attempts.attempt_accepted, answer)


@check("limits.message-id-past", "LIM-MSGID-02", transports=BOTH)
def test_a_message_id_that_is_none_is_refused(stage: Stage, transport: str) -> None:
    """Empty, one too long, or with a character that is not printable ASCII."""
    alice = stage.person("alice")
    room = alice.creates()
    good = stage.fresh("msg")
    for name in ("", printable(ID_LENGTH + 1, good), f"{good}\t", f"{good}\n", f"{good}\x7f", f"{good}\u00e9"):
        message = {"message_id": name, "content": "a wrong id"}
        answer = tries_to_say(alice, room, message, via=transport, clause="LIM-MSGID-02")
        stage.judge("LIM-MSGID-02", attempts.attempt_refused, answer, **INVALID)
    alice.says(room, "a good id", via=transport, message_id=good)


@check("limits.metadata-at", "LIM-META-01", transports=BOTH)
def test_metadata_as_large_as_allowed_is_accepted(stage: Stage, transport: str) -> None:
    """4096 bytes of compact JSON, in many members."""
    alice = stage.person("alice")
    message = {"message_id": stage.fresh("msg"), "content": "with data", "metadata": metadata_of(METADATA_BYTES)}
    answer = tries_to_say(alice, alice.creates(), message, via=transport, clause="LIM-META-01")
    stage.judge("LIM-META-01", attempts.attempt_accepted, answer)


@check("limits.metadata-past", "LIM-META-02", transports=BOTH)
def test_metadata_one_byte_larger_is_refused(stage: Stage, transport: str) -> None:
    """4097 bytes of compact JSON."""
    alice = stage.person("alice")
    message = {"message_id": stage.fresh("msg"), "content": "with data", "metadata": metadata_of(METADATA_BYTES + 1)}
    answer = tries_to_say(alice, alice.creates(), message, via=transport, clause="LIM-META-02")
    stage.judge("LIM-META-02", attempts.attempt_refused, answer, **INVALID)


@check("limits.mentions-past", "LIM-MENTION-01", transports=BOTH)
def test_too_many_mentions_are_refused(stage: Stage, transport: str) -> None:
    """Of a room with enough people 20 can be mentioned, not 21."""
    if limit(stage, "max_participants") < MENTIONS + 2:
        stage.never_provoked("a conversation holds too few members to mention more than 20 of them")
    alice = stage.person("alice")
    others = stage.people(*(f"member{number}" for number in range(MENTIONS + 1)))
    room = alice.creates(*others)
    ids = [other.id for other in others]
    message = {"message_id": stage.fresh("msg"), "content": "everybody!", "mentions": ids}
    answer = tries_to_say(alice, room, message, via=transport, clause="LIM-MENTION-01")
    stage.judge("LIM-MENTION-01", attempts.attempt_refused, answer, **INVALID)
    control = {"message_id": stage.fresh("msg"), "content": "almost everybody!", "mentions": ids[:MENTIONS]}
    answer = tries_to_say(alice, room, control, via=transport, clause="MSG-MENTION-01")
    stage.judge("MSG-MENTION-01", attempts.attempt_accepted, answer)


@check("limits.frame-at", "LIM-FRAME-01")
def test_a_frame_as_large_as_allowed_is_processed(stage: Stage) -> None:
    """A ping of exactly ``max_frame_bytes`` bytes has its pong."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    frame = padded({"type": "ping", "nonce": stage.fresh("nonce")}, reachable(stage, "max_frame_bytes"))
    tab.sends(compact(frame))
    wanted = {"type": "pong", "nonce": frame["nonce"]}
    tab.until("LIM-FRAME-01", m.frame_has, awaited="pong", fields=wanted)


@check("limits.body-at", "LIM-BODY-01")
def test_a_body_as_large_as_allowed_is_processed(stage: Stage) -> None:
    """A message in a body of exactly ``max_frame_bytes`` bytes."""
    alice = stage.person("alice")
    room = alice.creates()
    body = padded({"message_id": stage.fresh("msg"), "content": "hello"}, reachable(stage, "max_frame_bytes"))
    answer = posts_bytes(alice, room.path("/messages"), compact(body).encode())
    stage.judge("LIM-BODY-01", m.status_is, answer, expected=[201])
