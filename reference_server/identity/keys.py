"""Public keys from a JWKS file or URL, rotated without a restart.

Known keys go on working while the source is down. A key id nobody knows makes the source be asked again:
if it answers, the id is unknown; if it does not, nobody can say, and the caller hears "not for the moment".
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import jwt

from reference_server.core.errors import Refusal

FETCH_TIMEOUT = 3.0
FETCH_AGAIN_AFTER = 0.2
REFRESH_AFTER = 10.0
MOST_BYTES = 1_000_000

# Which algorithms a kind of key may verify: a key is never used with another kind's.
FAMILIES: dict[str, tuple[str, ...]] = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC:P-256": ("ES256",),
    "EC:P-384": ("ES384",),
    "EC:P-521": ("ES512",),
    "OKP:Ed25519": ("EdDSA",),
}


class SourceDown(Exception):
    """The source of keys does not answer, or answers nonsense."""


@dataclass(frozen=True, slots=True)
class Key:
    """One public key and the algorithms it may verify."""

    kid: str | None
    algorithms: frozenset[str]
    jwk: dict[str, Any]

    def verifier(self, algorithm: str) -> jwt.PyJWK:
        """Return the key bound to one algorithm."""
        return jwt.PyJWK(self.jwk, algorithm)


def parse(text: str | bytes) -> tuple[Key, ...]:
    """Read a JWK set; entries that cannot be used are passed over."""
    try:
        entries = json.loads(text)["keys"]
        return tuple(key for entry in entries if (key := usable(entry)) is not None)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise SourceDown("the key set cannot be read") from fault


def usable(entry: Any) -> Key | None:
    """Return the key of an entry: public, for signatures, of a kind we know. Shared secrets do not come here."""
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    algorithms = FAMILIES.get(family(entry), ())
    if "alg" in entry:
        algorithms = tuple(name for name in algorithms if name == entry["alg"])
    try:
        for name in algorithms[:1]:
            jwt.PyJWK(entry, name)
    except jwt.PyJWTError:
        return None
    kid = entry.get("kid")
    return Key(kid if isinstance(kid, str) else None, frozenset(algorithms), entry)


def family(entry: dict[str, Any]) -> str:
    """Return the kind of a key, with its curve where it has one."""
    kty, crv = entry.get("kty"), entry.get("crv")
    return f"{kty}:{crv}" if crv else f"{kty}"


def matching(keys: Iterable[Key], kid: str | None, algorithm: str) -> list[Key]:
    """Return the keys that a token's header can mean; without a key id any that fits its algorithm."""
    return [key for key in keys if kid in (None, key.kid) and algorithm in key.algorithms]


class Source(Protocol):
    """A place that publishes keys."""

    async def known(self) -> tuple[Key, ...]:
        """Return the keys at hand, up to date if that costs little."""

    async def ask_again(self) -> tuple[Key, ...]:
        """Ask the source now, or raise SourceDown."""


class FileSource:
    """Keys in a file, read again when the file has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp: tuple[int, int, int] | None = None
        self.keys: tuple[Key, ...] = ()

    async def known(self) -> tuple[Key, ...]:
        """Return the keys; a file that is gone or broken leaves the old ones in force."""
        try:
            return self.read()
        except SourceDown:
            return self.keys

    async def ask_again(self) -> tuple[Key, ...]:
        """Read the file."""
        return self.read()

    def read(self) -> tuple[Key, ...]:
        """Read the file if it is not the one read last."""
        try:
            status = self.path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp != self.stamp:
                self.keys = parse(self.path.read_bytes())
                self.stamp = stamp
        except OSError as fault:
            raise SourceDown("the key file cannot be read") from fault
        return self.keys


class UrlSource:
    """Keys behind a URL, fetched when they are first needed, when they are old, and when one is unknown."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.keys: tuple[Key, ...] = ()
        self.asked_at = float("-inf")
        self.fetching: asyncio.Task[None] | None = None

    async def known(self) -> tuple[Key, ...]:
        """Return the keys at hand; old ones are renewed behind the caller's back."""
        if time.monotonic() - self.asked_at > REFRESH_AFTER:
            task = self.fetch()
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self.keys

    async def ask_again(self) -> tuple[Key, ...]:
        """Fetch, together with whoever else is waiting; not more often than a few times a second."""
        wait = FETCH_AGAIN_AFTER - (time.monotonic() - self.asked_at)
        if self.fetching is None and wait > 0:
            await asyncio.sleep(wait)
        await asyncio.shield(self.fetch())
        return self.keys

    def fetch(self) -> asyncio.Task[None]:
        """Start fetching, unless somebody already has."""
        if self.fetching is None:
            self.asked_at = time.monotonic()
            self.fetching = asyncio.get_running_loop().create_task(self.renew())
        return self.fetching

    async def renew(self) -> None:
        """Fetch once; keys that cannot be had leave the old ones in force."""
        try:
            self.keys = parse(await asyncio.to_thread(download, self.url))
        finally:
            self.fetching = None


def download(url: str) -> bytes:
    """Return what is behind the URL, or raise SourceDown."""
    try:
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT) as answer:  # noqa: S310  the operator's own URL
            body: bytes = answer.read(MOST_BYTES)
            return body
    except (OSError, ValueError) as fault:
        raise SourceDown("the key set cannot be fetched") from fault


def source(where: str) -> Source:
    """Return the source that an address names."""
    if where.startswith(("http://", "https://")):
        return UrlSource(where)
    return FileSource(Path(where))


async def find(origin: Source, kid: str | None, algorithm: str) -> list[Key]:
    """Return the keys to try; an unknown id is refused, or cannot be told while the source is down."""
    found = matching(await origin.known(), kid, algorithm)
    if found:
        return found
    try:
        return matching(await origin.ask_again(), kid, algorithm)
    except SourceDown:
        # Never open doors: who cannot be checked is not let in, nor called a liar.
        raise Refusal("UNAVAILABLE", "The keys that sign tokens cannot be had for the moment") from None
