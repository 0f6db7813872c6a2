"""PURE: the steps of a story as the body of a function."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from conformance.reproduce.bundle import Bundle
from conformance.reproduce.literals import call, printable, text
from conformance.reproduce.render.assertion import Assertion
from conformance.reproduce.render.commands import FAULTS
from conformance.reproduce.render.scope import Scope
from conformance.reproduce.render.words import in_words
from conformance.reproduce.story import (
    Actor,
    Ask,
    Await,
    Close,
    Cut,
    Dial,
    Fault,
    Finish,
    Open,
    Pause,
    Say,
    Send,
    Step,
    Story,
    acting,
)


def body(story: Story, bundle: Bundle) -> str:
    """What happens in ``story``, and what is returned; the rule is found in ``bundle``."""
    return "\n".join(_Body(story, bundle).lines())


class _Body:
    """Writes each step once, in order: a later one uses the names that earlier ones gave."""

    def __init__(self, story: Story, bundle: Bundle) -> None:
        self.story = story
        self.scope = Scope(story, {*bundle.names.values(), "server", "why"})
        self.assertion = Assertion(story, bundle, self.scope)

    def lines(self) -> Iterator[str]:
        """All of it, indented as the body of a function."""
        steps = [line for number, step in enumerate(self.story.steps, start=1) for line in self._step(number, step)]
        end = list(self.assertion.lines())
        people = [f"{self.scope.actors[actor.name]} = {_person(actor)}" for actor in acting(self.story)]
        for line in [*people, *self.scope.ids(), *steps, "", *end]:
            yield f"    {line}".rstrip() if "\n" not in line else textwrap.indent(line, "    ")

    def _step(self, number: int, step: Step) -> Iterator[str]:
        yield ""
        yield f"# {number}. {printable(in_words(step, self.story), 100)}"
        yield from self.assertion.noted(number, step)
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
                yield f"await {self.scope.sockets[connection]}.closes({code}{said})"
            case Cut(connection=connection):
                yield f"await {self.scope.sockets[connection]}.cuts()"
            case Await():
                yield from self._await(number, step)
            case Pause(seconds=seconds):
                yield f"await asyncio.sleep({seconds:g})"
            case Fault(what=what):
                yield f'await server.does("{FAULTS[what]}")'
            case Dial(connection=connection, actor=actor):
                name = self.scope.new(f"{self.scope.actors[actor]}_wire")
                self.scope.sockets[connection] = name
                yield f"{name} = await Wire.to(server, {self.scope.actors[actor]}.name)"
            case Say():
                yield from self._say(number, step)
        yield from self.scope.defined(step.id)

    def _ask(self, number: int, step: Ask) -> Iterator[str]:
        name = self.scope.new(f"answer_{number}")
        self.scope.events[step.answer] = name
        self.scope.events[step.id] = f"asked({name})"
        who = self.scope.actors[step.actor]
        arguments = [text(step.method), self.scope.source(step.path)]
        if step.body is not None:
            arguments.append(self.scope.source(step.body))
        if step.content is not None:
            # As JSON and text are spelt where the runner of a build could take them for a command.
            arguments.append(f"content={step.content!r}".replace("##[", r"#\x23["))
        if step.headers:
            arguments.append(f"headers={self.scope.source(dict(step.headers))}")
        if step.begun:
            yield f"begun_{number} = asyncio.create_task({call(f'{who}.asks', arguments)})"
            self.scope.events[f"{step.id} begun"] = f"begun_{number}"
            return
        verb = f"{who}.asks"
        if step.again_s:
            again = self.assertion.rule({**self.scope.events, step.answer: "answer"})
            verb, arguments = f"{who}.asks_again", [f"lambda answer: {again} is None", f"{step.again_s:g}", *arguments]
        used = step.answer in self.scope.used or step.id in self.scope.used
        yield f"{name} = await {call(verb, arguments)}" if used else f"await {call(verb, arguments)}"
        yield from self.scope.defined(step.answer)

    def _open(self, number: int, step: Open) -> Iterator[str]:
        who = self.scope.actors[step.actor]
        name = self.scope.new(f"{who}_socket")
        self.scope.sockets[step.connection] = name
        self.scope.events[step.answer] = f"{name}.handshake"
        self.scope.events[step.id] = f"{name}.opening"
        arguments = [self.scope.source(step.path)]
        if step.headers:
            arguments.append(f"headers={self.scope.source(dict(step.headers))}")
        if step.subprotocols != ("chat.v1",):
            arguments.append(f"subprotocols={list(step.subprotocols)!r}")
        if not step.answers_pings:
            arguments.append("answers_pings=False")
        if step.begun:
            yield f"begun_{number} = asyncio.create_task({call(f'{who}.opens', arguments)})"
            self.scope.events[f"{step.id} begun"] = f"begun_{number}"
            return
        yield f"{name} = await {call(f'{who}.opens', arguments)}"
        yield from self.scope.defined(step.answer)

    def _finish(self, step: Finish) -> Iterator[str]:
        begun = next(one for one in self.story.steps if isinstance(one, Ask | Open) and one.id == step.begun)
        name = self.scope.sockets[begun.connection] if isinstance(begun, Open) else self.scope.events[begun.answer]
        used = isinstance(begun, Open) or not self.scope.used.isdisjoint((begun.answer, begun.id))
        yield f"{f'{name} = ' if used else ''}await {self.scope.events[f'{step.begun} begun']}"
        yield from self.scope.defined(begun.answer)

    def _send(self, number: int, step: Send) -> Iterator[str]:
        socket = self.scope.sockets[step.connection]
        verb = "sends_raw" if step.form == "wire" else "sends"
        value = (
            f"bytes.fromhex({self.scope.source(step.value)})"
            if step.form in ("wire", "bytes")
            else self.scope.source(step.value)
        )
        named = ""
        if step.id in self.scope.used:
            self.scope.events[step.id] = self.scope.new(f"sent_{number}")
            named = f"{self.scope.events[step.id]} = "
        yield f"{named}await {call(f'{socket}.{verb}', [value])}"

    def _await(self, number: int, step: Await) -> Iterator[str]:
        socket = self.scope.sockets[step.connection]
        arguments = self.assertion.awaited(step.wanted)
        needed = step.id in self.scope.used
        if not needed:
            yield f"await {call(f'{socket}.waits', arguments)}"
            return
        self.scope.events[step.id] = self.scope.new(f"frame_{number}")
        yield f"{self.scope.events[step.id]} = await {call(f'{socket}.gets', arguments)}"

    def _say(self, number: int, step: Say) -> Iterator[str]:
        wire = self.scope.sockets[step.connection]
        said = f'{self.scope.source(step.value)}.encode("latin-1")'
        if step.id in self.scope.used or step.answer in self.scope.used:
            name = self.scope.new(f"said_{number}")
            self.scope.events[step.id] = name
            yield f"{name} = await {call(f'{wire}.says', [said])}"
        else:
            yield f"await {call(f'{wire}.says', [said])}"
        if step.answer is not None:
            self.scope.events[step.answer] = self.scope.new(f"answer_{number}")
            yield f"{self.scope.events[step.answer]} = await {wire}.answers()"


def _person(actor: Actor) -> str:
    if actor.label is None:
        return f"Person(server, {text(actor.who)})"
    return f'Person(server, {text(actor.who)}, "TOKEN_{actor.name.upper()}")'
