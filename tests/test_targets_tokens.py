"""A server reached with tokens of every kind."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from helpers import all_pass, ended, one_line
from servers import reference
from sessions import MANIFEST, session, tried

from conformance.contract import manifest, registry
from conformance.controller import rungs
from conformance.controller.options import Options, refuse_nonsense
from conformance.target import profile as profiles
from conformance.target import tokens
from conformance.target.profile import KNOWN_CAPABILITIES, Auth
from conformance.usage import UsageError
from conformance.verdict.decide import decide
from conformance.verdict.model import Scope

LADDER = tuple(entry.id for entry in rungs.in_order(MANIFEST, registry.load()))


FORGED = ("auth.flipped-signature", "auth.expired")
"""Checks that need a token which is no good."""


def launched_with(auth: str, *arguments: str) -> str:
    """The profile of who launches the reference server with these arguments, and says this of tokens."""
    words = ["{python}", "-P", "-m", "reference_server", "--port", "{port}", "--data", "{data}",
             "--limit", "settle_ms=500", "--issuer", "{issuer}", "--audience", "{audience}", *arguments]  # fmt: skip
    return f'extends = "full"\n[launch]\ncommand = {json.dumps(words)}\n[auth]\n{auth}\n'


def listed(reference_url: str, auth: str) -> str:
    """The profile of who knows where a reference server runs, and says this of tokens."""
    return f'extends = "full"\n[target]\nurl = "{reference_url}"\n[auth]\n{auth}\n'


def everything_passes(folder: Path, profile: str, *checks: str) -> None:
    """The ladder and these checks pass."""
    with session(folder, profile) as told:
        outcomes = tried(told, *LADDER, *checks)
    assert outcomes == dict.fromkeys([*LADDER, *checks], ("passed", "")), outcomes


def test_tokens_of_the_suites_own_issuer_whose_keys_are_in_a_file(tmp_path: Path) -> None:
    everything_passes(tmp_path, launched_with('kind = "issuer"\nalgorithm = "EdDSA"', "--jwks", "{jwks}"), *FORGED)


def test_tokens_of_the_suites_own_issuer_whose_keys_are_at_an_address(tmp_path: Path) -> None:
    everything_passes(tmp_path, launched_with('kind = "issuer"', "--jwks", "{jwks_url}"), *FORGED, "auth.rotated-key")


def test_tokens_signed_by_the_vendors_key(tmp_path: Path) -> None:
    vendors = tokens.generated(Auth(algorithm="ES256"))
    pem = vendors.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "private.pem").write_bytes(pem)
    (tmp_path / "public.json").write_bytes(vendors.jwks_file())
    auth = f'kind = "key_file"\nkey = "file:private.pem"\nkey_id = "{vendors.key_id}"\nalgorithm = '
    everything_passes(tmp_path, launched_with(f'{auth}"ES256"', "--jwks", str(tmp_path / "public.json")), *FORGED)
    (tmp_path / "wrong.toml").write_text(launched_with(f'{auth}"RS256"'))
    with pytest.raises(UsageError) as caught:
        refuse_nonsense(Options(), profiles.load(str(tmp_path / "wrong.toml")), registry.load(), manifest.load())
    one_line(str(caught.value), "wrong.toml: auth.algorithm: RS256 does not fit the key that auth.key names")


def test_tokens_signed_with_a_shared_secret(tmp_path: Path, reference_url: str) -> None:
    everything_passes(
        tmp_path, listed(reference_url, f'kind = "shared_secret"\nsecret = "{reference.SECRET}"'), *FORGED
    )


def signed(sub: str) -> str:
    """A token as the vendor's own service makes it."""
    auth = Auth(kind="shared_secret", secret=reference.SECRET)
    return tokens.from_profile(auth, Path()).token(sub)


def test_tokens_that_a_command_prints(tmp_path: Path, reference_url: str) -> None:
    (tmp_path / "mint.py").write_text(MINT)
    auth = f'kind = "command"\ncommand = {json.dumps([sys.executable, str(tmp_path / "mint.py"), "{sub}"])}'
    everything_passes(tmp_path, listed(reference_url, auth))


MINT = f"""\
import base64, hmac, json, sys, time
def encoded(raw): return base64.urlsafe_b64encode(raw).rstrip(b"=")
claims = {{"iss": "{Auth().issuer}", "aud": "{Auth().audience}", "sub": sys.argv[1], "exp": int(time.time()) + 600}}
signed = encoded(json.dumps({{"alg": "HS256"}}).encode()) + b"." + encoded(json.dumps(claims).encode())
print((signed + b"." + encoded(hmac.digest(b"{reference.SECRET}", signed, "sha256"))).decode())
"""


def test_tokens_of_a_list_and_what_cannot_be_judged_with_them(tmp_path: Path, reference_url: str) -> None:
    names = ["usr-1", "usr-2"]
    auth = f'kind = "static"\ntokens = {{ {", ".join(f"""{name} = "{signed(name)}" """ for name in names)} }}'
    with session(tmp_path, listed(reference_url, auth)) as told:
        outcomes = tried(told, *LADDER, *FORGED, "sync.all-at-once", "auth.audience-list")
    assert {name: outcomes.pop(name) for name in LADDER} == dict.fromkeys(LADDER, ("passed", ""))
    unmade = "needs tokens made for it; of auth.kind 'static' come finished ones only"
    assert outcomes == {
        **dict.fromkeys([*FORGED, "auth.audience-list"], ("not_run", unmade)),
        "sync.all-at-once": ("not_run", "the profile lists 2 tokens (auth.tokens), this check needs more people"),
    }


def test_the_verdict_says_what_could_not_be_minted() -> None:
    """Of a server that keeps everything else: incomplete, unless the profile has announced it."""
    known = registry.load()
    unmade = {name: ended(name, "not_run") for name, entry in MANIFEST.items() if "mint" in entry.needs}
    raws = {**all_pass(MANIFEST), **unmade}
    demanded = frozenset(KNOWN_CAPABILITIES)
    silent = decide(known, MANIFEST, Scope("vendor", "1.0", demanded, demanded), raws)
    assert (silent.sentence, silent.exit_status) == (
        f"incomplete for vendor 1.0: {len(unmade)} checks gave no answer", 4
    )  # fmt: skip
    announced = Scope("vendor", "1.0", demanded, demanded, without={"mint": "tokens come from elsewhere"})
    said = decide(known, MANIFEST, announced, {name: raw for name, raw in raws.items() if name not in unmade})
    assert (said.sentence, said.exit_status) == ("conformant to vendor 1.0 without mint", 0)
