"""What each body, query and frame takes: typed values come out, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reference_server.core import jsontext
from reference_server.core.errors import Refusal
from reference_server.core.fields import PRINTABLE, Fields
from reference_server.core.roles import RANK

ACCESSES = frozenset({"invite", "open"})
MODES = frozenset({"list", "summarize", "generate"})
MESSAGE_ID_LENGTH = 128
PARTICIPANT_ID_LENGTH = 255
REF_LENGTH = 128
METADATA_BYTES = 4096
MAX_MENTIONS = 20
MAX_SITES = 20
SITE_LENGTH = 255
MODE_LENGTH = 64
INVITE_LENGTH = 256
TOKEN_LENGTH = 16_384
MAX_INVITE_SECONDS = 31_536_000
DEFAULT_INVITE_SECONDS = 604_800
MAX_INVITE_USES = 1_000_000
SHOWN_LIST = 20
MAX_LIST = 100
HUGE = 10**18
DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The declared limits that decide about bodies and frames."""

    content: int
    title: int
    display_name: int
    participants: int


@dataclass(frozen=True, slots=True)
class NewConversation:
    """The body of create."""

    title: str | None
    access: str
    mode: str | None
    sites: tuple[str, ...]
    participants: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewInvite:
    """The body of an invite."""

    expires_in: int
    max_uses: int | None
    role: str


@dataclass(frozen=True, slots=True)
class Range:
    """The query of a page: at most one of `after` and `before`."""

    after: int | None
    before: int | None
    limit: int


# Bodies


def create(value: Any, caller: str, sizes: Sizes) -> NewConversation:
    """Read the body of create; a caller who lists themselves is not listed twice."""
    body = Fields.of(value, "INVALID_REQUEST")
    mode = body.optional_text("mode", 1, MODE_LENGTH, nullable=True)
    if mode is not None and mode not in MODES:
        raise body.wrong("mode", "one of list, summarize, generate is wanted")
    return NewConversation(
        title=body.optional_text("title", 1, sizes.title, nullable=True),
        access=body.one_of("access", ACCESSES) if "access" in body.members else "invite",
        mode=mode,
        sites=sites(body),
        participants=listed_participants(body, caller, sizes),
    )


def sites(body: Fields) -> tuple[str, ...]:
    """Read at most 20 sites."""
    items = body.array("sites", MAX_SITES)
    return tuple(Fields({"sites": item}, body.code).text("sites", 1, SITE_LENGTH) for item in items)


def listed_participants(body: Fields, caller: str, sizes: Sizes) -> tuple[tuple[str, str], ...]:
    """Read the initial participants: distinct, besides the caller, and no more than there is room for."""
    found: dict[str, str] = {}
    items = [Fields.of(item, body.code) for item in body.array("participants", HUGE)]
    for item in items:
        participant_id = item.printable("participantId", PARTICIPANT_ID_LENGTH)
        label = item.optional_text("displayName", 1, sizes.display_name)
        if participant_id in found:
            raise body.wrong("participants", "each may be listed once")
        if participant_id != caller:
            found[participant_id] = label if label is not None else participant_id
    if len(found) > sizes.participants - 1:
        raise Refusal("CAPACITY_REACHED", "More participants than a conversation holds")
    return tuple(found.items())


def message(fields: Fields, sizes: Sizes) -> dict[str, Any]:
    """Read a message; the same members on both transports."""
    return {
        "message_id": fields.printable("message_id", MESSAGE_ID_LENGTH),
        "content": content(fields, sizes.content),
        "mentions": mentions(fields),
        "reply_to": fields.optional_integer("reply_to", 1, nullable=True),
        "metadata": fields.small_object("metadata", METADATA_BYTES),
    }


def content(fields: Fields, most: int) -> str:
    """1 or more Unicode scalar values, counted after decoding, kept exactly."""
    value = fields.members.get("content")
    if isinstance(value, str) and too_long(value, most):
        raise Refusal("MESSAGE_TOO_LARGE", f"content: at most {most} characters are taken")
    return fields.text("content", 1, most)


def too_long(value: str, most: int) -> bool:
    """Code points count, not bytes and not UTF-16 units."""
    return len(value) > most


def mentions(fields: Fields) -> list[str]:
    """Distinct participantIds, at most 20."""
    items = fields.array("mentions", MAX_MENTIONS)
    found = [Fields({"mentions": item}, fields.code).printable("mentions", PARTICIPANT_ID_LENGTH) for item in items]
    if len(set(found)) != len(found):
        raise fields.wrong("mentions", "each may be mentioned once")
    return found


def join(value: Any, sizes: Sizes) -> tuple[str | None, str | None]:
    """Read the body of join: a label and an invite, both optional."""
    body = Fields.of(value, "INVALID_REQUEST")
    label = body.optional_text("displayName", 1, sizes.display_name)
    return label, body.optional_text("invite", 1, INVITE_LENGTH)


