"""What a run was asked for, and which checks that selects."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance.client.endpoint import trust
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import CONTRACT_VERSION, Registry
from conformance.target import reference, tokens
from conformance.target.addresses import without_password, wrong_with_url
from conformance.target.profile import Profile, ProfileError
from conformance.usage import UsageError, did_you_mean


@dataclass(frozen=True, slots=True)
class Options:
    """The command line of ``run``."""

    profile: str = "reference"
    url: str | None = None
    categories: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    workers: int = 1
    seed: int = 0
    intensity: float = 1.0
    report_dir: Path = Path("reports/latest")
    ladder: bool = True
    first_failure: bool = False
    """Stop as soon as a check has failed: something fails, and what else does is not asked."""
    key: Ed25519PrivateKey | None = None
    """What the report is signed with."""
    doctor: bool = True
    """Begin with what decides whether judging makes sense."""


def refuse_nonsense(
    options: Options, profile: Profile, registry: Registry, manifest: Mapping[str, ManifestEntry]
) -> None:
    """Raise :class:`UsageError` for what can be known to be wrong before anything is started."""
    if profile.profile.contract != CONTRACT_VERSION:
        raise UsageError(
            f"{profile.source}: profile.contract: this suite judges contract {CONTRACT_VERSION}, "
            f"not {profile.profile.contract}"
        )
    url = options.url if options.url is not None else profile.target.url
    if url is None and not profile.launches:
        raise UsageError(
            f"{profile.source}: target.url: nothing says where the server is; "
            'write [target] url = "http://127.0.0.1:8080", or give --url, or a [launch] command'
        )
    if url is None and reference.is_started_by(profile.launch.command) and (lack := reference.missing()) is not None:
        raise UsageError(f"{profile.source}: launch.command: {lack}")
    if url is not None and (why := wrong_with_url(url, ("http", "https"))) is not None:
        raise UsageError(f"target url {without_password(url)!r}: {why}, for example http://127.0.0.1:8080")
    if profile.target.ca is not None:
        try:
            trust(profile.target.ca)
        except (ssl.SSLError, TypeError, ValueError) as error:
            raise UsageError(
                f'{profile.source}: target.ca: is no certificate in PEM; write "file:PATH" of one'
            ) from error
    ws_url = profile.target.ws_url
    if ws_url is not None and (why := wrong_with_url(ws_url, ("ws", "wss"))) is not None:
        raise UsageError(f"{profile.source}: target.ws_url: {why}, got {without_password(ws_url)!r}")
    if profile.auth.kind == "key_file":
        try:
            tokens.from_profile(profile.auth, Path())
        except ProfileError as error:
            raise UsageError(f"{profile.source}: {error}") from error
    for name in options.requirements:
        _refuse_unknown(name, "--requirement", registry)
    for name in options.checks:
        if name not in manifest:
            raise unknown_check(name, "--check", manifest)
    for failure in profile.expected_failures:
        _refuse_unknown(failure.requirement, f"{profile.source}: expected_failures.requirement", registry)
    for name in profile.slo.bounds:
        _refuse_unknown(name, f"{profile.source}: slo.bounds", registry)
    if options.workers > profile.launch.instances and profile.launches:
        raise UsageError(f"-n {options.workers}: the profile allows {profile.launch.instances} (launch.instances)")


def _refuse_unknown(name: str, where: str, registry: Registry) -> None:
    if name not in registry or registry[name].draft:
        raise unknown_requirement(name, where, registry)


def unknown_requirement(name: str, where: str, registry: Registry) -> UsageError:
    """What to say of a name that is no requirement, or one that nothing judges yet."""
    known = [entry.id for entry in registry.judged()]
    return UsageError(f"{where}: {name} is no requirement that this suite judges{did_you_mean(name, known)}")


def unknown_check(name: str, where: str, manifest: Mapping[str, ManifestEntry]) -> UsageError:
    """What to say of a name that is no check."""
    return UsageError(f"{where}: {name} is no check of this suite{did_you_mean(name, manifest)}")


def selected(options: Options, manifest: Mapping[str, ManifestEntry], registry: Registry) -> frozenset[str] | None:
    """The checks that the command line chose, the rungs among them; ``None`` when it chose nothing."""
    if not options.categories and not options.requirements and not options.checks:
        return None
    chosen = set()
    for entry in manifest.values():
        clauses = [registry[name] for name in entry.requirements]
        if (
            entry.phase == "rungs"
            or entry.id in options.checks
            or any(clause.category in options.categories or clause.id in options.requirements for clause in clauses)
        ):
            chosen.add(entry.id)
    return frozenset(chosen)
