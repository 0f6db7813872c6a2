"""Base URLs as people write them, and header fields: what of them no client could send.  Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")


def wrong_with_url(url: str, schemes: tuple[str, str]) -> str | None:
    """Why nothing can be reached under a base URL; ``None`` where something may be."""
    if not url.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        return f"expected {schemes[0]}:// or {schemes[1]}://"
    if re.search(r"[^!-~]", url):
        return "holds a space, a line break, or what is not ASCII"
    if "?" in url or "#" in url:
        return "has a query or a fragment, and the paths of the contract are appended to it; leave that out"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "its host or its port is none (a port is a number from 1 to 65535)"
    if "@" in parts.netloc:  # a client makes Authorization of it, which is where the contract has its tokens
        return "names a user; leave that out, and write what a gateway in front wants under [target] headers"
    if not host:
        return "names no host"
    return "a port is a number from 1 to 65535" if port == 0 or parts.netloc.endswith(":") else None


def without_password(url: str) -> str:
    """A URL without the name and the password that it may hold."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    return parts._replace(netloc=f"***@{parts.netloc.rpartition('@')[2]}").geturl()


def wrong_with_header(name: str, value: str) -> str | None:
    """Why a header field cannot be sent; its value may be a secret, and is not repeated."""
    if not _NAME.fullmatch(name):
        return "is no name of a header; expected letters, digits and - such as X-Api-Key"
    if not _VALUE.fullmatch(value):
        return "its value cannot be sent: expected printable ASCII in one line, without spaces around it"
    return None
