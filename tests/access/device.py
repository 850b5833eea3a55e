"""A device that makes passkeys and shows them, in software; a test may let it lie about anything."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn import base64url_to_bytes

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def written(data: bytes) -> str:
    """Return bytes as browsers send them."""
    return urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Device:
    """One passkey on one device, behind one browser at one address."""

    origin: str
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    uses: int = 0
    counts: bool = True
    owner: bytes | None = None
    """By what the device knows the account; as it was told when it made the passkey."""

    def make(self, asked: str, **lies: Any) -> str:
        """Make the passkey that the server asks for."""
        options = json.loads(asked)
        self.owner = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        flags = lies.get("flags", PRESENT | VERIFIED) | ATTESTED
        data = self._data(lies.get("host", options["rp"]["id"]), flags) + credential
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options["challenge"], lies)
        return self._answer({"clientDataJSON": written(said), "attestationObject": written(attested)})

    def show(self, asked: str, **lies: Any) -> str:
        """Sign the challenge."""
        options = json.loads(asked)
        self.uses += self.counts
        flags = lies.get("flags", PRESENT | VERIFIED)
        data = self._data(lies.get("host", options["rpId"]), flags, lies.get("uses"))
        said = self._said("webauthn.get", options["challenge"], lies)
        key = lies.get("key", self.key)
        signature = key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": said, "authenticatorData": data, "signature": signature}
        owner = lies.get("owner", self.owner)
        if owner is not None:
            response["userHandle"] = owner
        return self._answer({name: written(value) for name, value in response.items()})

    def _data(self, host: str, flags: int, uses: int | None = None) -> bytes:
        number = self.uses if uses is None else uses
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + number.to_bytes(4, "big")

    def _said(self, kind: str, challenge: str, lies: dict[str, Any]) -> bytes:
        origin = lies.get("origin", self.origin)
        said = {
            "type": lies.get("type", kind),
            "challenge": lies.get("challenge", challenge),
            "origin": origin,
        }
        return json.dumps({**said, "crossOrigin": False}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = written(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
