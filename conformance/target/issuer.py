"""The suite's issuer as a small HTTP server, for a server that reads its keys from a URL."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from conformance.target.tokens import Signer

JWKS_PATH = "/.well-known/jwks.json"


class Issuer:
    """Serves the public keys of a signer on loopback until it is closed."""

    def __init__(self, signer: Signer, port: int = 0) -> None:
        self.document: bytes | None = signer.jwks_file()
        """What is served; ``None``: the keys cannot be had, and 503 says so."""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, name="conformance-issuer", daemon=True)

    @property
    def jwks_url(self) -> str:
        """Where the keys are."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{JWKS_PATH}"

    def start(self) -> None:
        """Serve in the background."""
        self._thread.start()

    def serve_forever(self) -> None:
        """Serve here, until interrupted."""
        self._server.serve_forever()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == JWKS_PATH
            body = (issuer.document or b"") if found else b""
            self.send_response(404 if not found else 200 if body else 503)
            self.send_header("Content-Type", "application/jwk-set+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing: a server asks for its keys as often as it likes."""

    return Handler
