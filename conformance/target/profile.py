"""Profiles: one shareable TOML file says what is demanded, and of whom.

A profile may extend another (a bundled name, or a path relative to itself); tables are merged, the nearer file
wins.  Any string value may be ``env:NAME`` or ``file:PATH`` (relative to the file that says so), so that a profile
can be shared and its secrets kept: what is written in the profile itself is none.  Every mistake is one line that
names file and key and says what to write.
"""

from __future__ import annotations

import datetime
import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

import conformance
from conformance.contract import registry as registries
from conformance.target import placeholders
from conformance.target.addresses import wrong_with_header
from conformance.usage import UsageError, did_you_mean

KNOWN_CAPABILITIES = ("invites", "roles", "presence", "typing", "receipts", "tickets")
ALGORITHMS = ("RS256", "ES256", "EdDSA")
"""What the suite's own issuer can sign with."""
SCOPE_WORDS = ("launch", "mint", "browser", "load")


class ProfileError(UsageError):
    """A profile cannot be used; the message is one line: file, key, what is wrong, what to write instead."""


class Outside(str):
    """A value that a profile took from the environment or from another file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class About:
    """``[profile]``: its name, the contract it judges by, the capabilities it demands."""

    name: str = "unnamed"
    contract: str = "1.0"
    capabilities: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TargetTable:
    """``[target]``: a server that is already running.  ``url`` and ``ws_url`` are what the paths of the contract
    are appended to (the second follows from the first where it is not given); ``ca`` holds certificates in PEM, to
    be trusted in place of the machine's own; ``headers`` are added to every request; ``authorised_by`` says who
    allows that a server outside this machine is sent more than an honest client sends."""

    url: str | None = None
    ws_url: str | None = None
    ca: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    authorised_by: str | None = None


@dataclass(frozen=True, slots=True)
class Flavour:
    """``[launch.functional]`` and ``[launch.load]``: what is added to the command for one kind of phase."""

    args: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Launch:
    """``[launch]``: how to start a server; ``{port}``, ``{data}``, ``{python}``, ``{jwks}`` (a file),
    ``{jwks_url}``, ``{issuer}`` and
    ``{audience}`` are filled in.  ``ready`` is the path that answers once it is up."""

    command: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    ready: str = "/health/chat"
    ready_timeout_s: float = 20.0
    instances: int = 8
    functional: Flavour = field(default_factory=Flavour)
    load: Flavour = field(default_factory=Flavour)


@dataclass(frozen=True, slots=True)
class Control:
    """``[control]``: commands for a server that the suite did not start itself (containers, units).  Each returns
    when it is done, but ``start`` need not wait until the server answers: the suite does.  And, for any server,
    ``break_storage``, after which it cannot keep what it is sent, and ``mend_storage``, after which it can again; in
    these two ``{data}`` and the other words of ``[launch]`` are filled in for a server that the suite started."""

    start: list[str] = field(default_factory=list)
    stop: list[str] = field(default_factory=list)
    kill: list[str] = field(default_factory=list)
    pause: list[str] = field(default_factory=list)
    resume: list[str] = field(default_factory=list)
    break_storage: list[str] = field(default_factory=list)
    mend_storage: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Auth:
    """``[auth]``: where tokens come from.  ``kind``: ``issuer`` (the suite's own, whose public keys the server
    reads), ``key_file`` (a private key in PEM), ``shared_secret``, ``command`` (prints a token for ``{sub}``), or
    ``static`` (``tokens``: participant id to token; nothing can be minted then)."""

    kind: str = "issuer"
    issuer: str = "https://issuer.chat-conformance.test"
    audience: str = "chat"
    algorithm: str = "RS256"
    secret: str | None = None
    key: str | None = None
    key_id: str | None = None
    command: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """``[scope] without = {launch = "reason"}``: what this run announces that it cannot do."""

    without: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """``[slo]``: whether a missed service level fails the run, and bounds that replace the contract's."""

    enforce: bool = False
    bounds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """``[load]``: the load under which service levels are judged, in so many conversations (``rooms``) of so many
    connected ``people``, with ``per_second`` messages for so many ``seconds`` in all of them together.

    A profile that says nothing declares 40 people and 250 messages.  Where one message in a hundred is lost, that shows
    in 92 runs of 100 (``1 - 0.99 ** 250``); where one delivery in a thousand is, of 2000, in 86.
    """

    rooms: int = 5
    people: int = 8
    per_second: int = 50
    seconds: int = 5


