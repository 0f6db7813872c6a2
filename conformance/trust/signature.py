"""Signatures over a whole report: Ed25519, in a file of its own beside what is signed.

``signature.json`` names every file that counts with its SHA-256, and signs that list.  Documents that are rendered from
``results.json`` (HTML, Markdown and so on) are not among them: they can be made again, by a later suite too, and
:mod:`conformance.trust.documents` does so to hold them against it.  Nor are the logs, from which nothing follows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from conformance.usage import UsageError

FILE = "signature.json"
STREAMS = Path("streams/*.ndjson")
_CHUNK = 1 << 20


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key that signs, from an unencrypted PEM file."""
    try:
        key = serialization.load_pem_private_key(_bytes(path), password=None)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path}: is no unencrypted private key in PEM; {_MAKE}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{path}: is a key of another kind than Ed25519; {_MAKE}")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """The key that a signature is held against, from a PEM file."""
    try:
        key = serialization.load_pem_public_key(_bytes(path))
    except ValueError as error:
        raise UsageError(f"{path}: is no public key in PEM; openssl pkey -in KEY -pubout writes one") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{path}: is a key of another kind than Ed25519")
    return key


_MAKE = "openssl genpkey -algorithm ed25519 -out KEY makes one"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def sign(folder: Path, key: Ed25519PrivateKey) -> None:
    """Write the signature of the report in a folder."""
    digests = dict(_digests(folder))
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    signed = {
        "algorithm": "Ed25519",
        "public_key": public.hex(),
        "files": digests,
        "signature": key.sign(_statement(digests)).hex(),
    }
    (folder / FILE).write_text(json.dumps(signed, indent=1) + "\n", encoding="utf-8")


def objections(folder: Path, key: Ed25519PublicKey) -> Iterator[str]:
    """Why a signature does not vouch for what lies in a folder; nothing where it does."""
    try:
        digests, signature = _signed(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        yield f"{FILE}: is not there: this report is not signed"
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        yield f"{FILE}: is no signature: {type(error).__name__}: {error}"
        return
    try:
        key.verify(signature, _statement(digests))
    except InvalidSignature:
        yield f"{FILE}: was not made with this key, or was changed"
        return
    found = dict(_digests(folder))
    for name in sorted({*digests, *found}):
        if name not in found:
            yield f"{name}: was signed, and is not there"
        elif name not in digests:
            yield f"{name}: was not signed"
        elif digests[name] != found[name]:
            yield f"{name}: was changed since it was signed"


def _signed(found: Any) -> tuple[dict[str, str], bytes]:
    """The digests that a signature names, and the signature."""
    digests = {name: digest for name, digest in found["files"].items() if isinstance(digest, str)}
    if len(digests) < len(found["files"]):
        raise TypeError("files: a digest is no text")
    return digests, bytes.fromhex(found["signature"])


def _statement(digests: dict[str, str]) -> bytes:
    """What is signed: the names and digests, in one spelling."""
    return b"chat-conformance report\n" + json.dumps(digests, sort_keys=True, separators=(",", ":")).encode()


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Of each file that counts and is there; one that is not is not named."""
    results = folder / "results.json"
    for path in [*([results] if results.exists() else []), *sorted(folder.glob(str(STREAMS)))]:
        total = hashlib.sha256()
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    total.update(chunk)
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
        yield path.relative_to(folder).as_posix(), total.hexdigest()
