"""Where the server under test is, and how politely it is to be treated."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

USER_AGENT = "chat-conformance"
CHECK_HEADER = "X-Conformance-Check"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The base URLs of a server, and the headers that every request to it carries.

    ``ca`` holds the certificates that alone are trusted, in PEM; ``through`` is where connections really go (a relay
    in front of the server), though everything that is said on them is said to the server itself.
    """

    url: str
    ws_url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    ca: str | None = None
    through: tuple[str, int] | None = None

    @property
    def on_loopback(self) -> bool:
        """Whether the server listens on this machine only (nothing hostile is ever sent anywhere else)."""
        return all(is_loopback(urlsplit(url).hostname or "") for url in (self.url, self.ws_url))

    def http(self, path: str) -> str:
        """The full URL of a path of the contract."""
        return self.url.rstrip("/") + path

    def socket(self, path: str) -> str:
        """The full socket URL of a path of the contract."""
        return self.ws_url.rstrip("/") + path

    def tls(self, url: str) -> ssl.SSLContext | None:
        """The trust to check the server by at one of its URLs; ``None`` where that is not encrypted."""
        return trust(self.ca) if urlsplit(url).scheme in ("https", "wss") else None


def endpoint(
    url: str, ws_url: str | None = None, headers: Mapping[str, str] | None = None, ca: str | None = None
) -> Endpoint:
    """An endpoint from what a profile says; the socket's URL follows from the other where it is not given."""
    derived = "ws" + url.removeprefix("http") if url.startswith("http") else url
    return Endpoint(url, ws_url or derived, dict(headers or {}), ca)


@cache
def trust(ca: str | None) -> ssl.SSLContext:
    """The trust in these certificates (PEM), or in those that this machine trusts; raises ``ssl.SSLError``."""
    return ssl.create_default_context(cadata=ca)


def address_of(url: str) -> tuple[str, int]:
    """The host and the port of a base URL."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme in ("https", "wss") else 80)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
