"""PURE: where the values of a record come from: from the server, from the client, or from somebody's identity.

What a server chose and a later request names becomes a reference to the answer in which it first appeared; what the
client made up becomes new each time; tokens never appear.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from conformance.recorder.events import Event
from conformance.reproduce.story import Actor, Credential, Fresh, Known, Outside, Quoted, Ref, Server, Text, Told
from conformance.reproduce.wires import frames_in

LABEL = re.compile(r"<(\w+) ([^<>]*)#(\d+) [0-9a-f]{4}>")
NUMBERED = frozenset({"sequence_id", "current_sequence_id"})
"""Members that hold a number of the timeline, which a server chose."""
NAMING = NUMBERED | {
    "last_sequence_id", "after", "before", "number", "up_to", "head", "newest", "first", "last", "position",
}  # fmt: skip
"""Members and arguments that repeat such a number."""

_IN_A_QUERY = re.compile(r"(?<=[?&])(after|before)=(\d+)")
_SHORTEST = 6
_CERTAINLY_AN_ID = 16

Entry = tuple[str, Ref, int]
"""A text of the record, what it refers to, and the number of the event after which it is known."""


class Flow:
    """The origins of all values in the record of one check."""

    def __init__(self, events: Sequence[Event], run: str, *, numbers: bool = True) -> None:
        self._run = run
        self._numbers = numbers
        self._fresh = re.compile(rf"[\w.~-]*?\w-{re.escape(run)}-[0-9a-f]{{12}}")
        self._fixed = _by_hand(events)
        self._places = {event.id: place for place, event in enumerate(events)}
        self.actors = _actors(events)
        self._by_label = {actor.label: actor for actor in self.actors if actor.label is not None}
        self._entries = [*self._identities(), *self._hosts(events), *self._told(events)]
        self._entries.sort(key=lambda entry: -len(entry[0]))
        self._counted = list(_numbers_told(events)) if numbers else []

    def actor_of(self, event: Event) -> Actor:
        """Whoever sent a request or opened a connection: by their credential, else by their name alone."""
        said = event.data.get("headers", {}).get("Authorization") or str(event.data.get("body") or "")[:4096]
        for found in LABEL.finditer(said):
            if found.group() in self._by_label:
                return self._by_label[found.group()]
        return next(actor for actor in self.actors if actor.label is None and actor.who == event.data["who"])

    def template(self, value: Any, at: str | None = None, key: str = "") -> Any:
        """A JSON value with references in it, as they are known when the event ``at`` happens (``None``: in the
        end)."""
        place = len(self._places) if at is None else self._places[at]
        return self._filled(value, place, key)

    def _filled(self, value: Any, place: int, key: str) -> Any:
        if isinstance(value, str):
            return self._text(value, place)
        if isinstance(value, Mapping):
            numbered = str(value.get("path", "")).endswith("sequence_id")
            return {
                self._text(name, place): self._filled(
                    item, place, "number" if numbered and name == "expected" else name
                )
                for name, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._filled(item, place, "") for item in value]
        if isinstance(value, int) and not isinstance(value, bool) and key in NAMING:
            return self._number(value, place)
        return value

    def _number(self, value: int, place: int) -> Any:
        earlier = [told for when, number, told in self._counted if number == value and when < place]
        return earlier[-1] if earlier else value

    def _text(self, text: str, place: int) -> Any:
        known = [(literal, ref) for literal, ref, when in self._entries if when < place and literal in text]
        quoted = [(quote(literal, safe=""), Quoted(ref)) for literal, ref, when in self._entries
                  if when < place and isinstance(ref, Told | Fresh | Known | Credential)
                  and quote(literal, safe="") != literal and quote(literal, safe="") in text]  # fmt: skip
        fresh = [(found.group(), Fresh(found.group(), _kind(found.group(), self._run)))
                 for found in self._fresh.finditer(text) if found.group() not in self._fixed]  # fmt: skip
        parts = _split(text, [*known, *quoted, *fresh])
        parts = [piece for part in parts for piece in (self._query(part, place) if isinstance(part, str) else [part])]
        if len(parts) == 1:
            return parts[0]
        return Text(tuple(parts)) if parts else text

    def _query(self, text: str, place: int) -> list[str | Ref]:
        pieces: list[str | Ref] = []
        done = 0
        for found in _IN_A_QUERY.finditer(text):
            number = self._number(int(found.group(2)), place)
            if isinstance(number, Told):
                pieces += [text[done : found.start(2)], number]
                done = found.end(2)
        return [piece for piece in (*pieces, text[done:]) if piece != ""]

    # -- what is known ------------------------------------------------------------------------------------------------

    def _identities(self) -> Iterator[Entry]:
        named: set[str] = set()
        for actor in self.actors:
            if actor.label is not None:
                yield actor.label, Credential(actor.name), -1
            if actor.participant is not None and actor.participant not in named:
                named.add(actor.participant)
                yield actor.participant, Known(actor.name), -1

    def _hosts(self, events: Sequence[Event]) -> Iterator[Entry]:
        """The server's own address in the head of a request that was written by hand."""
        heads = (str(event.body) for event in events if event.kind == "request" and event.data["method"] == "(raw)")
        hosts = {found.group(1) for head in heads for found in re.finditer(r"\r\nHost: ([^\r]+)\r\n", head)}
        yield from ((host, Server(), -1) for host in hosts)

    def _told(self, events: Sequence[Event]) -> Iterator[Entry]:
        """Everything like an identifier that the server sent first; and the secrets that are the profile's own."""
        ours: set[str] = set()
        known: set[str] = set()
        for place, event in enumerate(events):
            for label in LABEL.finditer(str(event.data.get("headers", ""))):
                if label.group(1) in ("header", "secret") and label.group() not in known:
                    known.add(label.group())
                    yield label.group(), Outside(f"{label.group(1)}_{_identifier(label.group(2))}".upper()), -1
            said = event.frame or event.body
            if not event.from_server:
                ours |= {leaf for _, leaf in _leaves(said) if isinstance(leaf, str)}
                continue
            whole = "frame" if event.frame else "body"
            for path, leaf in _leaves(said):
                if isinstance(leaf, str) and leaf not in ours and leaf not in known and self._is_an_id(leaf):
                    known.add(leaf)
                    yield leaf, Told(event.id, (whole, *path), _hint(event, path)), place

    def _is_an_id(self, text: str) -> bool:
        if LABEL.fullmatch(text):
            return text not in self._by_label
        if len(text) < _SHORTEST or re.search(r"\s|://", text) or self._fresh.search(text):
            return False
        return any(letter.isdigit() for letter in text) or (len(text) >= _CERTAINLY_AN_ID and text != text.lower())


