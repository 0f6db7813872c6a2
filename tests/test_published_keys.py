"""The key set that a launched server reads: rotated, taken away and put back, as a file and by its address."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from conformance.target.issuer import Issuer
from conformance.target.keys import PublishedKeys
from conformance.target.profile import Auth
from conformance.target.tokens import generated

AUTH = Auth(algorithm="ES256")


def test_the_set_is_rotated_withdrawn_and_restored_in_both_places(tmp_path: Path) -> None:
    ours, following = generated(AUTH), generated(AUTH)
    file, issuer = tmp_path / "jwks.json", Issuer(ours)
    issuer.start()

    def published() -> tuple[object, object]:
        answer = httpx.get(issuer.jwks_url, trust_env=False)
        from_file = json.loads(file.read_bytes()) if file.exists() else None
        return from_file, answer.json() if answer.status_code == 200 else None

    try:
        keys = PublishedKeys(ours, file, issuer)
        both = {"keys": [*ours.jwks()["keys"], *following.jwks()["keys"]]}
        assert published() == (ours.jwks(), ours.jwks())
        keys.add(following)
        assert published() == (both, both)
        keys.withdraw()
        assert published() == (None, None)
        keys.restore()
        assert published() == (ours.jwks(), ours.jwks())
    finally:
        issuer.close()


def test_the_set_is_published_once_and_not_again_where_nothing_was_changed(tmp_path: Path) -> None:
    keys = PublishedKeys(generated(AUTH), tmp_path / "server" / "jwks.json", None)
    [file] = (tmp_path / "server").iterdir()
    file.unlink()
    keys.restore()
    assert not file.exists()
