"""Where a credential is wanted, and where it may come from."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check


@check("auth.every-operation-wants-a-token", "AUTH-NONE-01", hostile=True)
def test_no_operation_answers_a_request_without_a_credential(stage: Stage) -> None:
    """A stranger asks for everything there is and gets 401; alice asks for the same and does not.

    An operation that is not there, for alice either, is judged by the clause that demands it.
    """
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    stranger = stage.stranger()
    for operation in auth.operations(stage, alice, room, bob):
        told = f"{operation.method} {operation.path.replace(room.id, '{id}')}"
        answer = operation.by(stranger)
        # Alice has created already, and needs no second conversation.
        control = room.answer.event if operation.path == "/chat/create" else operation.by(alice)
        if not (auth.is_not_there(answer) and auth.is_not_there(control)):
            stage.judge("AUTH-NONE-01", am.answered_with, answer, what=f"{told} without a credential", expected=[401])
        stage.judge("AUTH-VALID-01", am.not_answered_with, control, what=f"{told} with a token", unwanted=[401])


@check("auth.handshake-wants-a-credential", "AUTH-NONE-02", hostile=True)
def test_a_handshake_without_a_credential_is_refused(stage: Stage) -> None:
    """Alice's handshake is let in; the same one without her token is answered with 401."""
    alice = stage.person("alice")
    room = alice.creates()
    alice.connects(room)
    found = auth.handshake(stage.stranger().knocks(room))
    stage.judge("AUTH-NONE-02", m.status_is, found, expected=[401])


@check("auth.token-in-query", "AUTH-QUERY-01", hostile=True)
def test_a_token_in_the_query_is_refused(stage: Stage) -> None:
    """The same token opens the door in the header and not in the address, whatever it is called there."""
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    for name in ("access_token", "token", "jwt", "authorization"):
        answer = stage.stranger().request("GET", f"{auth.GUARDED}?{name}={alice.token}")
        what = f"a token in the query as {name}"
        stage.judge("AUTH-QUERY-01", am.answered_with, answer.event, what=what, expected=[400, 401])


@check("auth.garbled-header", "AUTH-FORM-01", hostile=True)
def test_a_garbled_authorization_header_is_refused(stage: Stage) -> None:
    """What is no bearer token is answered as such: neither let in nor a fault of the server."""
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    garbled = {
        "a scheme without a token": "Bearer",
        "another scheme": "Basic YWxpY2U6c2VjcmV0",
        "a good token under another scheme": f"Basic {alice.token}",
        "a good token under no scheme": alice.token,
        "three words": "Bearer one two",
        "no scheme": "one",
        "a token of one part": "Bearer one",
        "a token of empty parts": "Bearer ..",
        "a token of many parts": "Bearer a.b.c.d.e.f",
        "a token that is no Base64": "Bearer !!!.???.***",
        "a token whose parts are no JSON": "Bearer bm8.anNvbg.aGVyZQ",
        "a token whose parts are JSON, but no objects": "Bearer W10.W10.W10",
    }
    for what, header in garbled.items():
        answer = stage.stranger().request("GET", auth.GUARDED, headers={"Authorization": header})
        stage.judge("AUTH-FORM-01", am.answered_with, answer.event, what=f"Authorization: {what}", expected=[400, 401])