def _by_hand(events: Sequence[Event]) -> str:
    """The text of all frames that were made by hand: an id in it stays as it is, because a mask lies over it."""
    wires = (bytes.fromhex(event.data["wire"]) for event in events if event.kind == "sent" and "wire" in event.data)
    return b"".join(frame.payload for wire in wires for frame in frames_in(wire)).decode("utf-8", "replace")


def _split(text: str, known: Sequence[tuple[str, Ref]]) -> list[str | Ref]:
    """A text cut at everything in it that is known, the longest first."""
    if not known:
        return [text] if text else []
    spelled = dict(reversed(known))  # of two meanings of one text the first counts
    longest_first = sorted(spelled, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return [spelled.get(piece, piece) for piece in pieces if piece != ""]


def _kind(fresh: str, run: str) -> str:
    return fresh.partition(f"-{run}-")[0]


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, (*path, name))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _leaves(item, (*path, place))
    else:
        yield path, value


def _numbers_told(events: Sequence[Event]) -> Iterator[tuple[int, int, Told]]:
    """Every number of the timeline that the server named outside a list: when, which, where."""
    for place, event in enumerate(events):
        if not event.from_server:
            continue
        whole = "frame" if event.frame else "body"
        for path, leaf in _leaves(event.frame or event.body):
            counts = isinstance(leaf, int) and not isinstance(leaf, bool) and path and path[-1] in NUMBERED
            if counts and all(isinstance(step, str) for step in path):
                yield place, leaf, Told(event.id, (whole, *path), "number")


def _hint(event: Event, path: Sequence[str | int]) -> str:
    """A name for a value, by where it stands."""
    last = next((str(step) for step in reversed(path) if isinstance(step, str)), "value")
    if last in ("id", "conversation_id"):
        return "room"
    return _identifier(last)


# -- who takes part ---------------------------------------------------------------------------------------------------


def _actors(events: Sequence[Event]) -> tuple[Actor, ...]:
    """Everybody, once for each credential that they show."""
    found: dict[tuple[str, str | None], Actor] = {}
    participants = {event.data["who"]: event.data["participant"] for event in events if event.kind == "person"}
    for event in events:
        if event.kind == "token":
            data = event.data
            found[data["who"], data["label"]] = Actor(
                "", data["who"], _subject(data["claims"], participants.get(data["who"])), data["label"], data
            )
        elif event.kind in ("request", "opening", "sent"):
            labels = [one for one in LABEL.finditer(str(dict(event.data))) if one.group(1) == "token"]
            for one in labels:
                owner = one.group(2)
                known = {label for _, label in found}
                if one.group() not in known:
                    who = owner if owner in participants else str(event.data["who"])
                    found[who, one.group()] = Actor("", who, participants.get(who, owner), one.group())
            if not labels and event.kind != "sent":
                who = str(event.data["who"])
                found.setdefault((who, None), Actor("", who, None, None))
    return _named(list(found.values()))


def _subject(claims: Mapping[str, Any], otherwise: str | None) -> str | None:
    sub = claims.get("sub")
    return sub if isinstance(sub, str) else otherwise


def _named(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Each with a name of its own, that a variable may have."""
    taken: set[str] = set()
    named = []
    for actor in actors:
        plain = actor.who
        if actor.participant == actor.who:  # called by their id: the part that is made anew each time tells nothing
            plain = re.sub(r"(-[0-9a-f]{8})?-[0-9a-f]{12}\b", "", plain)
        base = _identifier(plain)
        if actor.label is None and base != "stranger":
            base = f"bare_{base}"
        name, count = base, 2
        while name in taken:
            name, count = f"{base}_{count}", count + 1
        taken.add(name)
        named.append(replace(actor, name=name))
    return tuple(named)


def _identifier(text: str) -> str:
    """A Python name for something that a check calls so."""
    name = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_").lower() or "somebody"
    return f"n_{name}" if name[0].isdigit() or keyword.iskeyword(name) or name in RESERVED else name


RESERVED = frozenset(
    {"story", "main", "event", "history", "holds", "person", "server", "why", "rule", "complaint", "note", "seen", "at",
     "print", "json", "os", "sys", "time", "asyncio", "httpx", "len", "list", "dict", "set", "any", "all", "sorted"}
)  # fmt: skip
"""Names that the file has other uses for."""
