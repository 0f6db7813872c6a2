"""A report is signed or not: by this key, as it lies there."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance.trust import signature
from conformance.usage import UsageError


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Ed25519PrivateKey]:
    """A folder with a signed report, and the key."""
    (tmp_path / "streams").mkdir()
    (tmp_path / "streams/rungs.ndjson").write_text("{}\n")
    (tmp_path / "results.json").write_text("{}")
    key = Ed25519PrivateKey.generate()
    signature.sign(tmp_path, key)
    return tmp_path, key


def test_a_signature_vouches_for_what_was_signed(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    folder, key = signed
    assert list(signature.objections(folder, key.public_key())) == []


def test_a_signature_of_somebody_else_does_not(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    (found,) = signature.objections(signed[0], Ed25519PrivateKey.generate().public_key())
    assert found == "signature.json: was not made with this key, or was changed"


def test_whatever_was_changed_added_or_taken_away_is_named(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    folder, key = signed
    (folder / "results.json").write_text("{} ")
    (folder / "streams/more.ndjson").write_text("")
    (folder / "streams/rungs.ndjson").unlink()
    assert list(signature.objections(folder, key.public_key())) == [
        "results.json: was changed since it was signed",
        "streams/more.ndjson: was not signed",
        "streams/rungs.ndjson: was signed, and is not there",
    ]


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "{}",
        "[]",
        '{"files": {}, "signature": "xy"}',
        '{"files": 1, "signature": ""}',
        "[" * 100_000,
        '{"files": [[1, 2], ["a", 3]], "signature": ""}',
        '{"files": {"a": 1}, "signature": ""}',
    ],
)
def test_what_is_no_signature_is_said_to_be_none(signed: tuple[Path, Ed25519PrivateKey], said: str | None) -> None:
    folder, key = signed
    (folder / "signature.json").unlink()
    if said is not None:
        (folder / "signature.json").write_text(said)
    (found,) = signature.objections(folder, key.public_key())
    assert found.startswith("signature.json: is ")


def test_what_was_signed_and_is_gone_is_named(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    folder, key = signed
    (folder / "results.json").unlink()
    assert list(signature.objections(folder, key.public_key())) == ["results.json: was signed, and is not there"]


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_a_stream_that_is_no_file_is_refused_in_one_line(signed: tuple[Path, Ed25519PrivateKey], kind: str) -> None:
    folder, key = signed
    path = folder / "streams/x.ndjson"
    path.mkdir() if kind == "folder" else path.symlink_to(folder / "nothing")
    with pytest.raises(UsageError, match=r"streams/x.ndjson: cannot be read: "):
        list(signature.objections(folder, key.public_key()))


def test_keys_are_refused_in_one_line_that_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
        )
    )
    (tmp_path / "none.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    for name, wanted in (("other.pem", "unencrypted"), ("none.pem", "openssl genpkey"), ("gone.pem", "cannot be read")):
        with pytest.raises(UsageError, match=wanted):
            signature.private_key(tmp_path / name)
    with pytest.raises(UsageError, match="openssl pkey"):
        signature.public_key(tmp_path / "none.pem")
