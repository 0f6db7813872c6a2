"""What stands behind a red test or a line of output, told by its words: a table of rules, the first that matches wins.

Each rule says which words it reads.  They are looked for where an exception speaks, or where output is nobody's test; a
test's name, its own log and a source line never count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conformance.garden import text
from conformance.garden.model import Evidence, Finding, Kind, Origin


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that give a cause away."""

    name: str
    words: re.Pattern[str]
    title: str
    """``{at}`` is the address that was named, or nothing."""
    statement: str
    next_step: str
    kind: Kind = Kind.INFRASTRUCTURE
    origin: Origin = Origin.ENVIRONMENT
    by: str = ""
    """What tells two causes of this rule apart: ``address``, ``group`` (the first group of the words), or nothing."""
    warns: bool = False
    """Whether the words say that something is amiss, and not that anything failed of it."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


RULES = (
    Rule(
        "disk-full",
        _words(r"No space left on device|\bENOSPC\b|Disk quota exceeded"),
        "The disk is full",
        "the words of the system for a full disk",
        "Free space where the tests and their services write, then run again; nothing is known about the code yet.",
    ),
    Rule(
        "docker-daemon",
        _words(r"Cannot connect to the Docker daemon|DockerException: Error while fetching server API version"),
        "The Docker daemon does not answer",
        "the words of Docker's client for a daemon that does not answer",
        "Start Docker, or run the tests that need no container.",
    ),
    Rule(
        "image-build",
        _words(
            r"failed to solve|failed to compute cache key|failed to build images?\b|failed to calculate checksum"
            r"|pull access denied|manifest unknown|executor failed running"
        ),
        "A container image cannot be built",
        "the words of Docker for an image that could not be built or pulled",
        "Build the image by itself and read its first error; what stands on its containers was not tested.",
    ),
    Rule(
        "disk-low",
        _words(r"(?:low|running out of|insufficient) disk space|disk space (?:is )?(?:low|warning|critical)"),
        "The disk is nearly full",
        "a warning about the space that is left on a disk",
        "Free space before builds and databases fail of it.",
        warns=True,
    ),
    Rule(
        "port-in-use",
        _words(r"address already in use|\bEADDRINUSE\b|port is already allocated|only one usage of each socket"),
        "A port is taken{at}",
        "the system's words for a port that somebody listens on",
        "Find who listens there, end it, or let the tests ask for a free port (0).",
        by="address",
    ),
    Rule(
        "name-unknown",
        _words(
            r"Name or service not known|nodename nor servname|getaddrinfo (?:failed|ENOTFOUND)|NameResolutionError"
            r"|Temporary failure in name resolution|No address associated with hostname"
        ),
        "A host's name cannot be resolved{at}",
        "the resolver's words for a name that it does not know",
        "See whether the name is right and the network is there.",
        by="address",
    ),
    Rule(
        "refused",
        _words(
            r"Connection ?refused|\bECONNREFUSED\b|All connection attempts failed|Cannot connect to host"
            r"|Failed to establish a new connection|Connect call failed|actively refused it"
        ),
        "Nothing answered{at}: connections were refused",
        "an exception whose words say that a connection was refused",
        "Start what should listen there, or tell the tests where it is. Until then they say nothing about the code.",
        by="address",
    ),
    Rule(
        "connect-timeout",
        _words(
            r"\bConnectTimeout|\bConnectionTimeout|Connection timed out|connect(?:ion)? timeout|\bETIMEDOUT\b"
            r"|timed out during opening handshake|Connection to \S+ timed out"
        ),
        "Connecting{at} timed out",
        "an exception whose words say that connecting took too long; a time-out is unknown, not no",
        "See whether the host is up and a firewall lets the tests through; nothing is known about the code.",
        by="address",
    ),
    Rule(
        "service-missing",
        _words(
            r"\b([\w-]+) (?:service|server|database|container) (?:was |is )?(?:not found|not available|unavailable|"
            r"not running|not reachable|unreachable|not discovered)\b"
        ),
        "The service {group} was not found",
        "a line that says that a service was not found, available or running",
        "Start the service, or say where it is; see whether the tests that need it were left out or failed.",
        by="group",
        warns=True,
    ),
    Rule(
        "environment-not-isolated",
        _words(r"using (?:the )?(?:regular |plain |real )?os\.environ instead of"),
        "Tests read the machine's own environment instead of one of their own",
        "a warning that the environment of the tests is not isolated",
        "Give the tests an environment of their own: what passes here may fail elsewhere.",
        warns=True,
    ),
    Rule(
        "several-definitions",
        _words(r"found other ([\w .-]{1,60}?) (?:class|implementation|definition)e?s\b|(?:multiple|duplicate) "
               r"(?:definitions?|implementations?) of ([\w.-]{1,60})"),
        "Several definitions of {group}: which one is under test is not certain",
        "a warning that one thing is defined more than once",
        "Keep one definition and let the others import it; until then a green test may concern another one.",
        kind=Kind.HOLLOW,
        origin=Origin.SUITE,
        by="group",
        warns=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A rule, and what its words named."""

    rule: Rule
    group: str = ""


def matching(text: str, *, warnings: bool = True) -> Match | None:
    """The first rule whose words stand in a text; without ``warnings`` only of what failed."""
    for rule in RULES:
        if (warnings or not rule.warns) and (found := rule.words.search(text)):
            group = next((part for part in found.groups() if part), "") if rule.by == "group" else ""
            return Match(rule, group)
    return None


def finding_of(match: Match, where: str, words: str, at: str | None = None) -> Finding:
    """What a rule of the table makes of words that were read somewhere."""
    rule = match.rule
    named = (text.address(words) if at is None else at) if rule.by == "address" else match.group
    title = rule.title.replace("{at}", f" at {named}" if named else "").replace("{group}", text.one_line(named, 80))
    return Finding(
        rule.kind,
        (rule.name, named.lower()),
        title,
        f"{rule.name}: {rule.statement}",
        rule.origin,
        (Evidence(where, text.one_line(words)),),
        details=(text.one_line(words),) if rule.warns else (),
        next_step=rule.next_step,
    )


STOPS = (
    _words(r"^!+ (?P<why>Interrupted: .+?) !+$"),
    _words(r"^!+ (?P<why>stopping after \d+ failures?) !+$"),
    _words(r"^!+ (?P<why>\S*KeyboardInterrupt) !+$"),
    _words(r"stopping (?:test )?execution: (?P<why>.+)"),
)
"""Lines by which a runner says that it ran nothing more."""

LEFT_OUT = _words(
    r"^\W*(?P<what>[a-z][\w. -]{0,60}?)(?: tests?| category)?\s*:?\s*(?:were |was )?(?:skipped|not run)\b"
    r".{0,40}\b(?:due to|because(?: of)?|after|since)\b.{0,80}\bfail"
)
"""A line by which a runner says that one part was not run because another failed."""
