"""What answers, where it is not the server that the profile speaks of: a gateway, a login page, another service.

A server that answers, but not as the contract says, may be a broken chat server.  Only what no chat server of its own
accord would do to all that it was asked is decisive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from conformance.contract import schemas
from conformance.doctor.finding import OK, WRONG, Finding, Subject, plain
from conformance.recorder.events import Event

PUBLIC = {"/health/chat": "openapi:Health", "/chat/capabilities": "openapi:Capabilities"}
"""What anybody may ask of a server, and the form of the answer."""

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOBODY_BEHIND = frozenset({502, 504})


def of_the_contract(heard: Mapping[str, Event]) -> list[str]:
    """The paths that were answered in the form that the contract gives them."""
    return [path for path, answer in heard.items() if schemas.complaint(PUBLIC[path], answer.body) is None]


def reached(path: str, answer: Event, url: str) -> Finding:
    """A server of this contract answers."""
    took = answer.data.get("elapsed_ms")
    return Finding("reach", OK, f"GET {url}{path} was answered with {answer.data['status']} in {took} ms")


def of_something_else(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding:
    """What it is that answers, of which nothing is of this contract.  ``heard``: path to answer, never empty."""
    for of in (_redirected, _gateway_asks, _nobody_behind, _expects_tls, _page, _nothing_there):
        found = of(heard, url, subject)
        if found is not None:
            return found
    told = "; ".join(f"GET {path}: {described(answer)}" for path, answer in heard.items())
    return Finding(
        "reach",
        WRONG,
        f"something answers at {url}, but not as the contract says: {told}",
        _address(url, subject),
    )


def _address(url: str, subject: Subject) -> str:
    """What to look at where something else answers; a path of the address may be one too many."""
    if shorter := _without_path(url):
        return f"check {subject.place()}; its base path may be wrong, or too much: {subject.instead(shorter)}"
    return f"check {subject.place()}, its base path too"


def _without_path(url: str) -> str:
    """The same address without its path; empty where it has none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.path.strip("/") else ""


def described(answer: Event) -> str:
    """An answer in a few words."""
    if _is_page(answer):
        return f"{answer.data['status']}, a page{_title(str(answer.body))}"
    said = _said(answer.body)
    return f"{answer.data['status']} {said}" if said else str(answer.data["status"])


def _said(body: object) -> str:
    """A problem by its title, another document as it came, as far as it can be shown."""
    if body is None:
        return ""
    title = body.get("title") if isinstance(body, Mapping) else None
    if isinstance(title, str) and title.strip():
        return f"({plain(title, 60)})"
    return plain(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), 60)


def _all(heard: Mapping[str, Event], holds: Callable[[Event], bool]) -> bool:
    return all(holds(answer) for answer in heard.values())


def _header(answer: Event, name: str) -> str:
    value = answer.data.get("headers", {}).get(name, "")
    return value if isinstance(value, str) else ""