def invite(value: Any) -> NewInvite:
    """Read the body of an invite."""
    body = Fields.of(value, "INVALID_REQUEST")
    expires_in = body.optional_integer("expires_in", 1, MAX_INVITE_SECONDS)
    return NewInvite(
        expires_in=DEFAULT_INVITE_SECONDS if expires_in is None else expires_in,
        max_uses=body.optional_integer("max_uses", 1, MAX_INVITE_USES, nullable=True),
        role=body.one_of("role", RANK.keys()) if "role" in body.members else "member",
    )


def role(value: Any) -> str:
    """Read the body that changes a role."""
    return Fields.of(value, "INVALID_REQUEST").one_of("role", RANK.keys())


def ticket(value: Any) -> str:
    """Read the body of a ticket: a conversation's id, of whatever shape."""
    return Fields.of(value, "INVALID_REQUEST").text("conversation_id", 1, PARTICIPANT_ID_LENGTH)


# Queries


def page(query: Mapping[str, Sequence[str]], most: int) -> Range:
    """Read `after`, `before` and `limit`; both directions at once are refused, a larger limit is cut."""
    after, before = number(query, "after", 0), number(query, "before", 0)
    if after is not None and before is not None:
        raise Refusal("INVALID_REQUEST", "after and before exclude each other")
    limit = number(query, "limit", 1)
    return Range(after, before, min(limit if limit is not None else most, most))


def list_limit(query: Mapping[str, Sequence[str]]) -> int:
    """Read how many conversations a list shows."""
    limit = number(query, "limit", 1)
    return min(limit if limit is not None else SHOWN_LIST, MAX_LIST)


def number(query: Mapping[str, Sequence[str]], name: str, low: int) -> int | None:
    """Read one whole number from a query, or None if it is not there."""
    text = single(query, name)
    if text is None:
        return None
    if not DIGITS.fullmatch(text) or (value := int(text) if len(text) < 19 else HUGE) < low:
        raise Refusal("INVALID_REQUEST", f"{name}: a whole number from {low} is wanted")
    return value


def single(query: Mapping[str, Sequence[str]], name: str) -> str | None:
    """Read a value that may be given once."""
    values = query.get(name, ())
    if len(values) > 1:
        raise Refusal("INVALID_REQUEST", f"{name}: give it once")
    return values[0] if values else None


def idempotency_key(text: str | None) -> str | None:
    """Read the key of a create: printable ASCII, or absent."""
    if text is not None and (len(text) > PARTICIPANT_ID_LENGTH or not PRINTABLE.fullmatch(text)):
        raise Refusal("INVALID_REQUEST", "Idempotency-Key: 1 to 255 printable ASCII characters are wanted")
    return text


# Frames


@dataclass(frozen=True, slots=True)
class Frame:
    """A parsed frame: its type, its members, and what its answer echoes."""

    type: str
    fields: Fields
    ref: str | int | None

    @property
    def message_id(self) -> str | None:
        """The message_id to name in an error, if it is one."""
        value = self.fields.members.get("message_id")
        good = isinstance(value, str) and len(value) <= MESSAGE_ID_LENGTH and PRINTABLE.fullmatch(value)
        return value if good else None


def frame(text: str) -> Frame:
    """Parse one frame: an object with a `type`, perhaps with a `ref`."""
    fields = Fields.of(jsontext.parse(text), "INVALID_FRAME")
    ref = reference(fields)
    kind = fields.members.get("type")
    return Frame(kind if isinstance(kind, str) else "", fields, ref)


def reference(fields: Fields) -> str | int | None:
    """`ref`: 1 to 128 characters or an integer; anything else is refused, and then not echoed."""
    value = fields.members.get("ref")
    if value is None and "ref" not in fields.members:
        return None
    if isinstance(value, str):
        return fields.text("ref", 1, REF_LENGTH)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise fields.wrong("ref", "a short string or an integer is wanted")


def nonce(fields: Fields) -> str | None:
    """Read the text that a pong sends back, as long as the frame that brought it."""
    return fields.optional_text("nonce", 0, HUGE)


def sync(fields: Fields) -> tuple[int, str | None]:
    """Read a position, and the stream it belongs to."""
    position = fields.integer("last_sequence_id", 0)
    return position, fields.optional_text("stream_id", 1, PARTICIPANT_ID_LENGTH)


def typing(fields: Fields) -> bool:
    """Read whether somebody types."""
    return fields.boolean("isTyping")


def read(fields: Fields) -> int:
    """Read how far somebody has read."""
    return fields.integer("sequence_id", 0)


def auth(fields: Fields) -> str:
    """Read a fresh token."""
    return fields.text("token", 1, TOKEN_LENGTH)
