"""PURE: which parts of the template a story needs."""

from __future__ import annotations

from conformance.reproduce.render.commands import controls
from conformance.reproduce.story import (
    Ask,
    Await,
    Close,
    Cut,
    Dial,
    Fault,
    Open,
    Say,
    Send,
    Server,
    Story,
    acting,
    refs,
)


def uses(story: Story, told: str) -> dict[str, bool]:
    """The parts by name; ``told`` is the body that is made of the story."""
    kinds = {type(step) for step in story.steps}
    forms = {step.form for step in story.steps if isinstance(step, Send)}
    awaited = [step.wanted for step in story.steps if isinstance(step, Await)]
    rules = {one.rule for one in awaited} | {story.verdict.awaited.rule if story.verdict.awaited else None}
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
        "raw": "wire" in forms,
        "pings": any(word in told + str(rules) for word in ("ping_received", "pong_received", "is_ping", "is_pong")),
        "silent": any(isinstance(step, Open) and not step.answers_pings for step in story.steps),
        "history": "history()" in told,
        "value": "value(" in told,
        "fresh": "fresh(" in told,
        "own": "asked(" in told,
        "server": any(isinstance(ref, Server) for ref in refs((story.steps, story.verdict))),
        "actors": any(actor.label is not None for actor in acting(story)),
        "waits": Await in kinds or story.verdict.awaited is not None,
        "must": ".gets(" in told,
    }
