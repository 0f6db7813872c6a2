"""Where a launched server reads the suite's public keys, as a check may change it: rotate, take away, bring back."""

from __future__ import annotations

import json
from pathlib import Path

from conformance.target.issuer import Issuer
from conformance.target.tokens import Signer


class PublishedKeys:
    """The key set that a server was told of, as a file or by an address (or by both)."""

    def __init__(self, signer: Signer, file: Path | None, issuer: Issuer | None) -> None:
        self._signer = signer
        self._file = file
        self._issuer = issuer
        self._publish(signer.jwks_file())
        self._changed = False

    def add(self, *others: Signer) -> None:
        """Publish these keys beside the first one."""
        keys = [key for signer in (self._signer, *others) for key in signer.jwks()["keys"]]
        self._publish(json.dumps({"keys": keys}).encode())

    def withdraw(self) -> None:
        """From now on the set cannot be read: the file is gone, the address answers 503."""
        self._changed = True
        if self._file is not None:
            self._file.unlink(missing_ok=True)
        if self._issuer is not None:
            self._issuer.document = None

    def restore(self) -> None:
        """Publish what was there at first, if a check has changed it."""
        if self._changed:
            self._publish(self._signer.jwks_file())
            self._changed = False

    def _publish(self, document: bytes) -> None:
        self._changed = True
        if self._file is not None:
            # In one step: a server that looks meanwhile finds the old set or the new one, never half of one.
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(".draft")
            draft.write_bytes(document)
            draft.replace(self._file)
        if self._issuer is not None:
            self._issuer.document = document
