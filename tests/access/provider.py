"""An identity provider in a thread: honest until a test tells it to lie."""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.access.device import written

CLIENT, SECRET = "readiness", "a secret: with / signs"


class Provider:
    """What it says of itself, its keys, whom it takes people for, and all that it was asked."""

    def __init__(self) -> None:
        self.keys: list[Any] = [RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, auto_kid=False)]
        self.alg = "RS256"
        self.person: dict[str, Any] = {"sub": "7", "email": "new@example.org", "email_verified": True}
        self.lies: dict[str, Any] = {}
        """Claims that stand in the token in place of the true ones; None leaves one out."""
        self.said: dict[str, Any] = {}
        """What it says of itself in place of the truth."""
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.answer: Callable[[str], tuple[int, bytes] | None] = lambda path: None
        """Called for every request; may answer in its place."""
        self.now: Callable[[], float] = time.time
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/tenant"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def authorize(self, address: str) -> dict[str, str]:
        """Let the person agree, and return what the browser is sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign a token with the newest key."""
        key = self.keys[-1]
        return str(jwt.encode({"alg": self.alg, "kid": key.kid}, claims, key, algorithms=[self.alg]))

    def with_our_secret(self, claims: dict[str, Any]) -> str:
        """Sign with what both sides know."""
        return str(jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"]))

    def with_the_public_key(self, claims: dict[str, Any]) -> str:
        """Sign as if the public key were a shared secret."""
        header = {"alg": "HS256", "kid": self.keys[-1].kid}
        told = ".".join(written(json.dumps(one).encode()) for one in (header, claims))
        return f"{told}.{written(hmac.digest(self.keys[-1].as_pem(private=False), told.encode(), 'sha256'))}"

    def with_another_key(self, claims: dict[str, Any]) -> str:
        """Sign with a key of the same name that is not published."""
        key = RSAKey.generate_key(2048)
        header = {"alg": "RS256", "kid": self.keys[-1].kid}
        return str(jwt.encode(header, claims, key, algorithms=["RS256"]))

    def by_nobody(self, claims: dict[str, Any]) -> str:
        """Return a token that nobody has signed."""
        return ".".join(written(json.dumps(one).encode()) for one in ({"alg": "none"}, claims)) + "."

    def new_key(self) -> None:
        """Sign with another key from now on, of another kind."""
        self.keys = [ECKey.generate_key("P-256", {"kid": "two", "use": "sig"}, auto_kid=False)]
        self.alg = "ES256"

    def _said(self) -> dict[str, Any]:
        base = self.issuer
        return {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "end_session_endpoint": f"{base}/end?kind=all",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
            **self.said,
        }

    def _token(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        begun = self.codes.pop(sent.get("code", ""), None)
        challenge = written(sha256(sent["code_verifier"].encode()).digest())
        known = (unquote(name), unquote(secret)) == (CLIENT, SECRET)
        if not known or begun is None or begun["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        assert begun["redirect_uri"] == sent["redirect_uri"]
        now, access = int(self.now()), secrets.token_urlsafe(16)
        half = sha256(access.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": begun["nonce"],
            "at_hash": written(half),
            **self.person,
            **self.lies,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": self.sign(kept)}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keys = [one.as_dict(private=False) for one in provider.keys]
                pages = {"/.well-known/openid-configuration": provider._said(), "/keys": {"keys": keys}}
                self._answer(200, pages.get(self.path.removeprefix("/tenant"), {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sent = {name: values[0] for name, values in parse_qs(body).items()}
                self._answer(*provider._token(sent, self.headers.get("Authorization", "")))

            def _answer(self, status: int, found: dict[str, Any]) -> None:
                provider.asked.append(self.path)
                data = json.dumps(found).encode()
                status, data = provider.answer(self.path) or (status, data)
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", data.decode())
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
