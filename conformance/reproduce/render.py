"""PURE: a story as the text of one Python file."""

from __future__ import annotations

import ast
import math
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jinja2

from conformance.recorder.evaluation import MATCHERS
from conformance.reproduce.bundle import EVENT, Bundle, bundled
from conformance.reproduce.literals import call, listed, printable, source, text
from conformance.reproduce.shapes import COMPLAINT
from conformance.reproduce.story import (
    Actor,
    Ask,
    Await,
    Close,
    Credential,
    Cut,
    Dial,
    Fault,
    Finish,
    Fresh,
    Heard,
    History,
    Known,
    Listed,
    One,
    Open,
    Outside,
    Pause,
    Reading,
    Ref,
    Say,
    Send,
    Server,
    Step,
    Story,
    Told,
    Wanted,
    acting,
    refs,
)
from conformance.reproduce.wires import frames_in

ALLOWED = frozenset({"httpx", "websockets"})
"""What a file may import besides the standard library."""

FAULTS = {
    "kill -9": "SERVER_KILL", "kill": "SERVER_KILL", "SIGTERM": "SERVER_STOP", "stop": "SERVER_STOP",
    "start": "SERVER_START", "pause": "SERVER_PAUSE", "resume": "SERVER_RESUME",
    "break_storage": "SERVER_BREAK_STORAGE", "mend_storage": "SERVER_MEND_STORAGE",
}  # fmt: skip
"""The environment variable that holds the command for each thing that is done to a server."""

UNDONE_BY = {
    "SERVER_KILL": "SERVER_START", "SERVER_STOP": "SERVER_START", "SERVER_PAUSE": "SERVER_RESUME",
    "SERVER_BREAK_STORAGE": "SERVER_MEND_STORAGE",
}  # fmt: skip
"""By what a file leaves the server as it found it, if its story ends before that."""

WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Heading:
    """What the file says of itself first: what was seen of it, line by line, and how it is called."""

    lines: tuple[str, ...]
    file: str = "reproducer.py"


def rendered(story: Story, shape: str | None, heading: Heading, within_s: float = WITHIN_S) -> str:
    """The file.  ``shape`` is the source of what a schema demands, where the rule holds something against one; raises
    :class:`conformance.reproduce.bundle.CannotBundle`."""
    bundle = rule_of(story, shape)
    teller = _Teller(story, bundle)
    told = "\n".join(teller.lines())
    verdict = story.verdict
    given: dict[str, Any] = {
        "heading": [printable(line) for line in heading.lines],
        "file": heading.file,
        "clause": printable(verdict.clause),
        "statement": _paragraph(f"{verdict.clause}: {verdict.statement}"),
        "found": _paragraph(f"The check {story.check} found: {verdict.reason}"),
        "check": printable(story.check),
        "credentials": [_described(actor) for actor in acting(story) if actor.label is not None],
        "controls": sorted(controls(story)),
        "undone_by": UNDONE_BY,
        "outside": sorted({ref.variable for ref in refs((story.steps, verdict)) if isinstance(ref, Outside)}),
        "story": told,
        "rule": bundle.source,
        "uses": _uses(story, told),
        "within_s": within_s,
    }
    bare = _template().render(**given, imports=[])
    return _template().render(**given, imports=_imports(bundle, bare))


def rule_of(story: Story, shape: str | None) -> Bundle:
    """The source of the rule that failed, and of those by which something is awaited."""
    waiting = [step.wanted for step in story.steps if isinstance(step, Await)]
    names = [story.verdict.matcher, *(one.rule for one in waiting if one.rule and not one.rule.startswith("kind:"))]
    if story.verdict.awaited is not None and story.verdict.awaited.rule is not None:
        names.append(story.verdict.awaited.rule)
    places = [place_of(name) for name in dict.fromkeys(names)]
    return bundled([EVENT, *places], {COMPLAINT: shape} if shape is not None else {})


def place_of(matcher: str) -> tuple[str, str]:
    """Where a matcher is defined."""
    function = MATCHERS[matcher]
    return function.__module__, str(getattr(function, "__name__", ""))


