"""Small servers on this machine that speak the published protocols: OIDC, DingTalk, Feishu and WeCom. They check what they are sent."""

from __future__ import annotations

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "client-1", "geheim-1"


@dataclass
class Fake:
    """What the server answers with, and what it was asked."""

    url: str = ""
    who: dict[str, Any] = field(default_factory=dict)
    """Claims, or the member's record."""
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Codes that were given out and not used yet, with what belongs to them (``nonce``, ``challenge``)."""
    key: Any = KEY
    claims: dict[str, Any] = field(default_factory=dict)
    """Put over the claims of the next ID tokens."""
    tokens: list[str] = field(default_factory=list)
    """WeCom: access tokens given out; only the last one is good."""
    asked: list[str] = field(default_factory=list)
    down: bool = False

    def code(self, **belongs: Any) -> str:
        """A code as the login page gives it."""
        name = f"code{len(self.asked)}x{time.monotonic_ns()}"
        self.codes[name] = belongs
        return name


def answer(fake: Fake, method: str, path: str, query: dict[str, str], body: dict[str, str], headers: Any) -> tuple[int, Any]:
    """One request to any of the four."""
    kind = {"/oidc": oidc, "/v1.0": dingtalk, "/open": feishu, "/cgi-": wecom}.get(path[:5])
    return kind(fake, path, {**query, **body}, headers) if kind else (404, {})


def oidc(fake: Fake, path: str, given: dict[str, str], headers: Any) -> tuple[int, Any]:
    """OpenID Connect Core 1.0 with discovery, PKCE (S256) and client_secret_post."""
    base = f"{fake.url}/oidc"
    if path.endswith("/.well-known/openid-configuration"):
        return 200, {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
    if path == "/oidc/authorize":  # the login page of somebody who is signed in there already
        code = fake.code(nonce=given["nonce"], challenge=given["code_challenge"])
        return 302, {"location": f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"}
    if path == "/oidc/keys":
        return 200, {"keys": [json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k1", "alg": "RS256", "use": "sig"}]}
    if path == "/oidc/userinfo":
        return (200, {"sub": "s1", **fake.who}) if headers.get("Authorization") == "Bearer at" else (401, {})
    known = fake.codes.pop(given.get("code", ""), None)
    challenge = urlsafe_b64encode(sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
    if known is None or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET) or challenge != known["challenge"]:
        return 400, {"error": "invalid_grant"}
    now = int(time.time())
    claims = {"iss": base, "aud": CLIENT, "sub": "s1", "iat": now, "exp": now + 60, "nonce": known["nonce"], **fake.claims}
    token = jwt.encode(claims, fake.key, algorithm="RS256", headers={"kid": "k1"})
    return 200, {"access_token": "at", "token_type": "Bearer", "expires_in": 60, "id_token": token}


def dingtalk(fake: Fake, path: str, given: dict[str, str], headers: Any) -> tuple[int, Any]:
    """userAccessToken and contact/users/me."""
    if path == "/v1.0/oauth2/userAccessToken":
        right = (given.get("clientId"), given.get("clientSecret"), given.get("grantType")) == (CLIENT, SECRET, "authorization_code")
        if not right or fake.codes.pop(given.get("code", ""), None) is None:
            return 400, {"code": "invalidParameter.authCode.notFound", "message": "不合法的临时授权码"}
        return 200, {"accessToken": "at", "refreshToken": "rt", "expireIn": 7200, "corpId": "ding1"}
    if path == "/v1.0/contact/users/me" and headers.get("x-acs-dingtalk-access-token") == "at":
        return 200, {"nick": "周", "openId": "o1", "unionId": "u1", "stateCode": "86", **fake.who}
    return 404, {}


def feishu(fake: Fake, path: str, given: dict[str, str], headers: Any) -> tuple[int, Any]:
    """app_access_token, access_token and user_info."""
    if path == "/open-apis/auth/v3/app_access_token/internal/":
        right = (given.get("app_id"), given.get("app_secret")) == (CLIENT, SECRET)
        return 200, {"code": 0, "app_access_token": "app-at", "expire": 7200} if right else {"code": 10014, "msg": "app secret invalid"}
    if path == "/open-apis/authen/v1/access_token":
        if given.get("app_access_token") != "app-at" or fake.codes.pop(given.get("code", ""), None) is None:
            return 200, {"code": 20003, "msg": "invalid code"}
        return 200, {"code": 0, "data": {"access_token": "at", "refresh_token": "rt", "expires_in": 7200}}
    if headers.get("Authorization") == "Bearer at":
        return 200, {"code": 0, "data": {"name": "周", "open_id": "o1", "union_id": "u1", **fake.who}}
    return 401, {"code": 99991663}


def wecom(fake: Fake, path: str, given: dict[str, str], headers: Any) -> tuple[int, Any]:
    """gettoken, auth/getuserinfo and user/get; errors come with status 200 and a number."""
    if path == "/cgi-bin/gettoken":
        if (given.get("corpid"), given.get("corpsecret")) != (CLIENT, SECRET):
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        fake.tokens.append(f"token{len(fake.tokens)}")
        return 200, {"errcode": 0, "errmsg": "ok", "access_token": fake.tokens[-1], "expires_in": 7200}
    if not fake.tokens or given.get("access_token") != fake.tokens[-1]:
        return 200, {"errcode": 42001 if given.get("access_token") in fake.tokens else 40014, "errmsg": "access_token expired"}
    if path == "/cgi-bin/auth/getuserinfo":
        if fake.codes.pop(given.get("code", ""), None) is None:
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        member = fake.who.get("userid")
        return 200, {"errcode": 0, "errmsg": "ok", **({"userid": member} if member else {"openid": "outsider"})}
    if path == "/cgi-bin/user/get" and given.get("userid") == fake.who.get("userid"):
        return 200, {"errcode": 0, "errmsg": "ok", "name": "周", **fake.who}
    return 200, {"errcode": 60111, "errmsg": "userid not found"}


@contextmanager
def serve() -> Iterator[Fake]:
    """All four on one free port of this machine."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._any("GET")

        def do_POST(self) -> None:
            self._any("POST")

        def _any(self, method: str) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            body = json.loads(sent) if sent.startswith("{") else _flat(sent)
            fake.asked.append(parts.path)
            status, found = (503, {}) if fake.down else answer(fake, method, parts.path, _flat(parts.query), body, self.headers)
            data = json.dumps(found).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", found["location"])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def _flat(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}
