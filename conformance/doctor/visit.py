"""What the doctor asks a server: two public documents, one token, one socket, and no more than an honest client would.

Nothing is created, no redirect is followed, and the pace is the session's.  Each examination is tried only where those
before it left something to try.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from conformance.client.endpoint import Endpoint, address_of
from conformance.client.http import Answer, Http, NoAnswer
from conformance.client.socket import Refused, open_socket
from conformance.contract import schemas
from conformance.doctor import answers, clocks, credentials, silence, sockets
from conformance.doctor.finding import NOTE, OK, UNKNOWN, Finding, Subject, unknown_because
from conformance.recorder.events import Event
from conformance.recorder.stream import on_behalf_of
from conformance.stage.session import Session
from conformance.target import tokens
from conformance.target.addresses import without_password
from conformance.target.tokens import CannotMint, StaticTokens

DOCTOR = "doctor"
"""On whose behalf all this is asked: a server's log can tell it from a check."""

LIST = "/chat/my-conversations"
NOWHERE = "/chat/ws/c_doctor-nobody-has-made-this-conversation"
AFTER_REACH = ("capabilities", "clock", "token", "socket")


@dataclass(slots=True)
class Visit:
    """One visit to a server; ``within_s`` bounds each answer."""

    session: Session
    subject: Subject
    within_s: float
    token: str | None = None
    heard: dict[str, Event] = field(default_factory=dict)
    skew_s: float | None = None

    def __post_init__(self) -> None:
        self.session.http.within_s = self.within_s

    @property
    def url(self) -> str:
        """Where the server is, as it may be shown."""
        return without_password(self.session.endpoint.url)

    def ask(self, path: str, token: str | None = None) -> Answer:
        """One request; raises :class:`NoAnswer`."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return self.session.loop.run(self.session.http.exchange(DOCTOR, "GET", path, headers=headers))


def examined(visit: Visit, *, thorough: bool) -> Iterator[Finding]:
    """Examine a server from the outside in.  ``thorough``: also what a run does not depend on."""
    with on_behalf_of(DOCTOR):
        reach = reached(visit)
        yield reach
        if reach.state != OK:
            yield from unknown_because(AFTER_REACH, "the server of the profile was not reached")
            return
        yield from declared(visit, thorough=thorough)
        yield clocks.clock(visit.skew_s)
        token = tried_token(visit)
        yield token
        if thorough:
            yield bad_token(visit)
        # Nothing stands before a server that the suite launches; a run asks it nothing that the rungs do not ask.
        if thorough or not visit.subject.launches:
            yield tried_socket(visit, token)


def reached(visit: Visit) -> Finding:
    """Whether a server of this contract answers; ``visit.heard`` holds what came."""
    for path in answers.PUBLIC:
        began = time.time()
        try:
            answer = visit.ask(path).event
        except NoAnswer as error:
            return _unanswered(visit, error)
        visit.heard[path] = answer
        visit.skew_s = clocks.skew_s(answer, began, time.time())
    good = answers.of_the_contract(visit.heard)
    if good:
        return answers.reached(good[0], visit.heard[good[0]], visit.url)
    if _lists_conversations(visit):
        return answers.reached(LIST, visit.heard[LIST], visit.url)
    return answers.of_something_else(visit.heard, visit.url, visit.subject)


def _lists_conversations(visit: Visit) -> bool:
    """Whether somebody with a token is answered as the contract says, where the public documents are not there."""
    token = _token(visit)
    if isinstance(token, Finding):
        return False
    try:
        visit.heard[LIST] = visit.ask(LIST, token).event
    except NoAnswer:
        return False
    return schemas.complaint("openapi:ConversationList", visit.heard[LIST].body) is None


def _unanswered(visit: Visit, error: NoAnswer) -> Finding:
    """Why nobody answers; who hangs up on plain HTTP is asked once whether it speaks TLS."""
    endpoint = visit.session.endpoint
    if endpoint.url.startswith("http://") and silence.broke_off(error) and _speaks_tls(visit):
        return silence.wants_tls("reach", visit.url, visit.subject)
    found = silence.no_answer("reach", error, visit.url, "url", visit.subject)
    # Who was there a moment ago has gone since: a server that dies of a question is broken.
    return replace(found, decisive=found.decisive and not (visit.heard or visit.subject.launches))


def _speaks_tls(visit: Visit) -> bool:
    secure = Endpoint(f"https{visit.session.endpoint.url.removeprefix('http')}", "", visit.session.endpoint.headers)
    http = Http(secure, visit.session.recorder, visit.within_s, visit.session.throttle)
    try:
        visit.session.loop.run(http.exchange(DOCTOR, "GET", "/health/chat"))
    except NoAnswer as error:
        return silence.speaks_tls(error)
    finally:
        visit.session.loop.run(http.close())
    return True


def declared(visit: Visit, *, thorough: bool) -> Iterator[Finding]:
    """What the server declares that it can do, and whether its limits leave every edge within reach."""
    document = visit.heard["/chat/capabilities"]
    yield answers.capabilities(document, visit.subject.profile.profile.capabilities, visit.subject)
    if thorough and isinstance(document.body, Mapping) and isinstance(document.body.get("limits"), Mapping):
        from conformance.doctor import limits  # a run does not look at them, and need not wait for what they import

        yield limits.within_reach(document.body["limits"], visit.subject)


def tried_token(visit: Visit) -> Finding:
    """What the server makes of a token that the profile calls valid; ``visit.token`` holds it."""
    token = _token(visit)
    if isinstance(token, Finding):
        return token
    try:
        answer = visit.ask(LIST, token).event
    except NoAnswer as error:
        return replace(silence.no_answer("token", error, visit.url, "url", visit.subject), decisive=False)
    return credentials.tried(answer, credentials.read(token), time.time(), visit.skew_s, visit.subject)


def _token(visit: Visit) -> str | Finding:
    """A token, or why there is none.  Nothing is sent."""
    session = visit.session
    try:
        token = session.tokens.token(_participant(session), claims={"name": DOCTOR})
    except CannotMint as error:
        return credentials.cannot_mint(str(error), visit.subject)
    problem = credentials.unusable(token, visit.subject)
    if problem is not None:
        return problem
    session.recorder.secrets.learn(token, "token", DOCTOR)
    visit.token = token
    return token


def _participant(session: Session) -> str:
    """A participant that nobody has met; of a fixed list, the one whose token ends first."""
    if not isinstance(session.tokens, StaticTokens):
        return f"{DOCTOR}-{session.plan.run}"
    listed = session.tokens.tokens
    return min(listed, key=lambda sub: _end(listed[sub]))


def _end(token: str) -> float:
    found = credentials.read(token)
    left = found.ends_in_s(0) if found is not None else None
    return float("inf") if left is None else left


def bad_token(visit: Visit) -> Finding:
    """Whether what is no token opens nothing; on somebody else's server, nobody brings one that is no good."""
    brought, token = ("somebody without a token", None) if visit.session.polite else ("what is no token", "not-a-token")
    try:
        return credentials.without(visit.ask(LIST, token).event, brought)
    except NoAnswer as error:
        return Finding("bad token", UNKNOWN, f"no answer came ({error})")