def controls(story: Story) -> set[str]:
    """The variables of the commands that a story needs, and of those that undo what it does."""
    needed = {FAULTS[step.what] for step in story.steps if isinstance(step, Fault)}
    return needed | {UNDONE_BY[name] for name in needed if name in UNDONE_BY}


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("conformance.reproduce"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - Python, no markup; every text is a literal or printable
    )
    return environment.get_template("reproducer.py.jinja")


def _paragraph(said: str) -> str:
    return "\n".join(textwrap.wrap(printable(said, 900), 110, break_long_words=False, break_on_hyphens=False))


def _described(actor: Actor) -> Mapping[str, str]:
    """How to come by a credential."""
    variable = f"TOKEN_{actor.name.upper()}"
    made = dict(actor.made or {})
    told = printable(token_needed(made), 160) if made else "a valid token"
    return {"variable": variable, "name": actor.name, "who": printable(actor.who, 60), "told": told}


def token_needed(made: Mapping[str, Any]) -> str:
    """What a token has to say, in words."""
    claims, header = made["claims"], made["header"]
    if str(header.get("alg", "")).lower() == "none":
        return f"a token with alg {header['alg']} and no signature"
    if not made["signed"]:
        return "a token whose signature is not the issuer's"
    said = [f"{name} {value}" for name, value in claims.items() if name not in USUAL_CLAIMS]
    lasts = claims.get("exp", 0) - claims.get("iat", 0) if _are_numbers(claims.get("exp"), claims.get("iat")) else None
    if lasts != USUAL_LIFETIME_S:
        said.append("no exp" if lasts is None else f"exp {lasts:g} s after iat")
    return "a valid token" + (f" with {', '.join(said)}" if said else "")


USUAL_CLAIMS = frozenset({"iss", "aud", "sub", "iat", "exp", "jti", "name"})
USUAL_LIFETIME_S = 3600


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)


OFFERED = (
    "import asyncio", "import base64", "import contextlib", "import json", "import os", "import re", "import shlex",
    "import ssl", "import subprocess", "import sys", "import time", "import uuid", "import httpx",
    "from collections.abc import Callable", "from collections.abc import Iterator",
    "from collections.abc import Mapping", "from dataclasses import dataclass", "from typing import Any",
    "from urllib.parse import quote", "from urllib.parse import urlsplit",
    "from websockets.asyncio.client import ClientConnection", "from websockets.asyncio.client import connect",
    "from websockets.exceptions import ConnectionClosed", "from websockets.exceptions import InvalidHandshake",
    "from websockets.exceptions import InvalidStatus",
)  # fmt: skip


def _imports(bundle: Bundle, text: str) -> list[str]:
    """The lines that a file with this text begins with: what it uses, and nothing else."""
    used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    return _sorted_imports({line for line in {*OFFERED, *bundle.imports} if line.split()[-1] in used})


def _sorted_imports(lines: set[str]) -> list[str]:
    """In the order of the house: the standard library, a blank line, the two packages; one line for each module."""
    froms: dict[str, set[str]] = {}
    plain = {line for line in lines if line.startswith("import ")}
    for line in lines - plain:
        module, _, names = line.removeprefix("from ").partition(" import ")
        froms.setdefault(module, set()).update(names.split(", "))
    joined = [f"from {module} import {', '.join(sorted(names))}" for module, names in froms.items()]
    ordered = [*sorted(plain), *sorted(joined)]
    ours = [line for line in ordered if line.split()[1].split(".")[0] in ALLOWED]
    return [*(line for line in ordered if line not in ours), "", *ours]


