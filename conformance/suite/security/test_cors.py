"""Cross-origin access: for the service's own pages, and for nobody else's."""

from __future__ import annotations

from conformance.recorder.matchers import answers as am
from conformance.recorder.matchers import general
from conformance.stage import Stage, check, origins


@check("cors.allowed", "CORS-ALLOW-01")
def test_an_allowed_page_can_read_answers(stage: Stage) -> None:
    """Results and refusals alike name the Origin that asked, each that is declared, or ten of them."""
    for origin in origins.allowed(stage):
        for answer in origins.visit(stage, origin):
            stage.judge("CORS-ALLOW-01", am.grants, answer, origin=origin)


@check("cors.preflight", "CORS-ALLOW-02")
def test_an_allowed_page_may_do_everything(stage: Stage) -> None:
    """A preflight, which carries no credential, is granted for each method of a path and for both headers."""
    room = stage.person("alice").creates()
    for origin in origins.allowed(stage):
        for method, path in (
            ("POST", "/chat/create"), ("GET", "/chat/my-conversations"), ("GET", room.path("/events")),
            ("POST", room.path("/messages")), ("GET", room.path("/messages")), ("DELETE", room.path("/leave")),
        ):  # fmt: skip
            answer = origins.preflight(stage, origin, method, path)
            stage.judge("CORS-ALLOW-02", general.succeeds, answer)
            stage.judge("CORS-ALLOW-02", am.grants, answer, origin=origin)
            stage.judge("CORS-ALLOW-02", am.permits, answer, method=method, headers=["authorization", "content-type"])


@check("cors.foreign", "CORS-DENY-01", hostile=True)
def test_a_foreign_page_is_granted_nothing(stage: Stage) -> None:
    """Another site's Origin, and ``null``, is named in no answer, whether to a request or to its preflight."""
    room = stage.person("alice").creates()
    for origin in origins.foreign(stage):
        answers = [*origins.visit(stage, origin), origins.preflight(stage, origin, "GET", room.path("/events"))]
        for answer in answers:
            stage.judge("CORS-DENY-01", am.grants_not, answer, origin=origin)


@check("cors.wildcard", "CORS-WILD-01")
def test_credentials_never_go_with_the_wildcard(stage: Stage) -> None:
    """No answer, whoever asks, grants credentials to everybody."""
    for origin in (*origins.foreign(stage), *origins.tried(stage, origins.declared(stage))):
        for answer in origins.visit(stage, origin):
            stage.judge("CORS-WILD-01", am.no_wildcard_with_credentials, answer)
