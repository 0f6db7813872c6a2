"""What a handshake to a conversation that does not exist is answered with: nothing is created, and much is told.

A server of the contract refuses it with 404 (or 403), as a problem.  Whatever else comes says that the handshake met
somebody else, or arrived without what makes it one.
"""

from __future__ import annotations

from conformance.contract import schemas
from conformance.doctor.answers import described
from conformance.doctor.finding import OK, UNKNOWN, WRONG, Finding, Subject
from conformance.recorder.events import Event


def refused(handshake: Event, token_accepted: bool, url: str, subject: Subject) -> Finding:
    """The handshake was answered with a status other than 101."""
    status = handshake.data["status"]
    problem = schemas.complaint("openapi:Problem", handshake.body) is None
    told = described(handshake)
    if status in (403, 404) and problem:
        return Finding(
            "socket",
            OK,
            f"a handshake at {url} reaches the server: it refuses a conversation that does not exist with {status}",
        )
    if status in (400, 426):
        return Finding(
            "socket",
            WRONG,
            f"the handshake arrived without its Upgrade, or is not taken for one ({told})",
            "let what stands before the server pass on Upgrade and Connection, or write [target] ws_url of "
            f"where sockets are served ({subject.file})",
        )
    if status == 401 and token_accepted:
        return Finding(
            "socket",
            WRONG,
            "the handshake is refused with 401, though requests with the same token are not",
            "does what stands before the server pass on Authorization in handshakes? The run judges it (WS-UPGRADE-01)",
        )
    if status in (401, 429, 503):
        return Finding("socket", UNKNOWN, f"the handshake is answered with {told}", "mend what is said above first")
    return Finding(
        "socket",
        WRONG,
        f"a handshake at {url} is answered with {told}, as no server of the contract does",
        f"write [target] ws_url of where sockets are served ({subject.file}); a page or a plain 200 comes from "
        "something else, or from a proxy that strips Upgrade",
    )


def opened(url: str) -> Finding:
    """The handshake was answered with 101."""
    return Finding("socket", OK, f"a handshake at {url} is answered with 101")