def _uses(story: Story, told: str) -> dict[str, bool]:
    kinds = {type(step) for step in story.steps}
    forms = {step.form for step in story.steps if isinstance(step, Send)}
    awaited = [step.wanted for step in story.steps if isinstance(step, Await)]
    rules = {one.rule for one in awaited} | {story.verdict.awaited.rule if story.verdict.awaited else None}
    everything = refs((story.steps, story.verdict))
    return {
        "sockets": Open in kinds,
        "closes": Close in kinds,
        "cuts": Cut in kinds,
        "dials": Dial in kinds,
        "answers": any(isinstance(step, Say) and step.answer for step in story.steps),
        "faults": Fault in kinds,
        "starts": "SERVER_START" in controls(story),
        "asks": Ask in kinds,
        "again": any(isinstance(step, Ask) and step.again_s for step in story.steps),
        "content": any(isinstance(step, Ask) and step.content is not None for step in story.steps),
        "raw": "wire" in forms,
        "pings": any(word in told + str(rules) for word in ("ping_received", "pong_received", "is_ping", "is_pong")),
        "silent": any(isinstance(step, Open) and not step.answers_pings for step in story.steps),
        "history": "history()" in told,
        "value": "value(" in told,
        "fresh": "fresh(" in told,
        "own": "asked(" in told,
        "outside": any(isinstance(ref, Outside) for ref in refs((story.steps, story.verdict))),
        "server": any(isinstance(ref, Server) for ref in everything),
        "actors": any(actor.label is not None for actor in acting(story)),
        "waits": Await in kinds or story.verdict.awaited is not None,
        "must": ".gets(" in told or ".ended(" in told,
    }


# -- the story --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Names:
    """Names that are given once."""

    taken: set[str] = field(default_factory=set)

    def new(self, wanted: str) -> str:
        name, count = wanted, 2
        while name in self.taken:
            name, count = f"{wanted}_{count}", count + 1
        self.taken.add(name)
        return name


