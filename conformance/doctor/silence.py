"""Why no answer came: from the exception that ended an attempt to what is wrong with the address.

A time-out is unknown, not wrong: the server may be slow, the network may swallow, the machine may be busy.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from websockets.exceptions import InvalidMessage

from conformance.client.endpoint import address_of
from conformance.doctor.finding import UNKNOWN, WRONG, Finding, Subject, plain

_EXPIRED, _NOT_YET = 10, 9
_WRONG_NAME = frozenset({62, 64})
"""Numbers by which OpenSSL says what is wrong with a certificate (x509_vfy.h)."""

_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG")
"""OpenSSL's reasons where what came is no TLS at all."""

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETDOWN})


def no_answer(name: str, error: BaseException, url: str, key: str, subject: Subject) -> Finding:
    """Why nobody answered at ``url``, which the member ``key`` of ``[target]`` names (or ``--url``)."""
    causes = list(_causes(error))
    where = subject.place(key)
    host, port = address_of(url)
    for cause in causes:
        match cause:
            case ssl.SSLCertVerificationError():
                return _certificate(name, cause, url, where, subject)
            case ssl.SSLError() if getattr(cause, "reason", None) in _NO_TLS:
                other = _with_scheme(url, {"https": "http", "wss": "ws"})
                return _wrong(name, f"what listens at {host}:{port} speaks no TLS", subject.instead(other, key))
            case socket.gaierror():
                return _name_unknown(name, cause, host, where)
            case ConnectionRefusedError():
                write = f"start the server, or correct {where}"
                return _wrong(name, f"nothing listens at {host}:{port} (the connection was refused)", write)
            case OSError() if cause.errno in _UNREACHABLE:
                write = f"check the network, and {where}"
                return _wrong(name, f"there is no way to {host}:{port} ({plain(cause.strerror)})", write)
            case TimeoutError() | httpx.TimeoutException():
                write = "a time-out tells nothing: ask again, or look at the server's log and at what stands before it"
                return Finding(name, UNKNOWN, f"{url} gave no whole answer in time", write)
            case httpx.RemoteProtocolError() | InvalidMessage():
                return Finding(
                    name,
                    WRONG,
                    f"what answers at {host}:{port} speaks no HTTP, or hung up ({plain(cause, 100)})",
                    f"check {where}",
                )
    return Finding(name, WRONG, f"no answer came from {url} ({plain(error)})", f"check {where}")


def speaks_tls(error: BaseException) -> bool:
    """Whether an attempt to speak TLS met somebody who does, trusted or not."""
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error))


def broke_off(error: BaseException) -> bool:
    """Whether what answered was no HTTP: what a server does, among others, that expects TLS."""
    return any(isinstance(cause, httpx.RemoteProtocolError | httpx.ReadError) for cause in _causes(error))


def wants_tls(name: str, url: str, subject: Subject) -> Finding:
    """What was spoken to without TLS speaks it."""
    other = _with_scheme(url, {"http": "https", "ws": "wss"})
    return _wrong(name, f"what listens at {url} speaks TLS", subject.instead(other))


def _certificate(name: str, error: ssl.SSLCertVerificationError, url: str, place: str, subject: Subject) -> Finding:
    host, port = address_of(url)
    said = plain(error.verify_message, 120)
    if error.verify_code in (_EXPIRED, _NOT_YET):
        when = "has expired" if error.verify_code == _EXPIRED else "is not valid yet"
        write = "renew it, or set the clock of this machine"
        return _wrong(name, f"the certificate of {host}:{port} {when} ({said})", write)
    if error.verify_code in _WRONG_NAME:
        write = f"write the name that it was made for into {place}"
        return _wrong(name, f"the certificate of {host}:{port} was made for another name ({said})", write)
    write = f'write [target] ca = "file:PATH" of the certificate that signed it ({subject.file}; {said})'
    return _wrong(name, f"{host}:{port} was reached, but its certificate is not trusted", write)


def _name_unknown(name: str, error: socket.gaierror, host: str, place: str) -> Finding:
    if error.errno == socket.EAI_AGAIN:
        return Finding(
            name,
            UNKNOWN,
            f"the name {host} cannot be looked up now ({plain(error.strerror)})",
            f"check this machine's name service, and {place}",
        )
    return _wrong(name, f"the name {host} is not known here ({plain(error.strerror)})", f"check {place}")


def _wrong(name: str, what: str, write: str) -> Finding:
    """What no server can be at fault for: nobody has spoken to it yet."""
    return Finding(name, WRONG, what, write, decisive=True)


def _with_scheme(url: str, others: dict[str, str]) -> str:
    scheme = urlsplit(url).scheme
    return others.get(scheme, scheme) + url[len(scheme) :]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what led to it, outermost first; libraries say so in either way."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    before = error.__cause__ or error.__context__
    if before is not None:
        yield from _causes(before)