def _redirected(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding | None:
    """Redirects are never followed: what they lead to is not what the profile names."""
    if not _all(heard, lambda answer: answer.data["status"] in _REDIRECTS):
        return None
    path, answer = next(iter(heard.items()))
    asked = url.rstrip("/") + path
    try:
        target = urljoin(asked, _header(answer, "location"))
        there, here = urlsplit(target), urlsplit(asked)
        same_origin = (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)
    except ValueError:
        target, same_origin = _header(answer, "location"), True
    what = f"{asked} is redirected to {plain(target, 160)}, and redirects are not followed"
    if target.endswith(path) and target != asked:
        base = plain(target.removesuffix(path), 160)
        return Finding("reach", WRONG, what, subject.instead(base), decisive=True)
    return Finding(
        "reach",
        WRONG,
        what,
        f"write the address of the server itself into {subject.place()}, or "
        f"what it takes to be let through into [target] headers ({subject.file})",
        decisive=not same_origin,
    )


def _gateway_asks(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding | None:
    """These documents are public: who asks for a credential is a gateway, or a server that does not keep that."""
    if not _all(heard, lambda answer: answer.data["status"] in (401, 403, 407)):
        return None
    answer = next(iter(heard.values()))
    scheme = _header(answer, "www-authenticate").partition(" ")[0]
    foreign = answer.data["status"] == 407 or scheme.lower() not in ("", "bearer")
    who = "a gateway" if foreign else "a gateway, or the server itself,"
    challenge = f" (WWW-Authenticate: {plain(scheme, 40)})" if scheme else ""
    return Finding(
        "reach",
        WRONG,
        f"{who} answers {answer.data['status']}{challenge} to what anybody may ask",
        f'write [target] headers = {{ NAME = "env:..." }} with what lets you through ({subject.file})',
        decisive=foreign,
    )


def _nobody_behind(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding | None:
    if not _all(heard, lambda answer: answer.data["status"] in _NOBODY_BEHIND):
        return None
    status = next(iter(heard.values())).data["status"]
    return Finding(
        "reach",
        WRONG,
        f"a gateway answers at {url}, and says that the server behind it does not ({status})",
        "start the server, or mend the gateway's way to it",
        decisive=True,
    )


def _expects_tls(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding | None:
    """What web servers say, in words of their own, to whoever speaks plain HTTP to a port for TLS."""
    if not url.startswith("http://"):
        return None
    if not _all(heard, lambda answer: answer.data["status"] == 400 and "HTTPS" in str(answer.body)):
        return None
    secure = f"https{url.removeprefix('http')}"
    return Finding("reach", WRONG, f"what listens at {url} speaks TLS", subject.instead(secure), decisive=True)


def _page(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding | None:
    """Pages for people where documents for programs were asked for.  A page with 404 may be a chat server's own."""
    if not _all(heard, _is_page):
        return None
    answer = next(iter(heard.values()))
    status = answer.data["status"]
    return Finding(
        "reach",
        WRONG,
        f"a page for people answers at {url} ({status}{_title(str(answer.body))}): a proxy, a login or another service",
        _address(url, subject),
        decisive=_all(heard, lambda one: one.data["status"] == 200),
    )


def _nothing_there(heard: Mapping[str, Event], url: str, subject: Subject) -> Finding | None:
    if not _all(heard, lambda answer: answer.data["status"] in (404, 405)):
        return None
    paths = " and ".join(heard)
    below = subject.instead(url.rstrip("/") + "/PATH")
    shorter = _without_path(url)
    place = f"where its path is too much, {subject.instead(shorter)}; where" if shorter else "where"
    return Finding(
        "reach",
        WRONG,
        f"something answers at {url} and knows neither {paths.replace(' and ', ' nor ')}",
        f"{place} the server lies below {'another' if shorter else 'a'} base path, {below}; else it is another "
        "service, or does not keep the contract",
    )


def _is_page(answer: Event) -> bool:
    start = str(answer.body or "").lstrip()[:15].lower()
    return "text/html" in _header(answer, "content-type").lower() or start.startswith(("<!doctype html", "<html"))


def _title(page: str) -> str:
    found = _TITLE.search(page[:20_000])
    return f" entitled {plain(found.group(1), 60)!r}" if found else ""


def capabilities(answer: Event, demanded: Sequence[str], subject: Subject) -> Finding:
    """What the server declares, against what the profile demands.  All of it is judged by the rungs as well."""
    body = answer.body if isinstance(answer.body, Mapping) else {}
    version = body.get("protocol_version")
    if isinstance(version, str) and not version.startswith("1."):
        return Finding(
            "capabilities",
            WRONG,
            f"the server speaks version {plain(version, 20)!r} of a contract",
            "this suite judges 1.0: is it the server that you mean?",
        )
    complaint = schemas.complaint("openapi:Capabilities", answer.body)
    if answer.data["status"] != 200 or complaint is not None:
        return Finding(
            "capabilities",
            WRONG,
            f"GET /chat/capabilities is answered with {described(answer)}, which is no "
            f"capabilities document: {plain(complaint or 'its status is not 200')}",
            "this is the server's to mend; the run says which clause",
        )
    declared = body["capabilities"]
    missing = [name for name in demanded if name not in declared]
    if missing:
        return Finding(
            "capabilities",
            WRONG,
            f"the profile demands {', '.join(missing)}, which the server does not declare",
            f"write capabilities = {sorted(set(demanded) - set(missing))} into {subject.within('profile')}, "
            "or let the server declare it",
        )
    server = body["server"]
    names = ", ".join(plain(name, 30) for name in list(declared)[:12]) or "no optional capability"
    return Finding(
        "capabilities",
        OK,
        f"version {plain(version, 20)}, {plain(server['name'], 40)} {plain(server['version'], 40)}, declares {names}",
    )
