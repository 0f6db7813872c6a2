"""The doctor where the server cannot be reached, or something else answers."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest
from doctored import IDENTITY, PAGE, at, examined, is_wrong, rest_is_unknown, subject
from helpers import answer, one_line
from servers import miniature, null
from servers.gateway import Authority
from servers.miniature import HTML, PUBLIC

from conformance.doctor import answers, examine, silence
from conformance.doctor.finding import OK, UNKNOWN, WRONG

# -- reaching ---------------------------------------------------------------------------------------------------------


def test_a_refused_port_names_the_key(tmp_path: Path) -> None:
    with null.closed_port() as url:
        found = examined(tmp_path, at(url))
    host = url.removeprefix("http://")
    is_wrong(found["reach"], f"nothing listens at {host}", "start the server, or correct url in [target] of",
             "mine.toml", decisive=True)  # fmt: skip
    rest_is_unknown(found, "the server of the profile was not reached")


def test_a_refused_port_of_the_command_line_is_not_laid_at_the_profiles_door(tmp_path: Path) -> None:
    with null.closed_port() as url:
        found = examined(tmp_path, IDENTITY, url)
    is_wrong(found["reach"], "start the server, or correct --url", decisive=True)
    assert "mine.toml" not in found["reach"].line


def test_an_untrusted_certificate_says_what_to_write(tmp_path: Path) -> None:
    with null.listening(null.read_request, Authority(tmp_path / "authority").context()) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], "its certificate is not trusted", '[target] ca = "file:PATH"', "mine.toml", decisive=True)


def test_plain_http_to_a_port_for_tls_is_told_the_other_address(tmp_path: Path) -> None:
    with null.listening(null.read_request, Authority(tmp_path / "authority").context()) as url:
        plainly = url.replace("https", "http")
        found = examined(tmp_path, at(plainly))
    is_wrong(found["reach"], f"what listens at {plainly} speaks TLS", f'write [target] url = "{url}"', "mine.toml",
             decisive=True)  # fmt: skip


def test_tls_to_a_port_without_it_is_told_the_other_address(tmp_path: Path) -> None:
    with null.garbage() as url:
        found = examined(tmp_path, IDENTITY, url.replace("http", "https"))
    is_wrong(found["reach"], "speaks no TLS", f"give --url {url}", decisive=True)


def test_what_is_no_http_is_left_to_the_rungs(tmp_path: Path) -> None:
    with null.garbage() as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], "speaks no HTTP, or hung up", "check url in [target] of", decisive=False)


def test_a_slow_answer_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "ANSWER_WITHIN_S", 0.2)
    with null.hung() as url:
        found = examined(tmp_path, at(url))
    assert (found["reach"].state, found["reach"].decisive) == (UNKNOWN, False)
    one_line(found["reach"].line, f"{url} gave no whole answer in time", "a time-out tells nothing")


def certificate(code: int, message: str) -> ssl.SSLCertVerificationError:
    """A certificate that OpenSSL refuses."""
    error = ssl.SSLCertVerificationError(1, "refused")
    error.verify_code, error.verify_message = code, message
    return error


ENDS = {
    "an unknown name": (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), WRONG, True,
                        "the name chat.test is not known here", "check url in [target]"),
    "no name service": (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), UNKNOWN, False,
                        "cannot be looked up now", "this machine's name service"),
    "an expired certificate": (certificate(10, "certificate has expired"), WRONG, True,
                               "the certificate of chat.test:443 has expired", "renew it"),
    "a certificate of tomorrow": (certificate(9, "not yet"), WRONG, True, "is not valid yet", "clock of this machine"),
    "another's certificate": (certificate(62, "Hostname mismatch"), WRONG, True, "made for another name (Hostname",
                              "into url in [target]"),
    "another TLS": (ssl.SSLError(1, "no protocols available"), WRONG, False, "no answer came", "check url"),
    "no way": (OSError(113, "No route to host"), WRONG, True, "there is no way to chat.test:443", "check the network"),
    "a reset": (ConnectionResetError(104, "reset by peer"), WRONG, False, "no answer came", "check url"),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_each_end_of_an_attempt_has_its_line(tmp_path: Path, end: str) -> None:
    cause, state, decisive, *parts = ENDS[end]
    error = RuntimeError("as the client says it")
    error.__cause__ = cause
    found = silence.no_answer("reach", error, "https://chat.test", "url", subject(tmp_path, IDENTITY))
    assert (found.state, found.decisive) == (state, decisive)
    one_line(found.line, *parts)


# -- something else answers -------------------------------------------------------------------------------------------

ELSEWHERE = {"Location": "https://login.example.test/start"}
BASIC = {"WWW-Authenticate": 'Basic realm="staging"'}
SAID_BY_NGINX = b"<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>"


OTHERS: dict[str, tuple[bytes, bool, tuple[str, ...]]] = {
    "a page": (PAGE, True, ("a page for people answers", "entitled 'Sign in", "a login", "its base path too")),
    "a page of errors": (null.answer("404 Not Found", b"<html>", HTML), False, ("a page for people", "(404")),
    "a redirect elsewhere": (null.answer("302 Found", b"", ELSEWHERE), True,
                             ("is redirected to https://login.example.test/start", "redirects are not followed",
                              "[target] headers")),
    "a redirect to itself": (null.answer("307 Temporary Redirect", b"", {"Location": "/health/chat"}), False,
                             ("is redirected to http://127.0.0.1",)),
    "a gateway that asks": (null.answer("401 Unauthorized", b"", BASIC), True,
                            ("a gateway answers 401 (WWW-Authenticate: Basic)", "[target] headers = ")),
    "a server that asks": (miniature.UNAUTHORISED, False, ("a gateway, or the server itself, answers 401",)),
    "nobody behind": (null.answer("502 Bad Gateway", b"bad gateway"), True, ("the server behind it does not (502)",)),
    "TLS, politely": (null.answer("400 Bad Request", SAID_BY_NGINX, HTML), True,
                      ("speaks TLS", 'write [target] url = "https://127.0.0.1')),
    "nothing there": (null.answer("404 Not Found", b"{}"), False,
                      ("knows neither /health/chat nor /chat/capabilities", "below a base path", '/PATH"')),
    "another service": (null.answer("200 OK", b'{"pong": true}'), False,
                        ("but not as the contract says", 'GET /health/chat: 200 {"pong": true}')),
}  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_what_answers_and_is_not_the_server_is_told_by_name(tmp_path: Path, other: str) -> None:
    reply, decisive, parts = OTHERS[other]
    with miniature.serving({"*": reply}) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], *parts, decisive=decisive)
    assert "\x1b" not in found["reach"].line
    rest_is_unknown(found, "the server of the profile was not reached")


@pytest.mark.parametrize("reply", [null.answer("404 Not Found", b"{}"), null.answer("200 OK", b"[]"), PAGE])
def test_a_base_path_that_is_too_much_is_told_the_address_without_it(tmp_path: Path, reply: bytes) -> None:
    with miniature.serving({"*": reply}) as url:
        above, below = examined(tmp_path, at(url)), examined(tmp_path, at(f"{url}/api/"))
    one_line(below["reach"].line, "too much", f'write [target] url = "{url}"')
    assert "too much" not in above["reach"].line


def test_a_problem_is_shown_by_its_status_and_title() -> None:
    said = {"type": "about:blank", "title": "Conversation not found", "status": 404, "code": "NOT_FOUND"}
    assert answers.described(answer(404, said)) == "404 (Conversation not found)"
    assert answers.described(answer(404, {"title": 1})) == '404 {"title": 1}'
    assert answers.described(answer(404, ["a", None])) == '404 ["a", null]'
    assert answers.described(answer(404)) == "404"


def test_a_redirect_to_the_same_path_below_another_address_is_that_address(tmp_path: Path) -> None:
    def away(request: null.Request) -> bytes:
        return null.answer("301 Moved", b"", {"Location": f"https://chat.example.test/v2{request.target}"})

    with null.answering(away) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["reach"], 'write [target] url = "https://chat.example.test/v2"', decisive=True)


def test_a_server_without_its_public_documents_is_a_chat_server(tmp_path: Path) -> None:
    """Not to be conformant is no reason not to be judged."""
    with miniature.serving(dict.fromkeys(PUBLIC, PAGE)) as url:
        found = examined(tmp_path, at(url))
    assert found["reach"].state == OK, found["reach"].line
    is_wrong(found["capabilities"], "which is no capabilities document", decisive=False)