@dataclass(frozen=True, slots=True)
class Stake:
    """What the vendor says hangs on a part of the contract; a report shows these words as they are, and adds none."""

    revenue: str | None = None
    customers: str | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """``[impact]``: what hangs on a group of requirements (``[impact.groups.basic-messaging]``), on a requirement, or
    on a severity; shown only beside what really failed, also where it comes from outside the profile.  The suite knows
    nothing of money or customers by itself."""

    groups: dict[str, Stake] = field(default_factory=dict)
    requirements: dict[str, Stake] = field(default_factory=dict)
    severities: dict[str, Stake] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpectedFailure:
    """``[[expected_failures]]``: a known failure that does not fail the run before it expires."""

    requirement: str
    reason: str
    expires: datetime.date


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole profile; ``source`` is the file that was named."""

    source: str
    profile: About = field(default_factory=About)
    target: TargetTable = field(default_factory=TargetTable)
    launch: Launch = field(default_factory=Launch)
    control: Control = field(default_factory=Control)
    auth: Auth = field(default_factory=Auth)
    scope: Scope = field(default_factory=Scope)
    slo: ServiceLevels = field(default_factory=ServiceLevels)
    load: Load = field(default_factory=Load)
    impact: Impact = field(default_factory=Impact)
    expected_failures: list[ExpectedFailure] = field(default_factory=list)

    @property
    def launches(self) -> bool:
        """Whether the suite starts the server itself (a URL given beside it wins)."""
        return bool(self.launch.command) and self.target.url is None


def bundled() -> Path:
    """The folder of the profiles that come with the suite: in an installed package, or beside a checkout."""
    package = Path(conformance.__file__).parent
    installed = package / "profiles"
    return installed if installed.is_dir() else package.parent / "profiles"


def find(name: str) -> Path:
    """The file of a profile: a path, or the name of a bundled one."""
    path = Path(name)
    if path.suffix == ".toml" or "/" in name:
        if path.is_file():
            return path
        # "profiles/reference.toml" means the bundled one wherever the command is run.
        inside = bundled() / path.name
        if path.parent.name == "profiles" and inside.is_file():
            return inside
        raise ProfileError(f"{name}: there is no such file; bundled profiles are {', '.join(_names())}")
    inside = bundled() / f"{name}.toml"
    if not inside.is_file():
        raise ProfileError(f"{name}: no bundled profile has that name, expected {', '.join(_names())}, or a path")
    return inside


def _names() -> list[str]:
    return sorted(path.stem for path in bundled().glob("*.toml"))


def load(name: str) -> Profile:
    """Read and check a profile; raises :class:`ProfileError`."""
    path = find(name)
    table = _with_parents(path, ())
    profile: Profile = _build(Profile, {**table, "source": str(path)}, path, "")
    _refuse_missing_means(profile, path)
    _refuse_misspelt_placeholders(profile.launch, path)
    return profile


def _with_parents(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    if path.resolve() in {earlier.resolve() for earlier in seen}:
        raise ProfileError(f"{path}: extends itself, by way of {' -> '.join(map(str, seen))}")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: is not valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: cannot be read: {error}") from error
    parent = table.pop("extends", None)
    table = {key: _resolved(value, path, key) for key, value in table.items()}
    if "source" in table:
        raise ProfileError(f"{path}: source: unknown key{_suggestion('source', get_type_hints(Profile), '')}")
    # Each file by itself: a parent's mistake must not be laid at the child's door.
    _refuse_unknown_words(_build(Profile, {**table, "source": str(path)}, path, ""), path)
    if parent is None:
        return table
    if not isinstance(parent, str):
        raise ProfileError(f'{path}: extends: expected the name or path of a profile, for example "full"')
    return _merged(_with_parents(found_from(path, parent), (*seen, path)), table)


def found_from(path: Path, parent: str) -> Path:
    """The file that a profile extends: beside it, or bundled."""
    nearby = path.parent / parent
    try:
        return nearby if nearby.is_file() else find(parent)
    except ProfileError as error:
        raise ProfileError(f"{path}: extends: {error}") from error


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _resolved(value: Any, path: Path, key: str) -> Any:
    """The value with every ``env:NAME`` and ``file:PATH`` in it replaced by what it names, and ``{here}`` by the folder
    that the profile lies in."""
    if isinstance(value, dict):
        return {name: _resolved(item, path, f"{key}.{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, path, f"{key}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, str) and value.startswith("env:"):
        if value[4:] not in os.environ:
            raise ProfileError(f"{path}: {key}: the environment variable {value[4:]} is not set")
        return Outside(os.environ[value[4:]])
    if isinstance(value, str) and value.startswith("file:"):
        try:
            return Outside((path.parent / value[5:]).read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise ProfileError(f"{path}: {key}: cannot read {value[5:]}: {error}") from error
    return value.replace("{here}", str(path.parent.resolve())) if isinstance(value, str) else value


def _build(kind: Any, table: Any, path: Path, where: str) -> Any:
    """A dataclass from a table: its annotations are the schema, and say what is wrong with a value."""
    if not isinstance(table, Mapping):
        raise ProfileError(f"{path}: {where}: expected a table, got {_kind_of(table)}")
    hints = get_type_hints(kind)
    for key in table:
        if key not in hints:
            raise ProfileError(f"{path}: {_join(where, key)}: unknown key{_suggestion(key, hints, where)}")
    values = {key: _value(hints[key], value, path, _join(where, key)) for key, value in table.items()}
    try:
        return kind(**values)
    except TypeError as error:
        missing = str(error).rsplit(":", 1)[-1].strip()
        raise ProfileError(f"{path}: {where}: {missing} is missing") from error


def _value(hint: Any, value: Any, path: Path, where: str) -> Any:
    if hasattr(hint, "__dataclass_fields__"):
        return _build(hint, value, path, where)
    origin, inside = getattr(hint, "__origin__", None), get_args(hint)
    if origin is list and isinstance(value, list):
        return [_value(inside[0], item, path, f"{where}[{i}]") for i, item in enumerate(value)]
    if origin is dict and isinstance(value, dict):
        return {key: _value(inside[1], item, path, _join(where, key)) for key, item in value.items()}
    allowed = inside if inside and origin not in (list, dict) else (origin or hint,)
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    # Python takes true for a number, and a date with a time for a date.
    wrong = (isinstance(value, bool) and bool not in allowed) or isinstance(value, datetime.datetime)
    if wrong or not isinstance(value, allowed):
        wanted = " or ".join(_WORDS.get(item, str(item)) for item in allowed if item is not type(None))
        raise ProfileError(f"{path}: {where}: expected {wanted}, got {_kind_of(value)}")
    return value


_WORDS = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "an array",
    dict: "a table",
    datetime.date: "a date such as 2027-01-31",
    datetime.datetime: "a date with a time",
}


def _kind_of(value: Any) -> str:
    if isinstance(value, Outside):
        return "a string"
    words = _WORDS.get(type(value), type(value).__name__)
    return f"{words} ({value!r})" if isinstance(value, str | int | float | bool) else words


def _join(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _suggestion(key: str, hints: Mapping[str, Any], where: str) -> str:
    known = sorted(name for name in hints if name != "source")
    near = difflib.get_close_matches(key, known, 1)
    place = f"[{where}] knows" if where else "a profile knows extends,"
    return f"; did you mean {near[0]}?" if near else f"; {place} {', '.join(known)}"


def _refuse_unknown_words(profile: Profile, path: Path) -> None:
    for name in profile.profile.capabilities:
        if name not in KNOWN_CAPABILITIES:
            near = difflib.get_close_matches(name, KNOWN_CAPABILITIES, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(KNOWN_CAPABILITIES)}"
            raise ProfileError(f"{path}: profile.capabilities: {name} is no capability; {hint}")
    for word in profile.scope.without:
        if word not in SCOPE_WORDS:
            raise ProfileError(f"{path}: scope.without.{word}: expected one of {', '.join(SCOPE_WORDS)}")
    for name, value in profile.target.headers.items():
        if (why := wrong_with_header(name, value)) is not None:
            raise ProfileError(f"{path}: target.headers.{ascii(name)[1:-1]}: {why}")
    for name, least in (("rooms", 1), ("people", 2), ("per_second", 1), ("seconds", 1)):
        if (given := getattr(profile.load, name)) < least:
            raise ProfileError(f"{path}: load.{name}: expected at least {least}, got {given}")
    _refuse_impact_on_nothing(profile.impact, path)
    if profile.auth.algorithm not in ALGORITHMS and profile.auth.kind == "issuer":
        raise ProfileError(f"{path}: auth.algorithm: {profile.auth.algorithm!r} is none of {', '.join(ALGORITHMS)}")
    if profile.auth.kind not in ("issuer", "key_file", "shared_secret", "command", "static"):
        raise ProfileError(
            f"{path}: auth.kind: {profile.auth.kind!r} is none of issuer, key_file, shared_secret, command, static"
        )


def _refuse_impact_on_nothing(impact: Impact, path: Path) -> None:
    """Each table of ``[impact]`` names something that the contract holds, and says something of it."""
    if not (impact.groups or impact.requirements or impact.severities):
        return
    registry = registries.load()
    known = (
        ("groups", "group", impact.groups, tuple(registry.groups)),
        ("requirements", "requirement", impact.requirements, tuple(registry.requirements)),
        ("severities", "severity", impact.severities, registries.SEVERITIES),
    )
    for kind, one, stakes, names in known:
        for name, stake in stakes.items():
            where = f"{path}: impact.{kind}.{name}"
            if name not in names:
                near = did_you_mean(name, names) or (f"; expected one of {', '.join(names)}" if len(names) < 50 else "")
                raise ProfileError(f"{where}: the contract holds no such {one}{near}")
            if not (stake.revenue or stake.customers):
                raise ProfileError(f'{where}: says nothing; expected revenue = "..." or customers = "..."')


def _refuse_misspelt_placeholders(launch: Launch, path: Path) -> None:
    """What is never filled in reaches the server as it is written, and is found out twenty seconds later at best."""
    places = {f"launch.command[{i}]": word for i, word in enumerate(launch.command)}
    places |= {f"launch.env.{name}": word for name, word in launch.env.items()}
    for name, flavour in (("functional", launch.functional), ("load", launch.load)):
        places |= {f"launch.{name}.args[{i}]": word for i, word in enumerate(flavour.args)}
        places |= {f"launch.{name}.env.{key}": word for key, word in flavour.env.items()}
    for wrong, meant in placeholders.misspelt(places.values()):
        where = next(place for place, word in places.items() if f"{{{wrong}}}" in word)
        raise ProfileError(f"{path}: {where}: {{{wrong}}}: unknown placeholder; did you mean {{{meant}}}?")


def _refuse_missing_means(profile: Profile, path: Path) -> None:
    for kind, key in (("key_file", "key"), ("shared_secret", "secret"), ("command", "command"), ("static", "tokens")):
        if profile.auth.kind == kind and not getattr(profile.auth, key):
            raise ProfileError(f"{path}: auth.{key}: is needed where auth.kind is {kind}")
    control = profile.control
    if bool(control.break_storage) != bool(control.mend_storage):
        given, missing = ("break", "mend") if control.break_storage else ("mend", "break")
        raise ProfileError(f"{path}: control.{missing}_storage: is needed where control.{given}_storage is given")
