"""Where the server under test is, and how politely it is to be treated."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

USER_AGENT = "chat-conformance"
CHECK_HEADER = "X-Conformance-Check"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The base URLs of a server, and the headers that every request to it carries."""

    url: str
    ws_url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    ca: str | None = None

    @property
    def on_loopback(self) -> bool:
        """Whether the server listens on this machine only (nothing hostile is ever sent anywhere else)."""
        return is_loopback(urlsplit(self.url).hostname or "")

    def http(self, path: str) -> str:
        """The full URL of a path of the contract."""
        return self.url.rstrip("/") + path

    def socket(self, path: str) -> str:
        """The full socket URL of a path of the contract."""
        return self.ws_url.rstrip("/") + path

    def tls(self) -> ssl.SSLContext | None:
        """The trust to check an https server by; ``None`` for plain http."""
        if not self.url.startswith("https:") and not self.ws_url.startswith("wss:"):
            return None
        return ssl.create_default_context(cafile=self.ca)


def endpoint(
    url: str, ws_url: str | None = None, headers: Mapping[str, str] | None = None, ca: str | None = None
) -> Endpoint:
    """An endpoint from what a profile says; the socket's URL follows from the other where it is not given."""
    derived = "ws" + url.removeprefix("http") if url.startswith("http") else url
    return Endpoint(url, ws_url or derived, dict(headers or {}), ca)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
