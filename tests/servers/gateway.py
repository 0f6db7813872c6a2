"""What stands before a vendor's server: TLS of a private authority, a path of its own, and a key of its own.

It passes on what comes below its prefix, without the prefix and unencrypted, one connection for each request, and
turns away whoever does not bring its key.
"""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from servers import null

KEY_HEADER = "x-gateway-key"


@dataclass(slots=True)
class Authority:
    """A certificate authority that nobody but its owner knows; ``certificate`` is what its clients must trust."""

    folder: Path
    certificate: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate = self.folder / "ca.pem"
        key, name = ec.generate_private_key(ec.SECP256R1()), _name("a private authority")
        server_key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        ours = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        authority = (
            _certificate(name, name, key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(ours, critical=False)
        )
        server = (
            _certificate(_name("a chat server"), name, server_key)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ours), critical=False)
        )
        pem = serialization.Encoding.PEM
        self.certificate.write_bytes(authority.sign(key, hashes.SHA256()).public_bytes(pem))
        (self.folder / "server.pem").write_bytes(
            server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + server.sign(key, hashes.SHA256()).public_bytes(pem)
        )

    def context(self) -> ssl.SSLContext:
        """How a server of this authority speaks TLS."""
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        found.load_cert_chain(self.folder / "server.pem")
        return found


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )


@dataclass(frozen=True, slots=True)
class Passed:
    """One request that went through: when (monotonic), what it asked for, and whether it opened a socket."""

    at: float
    method: str
    path: str
    upgrades: bool


@dataclass(slots=True)
class Gateway:
    """One gateway; ``port`` is where it listens, on loopback."""

    upstream: str
    prefix: str
    key: str | None = None
    port: int = 0
    passed: list[Passed] = field(default_factory=list)
    turned_away: int = 0

    async def converse(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One request, and whatever follows it in both directions."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").removesuffix("\r\n\r\n")
        start, *lines = head.split("\r\n")
        method, target, version = start.split(" ")
        fields = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        brought = {name.lower(): value for name, value in fields}
        if not target.startswith(f"{self.prefix}/") or self.key not in (None, brought.get(KEY_HEADER)):
            self.turned_away += 1
            writer.write(null.answer("403 Forbidden", b'{"error": "no key"}', {"Connection": "close"}))
            await writer.drain()
            return
        upgrades = brought.get("upgrade", "").lower() == "websocket"
        self.passed.append(Passed(time.monotonic(), method, target.removeprefix(self.prefix), upgrades))
        kept = [(name, value) for name, value in fields if upgrades or name.lower() != "connection"]
        kept += [] if upgrades else [("Connection", "close")]
        rewritten = [f"{method} {target.removeprefix(self.prefix)} {version}", *(f"{n}: {v}" for n, v in kept)]
        there = urlsplit(self.upstream)
        back, forth = await asyncio.open_connection(there.hostname, there.port)
        try:
            forth.write(("\r\n".join(rewritten) + "\r\n\r\n").encode("latin-1"))
            both = {asyncio.create_task(_pass_on(reader, forth)), asyncio.create_task(_pass_on(back, writer))}
            _, other = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in other:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
        finally:
            forth.close()


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    while some := await reader.read(65_536):
        writer.write(some)
        await writer.drain()


@contextmanager
def standing_before(
    upstream: str, prefix: str, authority: Authority | None = None, key: str | None = None
) -> Iterator[Gateway]:
    """A gateway before a server; without an authority it speaks no TLS."""
    gateway = Gateway(upstream, prefix, key)
    with null.listening(gateway.converse, authority.context() if authority else None) as url:
        gateway.port = urlsplit(url).port or 0
        yield gateway
