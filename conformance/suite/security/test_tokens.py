"""Tokens: each forgery differs from an accepted token in one fact, and is refused for it."""

from __future__ import annotations

import math
import time

from conformance.recorder import matchers as m
from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.target import forge


@check("auth.signature-missing-or-stale", "AUTH-SIG-02", needs=("mint",), hostile=True)
def test_a_token_that_its_signature_does_not_cover_is_refused(stage: Stage) -> None:
    """Without a signature, with an empty one, or with claims that were changed after it, a token opens nothing."""
    alice, bob = stage.people("alice", "bob")
    signed, _, _ = alice.token.rpartition(".")
    forgeries = {
        "a token with an empty signature": f"{signed}.",
        "a token without the part for its signature": signed,
        "alice's token rewritten to bob's name": forge.with_claims(alice.token, sub=bob.id),
        "a token whose expiry was put off": forge.with_claims(alice.token, exp=int(time.time()) + 10**6),
    }
    auth.are_refused(stage, "AUTH-SIG-02", alice, forgeries)


@check("auth.algorithm-none", "AUTH-ALG-01", needs=("mint",), hostile=True)
def test_a_token_that_asks_for_no_algorithm_is_refused(stage: Stage) -> None:
    """`none` opens nothing, however it is spelled."""
    alice = stage.person("alice")
    spellings = ["none", "None", "NONE", "nOnE"]
    auth.are_refused(
        stage,
        "AUTH-ALG-01",
        alice,
        {
            f"a token with alg {spelling} and no signature": forge.unsigned(alice.token, spelling)
            for spelling in spellings
        },
    )


@check("auth.public-key-as-secret", "AUTH-ALG-02", needs=("mint",), hostile=True)
def test_a_token_signed_with_the_public_key_as_secret_is_refused(stage: Stage) -> None:
    """What everybody may read signs nothing, in whatever file format it is used."""
    alice = stage.person("alice")
    spellings = forge.public_spellings(auth.signer(stage))
    if not spellings:
        stage.never_provoked("tokens are signed by a shared secret here, so there is no public key to confuse it with")
    forgeries = {
        f"a token signed by HS256 with the public key {how} as its secret": forge.with_public_key_as_secret(
            alice.token, key
        )
        for how, key in spellings.items()
    }
    auth.are_refused(stage, "AUTH-ALG-02", alice, forgeries)


@check("auth.brings-its-own-key", "AUTH-ALG-03", needs=("mint",), hostile=True)
def test_a_token_that_brings_its_own_key_is_refused(stage: Stage) -> None:
    """A stranger's signature is worth nothing, though the token says where to find the key that fits it."""
    alice = stage.person("alice")
    other = forge.stranger(auth.signer(stage))
    key = other.jwks()["keys"][0]
    with auth.bait(stage) as bait:
        headers = {
            "jwk": key,
            "jku": bait.at(other.jwks_file()),
            "x5u": bait.at(forge.certificate_file(other)),
            "x5c": forge.certificate_chain(other),
        }
        forgeries = {
            f"a token of a stranger who brings their key as {name}": forge.signed_by(
                alice.token, other, **{name: value, "kid": other.key_id}
            )
            for name, value in headers.items()
        }
        auth.are_refused(stage, "AUTH-ALG-03", alice, forgeries)


@check("auth.address-of-key-not-fetched", "AUTH-ALG-04", needs=("mint", "launch"), hostile=True)
def test_an_address_that_a_token_names_is_not_fetched(stage: Stage) -> None:
    """A token names addresses of this machine; nobody calls there."""
    if not stage.endpoint.on_loopback:
        raise NotRun("the server runs on another machine, from which the suite's own address cannot be called")
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    other = forge.stranger(auth.signer(stage))
    with auth.bait(stage) as bait:
        answers = []
        for name, document in {"jku": other.jwks_file(), "x5u": forge.certificate_file(other)}.items():
            for kid in (other.key_id, None):
                token = forge.signed_by(alice.token, other, **{name: bait.at(document), "kid": kid})
                answers.append(auth.asks(alice, token).event)
        answers.append(alice.request("GET", auth.GUARDED).event)
        stage.judge("AUTH-ALG-04", am.nothing_was_fetched, answers, bait.fetches)


@check("auth.expired", "AUTH-EXP-01", needs=("mint",), hostile=True)
def test_an_expired_token_is_refused(stage: Stage) -> None:
    """An expiry further in the past than the leeway ends what the token opened."""
    alice = stage.person("alice")
    now, leeway = int(time.time()), auth.leeway_s(stage)
    forgeries = {
        f"a token that expired {age} s ago (the leeway is {leeway:g} s)": auth.token_until(alice, now - age)
        for age in (math.ceil(leeway) + auth.surely_s(stage), 86_400)
    }
    auth.are_refused(stage, "AUTH-EXP-01", alice, forgeries)