class _Teller:
    """Writes the body of ``story``."""

    def __init__(self, story: Story, bundle: Bundle) -> None:
        self.story = story
        self.bundle = bundle
        self.names = _Names({*bundle.names.values(), "server", "why"})
        self.doing = acting(story)
        acting_names = {actor.name for actor in self.doing}
        self.actors = {actor.name: self.names.new(actor.name) for actor in story.actors if actor.name in acting_names}
        self.participants = {actor.name: actor.participant for actor in story.actors}
        self.values: dict[tuple[str, tuple[str | int, ...]], str] = {}
        self.fresh: dict[str, str] = {}
        self.sockets: dict[str, str] = {}
        self.marked: dict[tuple[str, str], str] = {}
        """Where it is noted how much had come on a connection before a step."""
        self.variables: dict[str, str] = {}
        """The expression for each event that the file can name."""
        self.wanted = self._wanted_events()
        self.marks = self._marks()

    def _wanted_events(self) -> set[str]:
        """The events that something refers to, so that they need a name."""
        verdict = self.story.verdict
        told = {ref.event for ref in refs((self.story.steps, verdict)) if isinstance(ref, Told)}
        return told | {one.event for reading in verdict.readings for one in _singles(reading)}

    def _marks(self) -> dict[str, set[str]]:
        """Before which step the place on which connections is noted."""
        found: dict[str, set[str]] = {}
        for reading in (*self.story.verdict.readings, self.story.verdict.on):
            for heard in _heard(reading):
                if heard.since is not None:
                    found.setdefault(heard.since, set()).add(heard.connection)
        return found

    def lines(self) -> Iterator[str]:
        """All of it, indented as the body of a function."""
        body = [line for number, step in enumerate(self.story.steps, start=1) for line in self._step(number, step)]
        end = list(self._verdict())
        people = [f"{self.actors[actor.name]} = {self._person(actor)}" for actor in self.doing]
        ids = [f"{name} = fresh({text(kind)})" for kind, name in self._fresh_kinds()]
        for line in [*people, *ids, *body, "", *end]:
            yield f"    {line}".rstrip() if "\n" not in line else textwrap.indent(line, "    ")

    def _fresh_kinds(self) -> Iterator[tuple[str, str]]:
        kinds = {
            ref.literal: ref.kind for ref in refs((self.story.steps, self.story.verdict)) if isinstance(ref, Fresh)
        }
        for literal, name in self.fresh.items():
            yield kinds.get(literal, literal.partition("-")[0]), name

    def _person(self, actor: Actor) -> str:
        if actor.label is None:
            return f"Person(server, {text(actor.who)})"
        return f'Person(server, {text(actor.who)}, "TOKEN_{actor.name.upper()}")'

    # -- naming -------------------------------------------------------------------------------------------------------

    def naming(self, ref: Ref) -> str:
        match ref:
            case Told():
                return self.values[ref.event, ref.path]
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
        participant = self.participants[actor]
        acting = next((name for name in self.actors if self.participants[name] == participant), None)
        if acting is not None:
            return f"{self.actors[acting]}.id"
        return self._fresh_name(participant or actor, actor)

    def _fresh_name(self, literal: str, kind: str) -> str:
        if literal not in self.fresh:
            plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in kind).strip("_")
            self.fresh[literal] = self.names.new(f"{plain.lower() or 'id'}_{len(self.fresh) + 1}"
                                                 if plain[:1].isalpha() else f"id_{len(self.fresh) + 1}")  # fmt: skip
        return self.fresh[literal]

    def _source(self, template: Any, indent: int = 0) -> str:
        return source(template, self.naming, indent)

    def _defined(self, event: str) -> Iterator[str]:
        """The values that later steps take from an event."""
        for ref in refs((self.story.steps, self.story.verdict)):
            if isinstance(ref, Told) and ref.event == event and (ref.event, ref.path) not in self.values:
                name = self.names.new(ref.hint)
                self.values[ref.event, ref.path] = name
                path = ", ".join(text(step) if isinstance(step, str) else str(step) for step in ref.path)
                yield f"{name} = value({self.variables[event]}, {path})"

    # -- steps --------------------------------------------------------------------------------------------------------

    def _step(self, number: int, step: Step) -> Iterator[str]:
        yield ""
        yield f"# {number}. {printable(self._sentence(step), 100)}"
        for connection in sorted(self.marks.get(step.id, ())):
            if connection in self.sockets:
                name = f"before_{number}_{self.sockets[connection]}"
                self.marked[step.id, connection] = name
                yield f"{name} = len({self.sockets[connection]}.events)"
        match step:
            case Ask():
                yield from self._ask(number, step)
            case Open():
                yield from self._open(number, step)
            case Finish():
                yield from self._finish(step)
            case Send():
                yield from self._send(number, step)
            case Close(connection=connection, code=code, reason=reason):
                said = f", {text(reason)}" if reason else ""
                yield f"await {self.sockets[connection]}.closes({code}{said})"
            case Cut(connection=connection):
                yield f"await {self.sockets[connection]}.cuts()"
            case Await():
                yield from self._await(number, step)
            case Pause(seconds=seconds):
                yield f"await asyncio.sleep({seconds:g})"
            case Fault(what=what):
                yield f'await server.does("{FAULTS[what]}")'
            case Dial(connection=connection, actor=actor):
                name = self.names.new(f"{self.actors[actor]}_wire")
                self.sockets[connection] = name
                yield f"{name} = await Wire.to(server, {self.actors[actor]}.name)"
            case Say():
                yield from self._say(number, step)
        yield from self._defined(step.id)

    def _ask(self, number: int, step: Ask) -> Iterator[str]:
        name = self.names.new(f"answer_{number}")
        self.variables[step.answer] = name
        self.variables[step.id] = f"asked({name})"
        who = self.actors[step.actor]
        arguments = [text(step.method), self._source(step.path)]
        if step.body is not None:
            arguments.append(self._source(step.body))
        if step.content is not None:
            arguments.append(f"content={step.content!r}")
        if step.headers:
            arguments.append(f"headers={self._source(dict(step.headers))}")
        if step.begun:
            yield f"begun_{number} = asyncio.create_task({call(f'{who}.asks', arguments)})"
            self.variables[f"{step.id} begun"] = f"begun_{number}"
            return
        verb = f"{who}.asks"
        if step.again_s:
            again = self._rule_over(step.answer, "answer")
            verb, arguments = f"{who}.asks_again", [f"lambda answer: {again} is None", f"{step.again_s:g}", *arguments]
        used = step.answer in self.wanted or step.id in self.wanted
        yield f"{name} = await {call(verb, arguments)}" if used else f"await {call(verb, arguments)}"
        yield from self._defined(step.answer)

    def _open(self, number: int, step: Open) -> Iterator[str]:
        who = self.actors[step.actor]
        name = self.names.new(f"{who}_socket")
        self.sockets[step.connection] = name
        self.variables[step.answer] = f"{name}.handshake"
        self.variables[step.id] = f"{name}.opening"
        arguments = [self._source(step.path)]
        if step.headers:
            arguments.append(f"headers={self._source(dict(step.headers))}")
        if step.subprotocols != ("chat.v1",):
            arguments.append(f"subprotocols={list(step.subprotocols)!r}")
        if not step.answers_pings:
            arguments.append("answers_pings=False")
        if step.begun:
            yield f"begun_{number} = asyncio.create_task({call(f'{who}.opens', arguments)})"
            self.variables[f"{step.id} begun"] = f"begun_{number}"
            return
        yield f"{name} = await {call(f'{who}.opens', arguments)}"
        yield from self._defined(step.answer)

    def _finish(self, step: Finish) -> Iterator[str]:
        begun = next(one for one in self.story.steps if isinstance(one, Ask | Open) and one.id == step.begun)
        name = self.sockets[begun.connection] if isinstance(begun, Open) else self.variables[begun.answer]
        used = isinstance(begun, Open) or not self.wanted.isdisjoint((begun.answer, begun.id))
        yield f"{f'{name} = ' if used else ''}await {self.variables[f'{step.begun} begun']}"
        yield from self._defined(begun.answer)

    def _send(self, number: int, step: Send) -> Iterator[str]:
        socket = self.sockets[step.connection]
        verb = "sends_raw" if step.form == "wire" else "sends"
        value = (
            f"bytes.fromhex({self._source(step.value)})" if step.form in ("wire", "bytes") else self._source(step.value)
        )
        named = ""
        if step.id in self.wanted:
            self.variables[step.id] = self.names.new(f"sent_{number}")
            named = f"{self.variables[step.id]} = "
        yield f"{named}await {call(f'{socket}.{verb}', [value])}"

    def _await(self, number: int, step: Await) -> Iterator[str]:
        socket = self.sockets[step.connection]
        arguments = self._awaited(step.wanted)
        needed = step.id in self.wanted
        if not needed:
            yield f"await {call(f'{socket}.waits', arguments)}"
            return
        self.variables[step.id] = self.names.new(f"frame_{number}")
        yield f"{self.variables[step.id]} = await {call(f'{socket}.gets', arguments)}"

    def _awaited(self, wanted: Wanted) -> list[str]:
        arguments = ["ended"]
        if wanted.members is not None:
            arguments = [self._source(dict(wanted.members))]
        elif wanted.rule is not None and wanted.rule.startswith("kind:"):
            arguments = [f'lambda event: event.kind == "{wanted.rule.removeprefix("kind:")}"']
        elif wanted.rule is not None:
            given = [f"{name}={self._source(value)}" for name, value in wanted.arguments.items()]
            rule = self.bundle.names[place_of(wanted.rule)]
            arguments = [f"lambda event: {rule}({', '.join(['event', *given])}) is None"]
        return arguments if wanted.nth == 1 else [*arguments, f"nth={wanted.nth}"]

    def _say(self, number: int, step: Say) -> Iterator[str]:
        wire = self.sockets[step.connection]
        said = f'{self._source(step.value)}.encode("latin-1")'
        if step.id in self.wanted or step.answer in self.wanted:
            name = self.names.new(f"said_{number}")
            self.variables[step.id] = name
            yield f"{name} = await {call(f'{wire}.says', [said])}"
        else:
            yield f"await {call(f'{wire}.says', [said])}"
        if step.answer is not None:
            self.variables[step.answer] = self.names.new(f"answer_{number}")
            yield f"{self.variables[step.answer]} = await {wire}.answers()"

    # -- the end ------------------------------------------------------------------------------------------------------

    def _verdict(self) -> Iterator[str]:
        verdict = self.story.verdict
        for line in textwrap.wrap(printable(f"{verdict.clause}: {verdict.statement}", 600), 108):
            yield f"# {line}"
        if verdict.awaited is not None and verdict.on is not None:
            socket = self.sockets[verdict.on.connection]
            arguments = self._awaited(verdict.awaited)
            if verdict.on.since is not None:
                arguments.append(f"since={self._mark(verdict.on.connection, verdict.on.since)}")
            arguments.append(f"within_s={math.ceil(verdict.within_s * 10) / 10:g}")
            yield f"if await {call(f'{socket}.waits', arguments)}:"
            yield "    return None"
        for reading in verdict.readings:
            for one in _singles(reading):
                if one.event not in self.variables:
                    raise KeyError(one.event)
        yield f"return {self._rule_over()}"

    def _rule_over(self, event: str | None = None, instead: str = "") -> str:
        """The call of the rule; with ``event`` named otherwise."""
        verdict = self.story.verdict
        known = dict(self.variables)
        if event is not None:
            self.variables[event] = instead
        readings = [self._reading(reading) for reading in verdict.readings]
        self.variables = known
        given = [f"{name}={self._source(value)}" for name, value in verdict.arguments.items()]
        return call(self.bundle.names[place_of(verdict.matcher)], [*readings, *given])

    def _reading(self, reading: Reading) -> str:
        match reading:
            case One(event=event):
                return self.variables[event]
            case History():
                return "history()"
            case Heard():
                return self._heard_by(reading)
            case Listed(parts=parts):
                spelled = [
                    self._reading(part) if isinstance(part, One) else f"*{self._heard_by(part)}" for part in parts
                ]
                return listed(spelled)

    def _heard_by(self, heard: Heard) -> str:
        everything = f"{self.sockets[heard.connection]}.events"
        if heard.since is not None:
            everything = f"{everything}[{self._mark(heard.connection, heard.since)} :]"
        if not heard.types:
            return everything
        types = self._source(list(heard.types))
        return f'[one for one in {everything} if (one.data.get("frame") or {{}}).get("type") in {types}]'

    def _mark(self, connection: str, step: str) -> str:
        return self.marked.get((step, connection), "0")

    # -- words --------------------------------------------------------------------------------------------------------

    def _sentence(self, step: Step) -> str:
        """A step in words."""
        match step:
            case Ask():
                return f"{step.actor}: {step.method} {_path_in_words(step.path)}{' (begun)' if step.begun else ''}"
            case Open():
                return f"{step.actor} opens a socket{' (begun)' if step.begun else ''}"
            case Finish():
                return "the answer to what was begun"
            case Send(form="frame", value=Mapping() as frame):
                return f"{self._owner(step.connection)} sends {frame.get('type', 'a frame')}"
            case Send(form="wire", value=str() as wire):
                made = ", ".join(str(one) for one in frames_in(bytes.fromhex(wire)))
                return f"{self._owner(step.connection)} writes by hand: {made}"
            case Send(form=form):
                return f"{self._owner(step.connection)} sends {form}"
            case Close():
                return f"{self._owner(step.connection)} closes their connection"
            case Cut():
                return f"{self._owner(step.connection)} loses their connection, as with a lost network"
            case Await(wanted=wanted):
                return f"{self._owner(step.connection)} {_awaits(wanted)}"
            case Pause(seconds=seconds):
                return f"{seconds:g} s pass"
            case Fault(what=what):
                return f"the server: {what}"
            case Dial():
                return f"{step.actor} opens a TCP connection"
            case Say():
                return f"{self._owner(step.connection)} sends bytes by hand"

    def _owner(self, connection: str) -> str:
        opened = next(
            (one for one in self.story.steps if isinstance(one, Open | Dial) and one.connection == connection), None
        )
        return opened.actor if opened is not None else "somebody"


def _path_in_words(path: Any) -> str:
    if isinstance(path, str):
        return path
    return "".join(part if isinstance(part, str) else "{" + _hint(part) + "}" for part in getattr(path, "parts", ()))


def _hint(ref: Any) -> str:
    inner = getattr(ref, "of", ref)
    return str(getattr(inner, "hint", None) or getattr(inner, "actor", None) or getattr(inner, "kind", "value"))


def _awaits(wanted: Wanted) -> str:
    if wanted.members is not None:
        return f"is sent {wanted.members.get('type', 'a frame')}"
    return "finds the connection ended" if wanted.rule is None else "is sent what is waited for"


def _singles(reading: Reading | None) -> Iterator[One]:
    match reading:
        case One():
            yield reading
        case Listed(parts=parts):
            yield from (part for part in parts if isinstance(part, One))


def _heard(reading: Reading | None) -> Iterator[Heard]:
    match reading:
        case Heard():
            yield reading
        case Listed(parts=parts):
            yield from (part for part in parts if isinstance(part, Heard))
