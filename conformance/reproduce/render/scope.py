"""PURE: how everything in a file is called: its people, ids, values, sockets and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from conformance.reproduce.literals import source, text
from conformance.reproduce.story import (
    Credential,
    Fresh,
    Known,
    Outside,
    Ref,
    Server,
    Story,
    Told,
    acting,
    refs,
    singles,
)


class Scope:
    """The names of one file; each is given once, and none of those that are ``taken``."""

    def __init__(self, story: Story, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._refs = tuple(refs((story.steps, story.verdict)))
        doing = {actor.name for actor in acting(story)}
        self.actors = {actor.name: self.new(actor.name) for actor in story.actors if actor.name in doing}
        self.sockets: dict[str, str] = {}
        """The variable for each connection."""
        self.events: dict[str, str] = {}
        """The expression for each event that the file can name."""
        self.used = {ref.event for ref in self._refs if isinstance(ref, Told)} | {
            one.event for reading in story.verdict.readings for one in singles(reading)
        }
        """The events that something refers to, so that they need a name."""
        self._participants = {actor.name: actor.participant for actor in story.actors}
        self._values: dict[tuple[str, tuple[str | int, ...]], str] = {}
        self._fresh: dict[str, str] = {}

    def new(self, wanted: str) -> str:
        """A name that nothing has yet."""
        name, count = wanted, 2
        while name in self._taken:
            name, count = f"{wanted}_{count}", count + 1
        self._taken.add(name)
        return name

    def source(self, template: Any) -> str:
        """A template as an expression."""
        return source(template, self._naming)

    def defined(self, event: str) -> Iterator[str]:
        """The values that later steps take from an event."""
        for ref in self._refs:
            if isinstance(ref, Told) and ref.event == event and (ref.event, ref.path) not in self._values:
                name = self.new(ref.hint)
                self._values[ref.event, ref.path] = name
                path = ", ".join(text(step) if isinstance(step, str) else str(step) for step in ref.path)
                yield f"{name} = value({self.events[event]}, {path})"

    def ids(self) -> Iterator[str]:
        """The ids that were named so far, each made anew."""
        kinds = {ref.literal: ref.kind for ref in self._refs if isinstance(ref, Fresh)}
        for literal, name in self._fresh.items():
            yield f"{name} = fresh({text(kinds.get(literal, literal.partition('-')[0]))})"

    def _naming(self, ref: Ref) -> str:
        match ref:
            case Told():
                return self._values[ref.event, ref.path]
            case Fresh(literal=literal, kind=kind):
                return self._fresh_name(literal, kind)
            case Known(actor=actor):
                return self._id_of(actor)
            case Credential(actor=actor):
                return f"{self.actors[actor]}.token"
            case Outside(variable=variable):
                return f'os.environ["{variable}"]'
            case Server():
                return "server.host"
            case _:
                raise TypeError(f"{type(ref).__name__} has no name of its own")

    def _id_of(self, actor: str) -> str:
        """The id of somebody: as anybody knows it who acts for them, else a new one."""
        participant = self._participants[actor]
        doing = next((name for name in self.actors if self._participants[name] == participant), None)
        return f"{self.actors[doing]}.id" if doing is not None else self._fresh_name(participant or actor, actor)

    def _fresh_name(self, literal: str, kind: str) -> str:
        if literal not in self._fresh:
            plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in kind).strip("_")
            wanted = plain.lower() if plain[:1].isalpha() else "id"
            self._fresh[literal] = self.new(f"{wanted}_{len(self._fresh) + 1}")
        return self._fresh[literal]