def tried_socket(visit: Visit, token: Finding) -> Finding:
    """Whether handshakes reach the server."""
    session = visit.session
    url = without_password(session.endpoint.ws_url)
    if visit.token is None:
        return Finding("socket", UNKNOWN, "because there is no token to bring")
    own = address_of(session.endpoint.ws_url) != address_of(session.endpoint.url)
    headers = {"Authorization": f"Bearer {visit.token}"}
    try:
        return session.loop.run(_knock(visit, headers, url))
    except Refused as refusal:
        if refusal.event.kind == "no_answer":
            found = silence.no_answer("socket", refusal, url, "ws_url" if own else "url", visit.subject)
            return replace(found, decisive=found.decisive and own)
        return sockets.refused(refusal.event, token.state in (OK, NOTE), url, visit.subject)


async def _knock(visit: Visit, headers: Mapping[str, str], url: str) -> Finding:
    session = visit.session
    socket, _ = await open_socket(
        session.endpoint,
        session.recorder,
        session.throttle,
        f"{DOCTOR}/1",
        DOCTOR,
        NOWHERE,
        headers,
        within_s=visit.within_s,
    )
    await socket.close()
    return sockets.opened(url)


def knows_no_key(subject: Subject) -> bool:
    """Whether the suite's own issuer has no key yet that a server could know."""
    auth = subject.profile.auth
    return auth.kind == "issuer" and not subject.launches and not tokens.keeps(auth, tokens.ISSUER_FOLDER)