def refused_for_claims(stage: Stage, clause: str, what: dict[str, dict[str, object]]) -> None:
    """Tokens that are properly signed and have other claims than alice's are refused."""
    alice = stage.person("alice")
    forgeries = {}
    for told, claims in what.items():
        token = stage.tokens.token(alice.id, claims={"name": "alice", **claims})
        forgeries[f"a token {told}"] = token
    auth.are_refused(stage, clause, alice, forgeries)


@check("auth.without-expiry", "AUTH-EXP-02", needs=("mint",), hostile=True)
def test_a_token_without_an_expiry_is_refused(stage: Stage) -> None:
    """What never ends is not accepted."""
    refused_for_claims(stage, "AUTH-EXP-02", {"without exp": {"exp": None}})


@check("auth.not-yet-valid", "AUTH-NBF-01", needs=("mint",), hostile=True)
def test_a_token_from_the_future_is_refused(stage: Stage) -> None:
    """A token that is granted from later on opens nothing now; one that is granted from before on does."""
    surely = auth.surely_s(stage)
    alice = stage.person("alice", nbf=int(time.time()) - surely)
    auth.is_let_in(stage, alice)
    for what, later in (("lies beyond the leeway", 0), ("is tomorrow", 86_400)):
        # Time works for this token: it must still be too early for it when the answer comes.
        too_early_until = time.time() + stage.settle_s + later
        nbf = math.ceil(too_early_until + auth.leeway_s(stage)) + surely
        token = stage.tokens.token(alice.id, claims={"name": alice.name, "nbf": nbf})
        answer = auth.asks(alice, token).event
        if time.time() > too_early_until:
            raise Inconclusive("the answer took so long that the token may have become valid meanwhile")
        stage.judge("AUTH-NBF-01", am.answered_with, answer, what=f"a token whose nbf {what}", expected=[401])


@check("auth.foreign-issuer", "AUTH-ISS-01", needs=("mint",), hostile=True)
def test_a_token_of_another_issuer_is_refused(stage: Stage) -> None:
    """The issuer is compared, exactly, and must be there."""
    ours = auth.signer(stage).issuer
    refused_for_claims(
        stage,
        "AUTH-ISS-01",
        {
            "of another issuer": {"iss": "https://elsewhere.chat-conformance.test"},
            "of an issuer whose name begins with ours": {"iss": f"{ours}.elsewhere.test"},
            "without iss": {"iss": None},
        },
    )


@check("auth.foreign-audience", "AUTH-AUD-01", needs=("mint",), hostile=True)
def test_a_token_for_another_service_is_refused(stage: Stage) -> None:
    """The audience is this service, exactly, and must be there."""
    ours = auth.signer(stage).audience
    refused_for_claims(
        stage,
        "AUTH-AUD-01",
        {
            "for another service": {"aud": "billing"},
            "for a service whose name begins with ours": {"aud": f"{ours}-admin"},
            "for a list of other services": {"aud": ["billing", f"{ours}-admin"]},
            "for nobody, with an empty list": {"aud": []},
            "without aud": {"aud": None},
        },
    )


@check("auth.without-subject", "AUTH-SUB-01", needs=("mint",), hostile=True)
def test_a_token_without_a_subject_is_refused(stage: Stage) -> None:
    """Who does not say who they are is nobody."""
    refused_for_claims(stage, "AUTH-SUB-01", {"without sub": {"sub": None}})


@check("auth.other-kinds-of-token", "AUTH-TYP-01", needs=("mint",), hostile=True)
def test_a_token_of_another_kind_is_refused(stage: Stage) -> None:
    """The right key signs other kinds of token too; they open nothing here."""
    alice = stage.person("alice")
    kinds = ["refresh+jwt", "id+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt"]
    forgeries = {f"a token of typ {kind}": stage.tokens.token(alice.id, header={"typ": kind}) for kind in kinds}
    auth.are_refused(stage, "AUTH-TYP-01", alice, forgeries)


@check("auth.unknown-key-id", "AUTH-KID-01", needs=("mint",), hostile=True)
def test_a_token_that_names_a_key_nobody_has_is_refused(stage: Stage) -> None:
    """A key id is no hint that may be passed over: the key that it names is the one that counts."""
    key_id = auth.signer(stage).key_id
    if key_id is None or auth.signer(stage).algorithm.startswith("HS"):
        stage.never_provoked("the profile's tokens name no key of a published set")
    alice = stage.person("alice")
    kids = {"a key id that no key has": stage.fresh("kid"), "the id of a key with one more character": f"{key_id}0"}
    forgeries = {
        f"a token with {what}": stage.tokens.token(alice.id, header={"kid": kid}) for what, kid in kids.items()
    }
    auth.are_refused(stage, "AUTH-KID-01", alice, forgeries)


@check("auth.challenge", "AUTH-NONE-03")
def test_a_401_says_how_to_sign_in(stage: Stage) -> None:
    """Who comes without a credential is told that a bearer token is wanted."""
    answer = stage.stranger().request("GET", auth.GUARDED)
    stage.judge("AUTH-NONE-01", m.status_is, answer.event, expected=[401])
    stage.judge("AUTH-NONE-03", am.challenges_with_bearer, answer.event)
