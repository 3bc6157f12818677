"""WeCom's server API, as far as signing in needs it: the application's token, who a code belongs to, and that member's record.

Documented by WeCom: gettoken (91039), getuserinfo (91023, 98176), user/get (90196), global return codes (90313).
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

import requests

from zhuke.connectors.sign_in.binding import Refused

INVALID_CODE = 40029
TOKEN_OVER = (40014, 42001)
# A token is asked for anew this many seconds before WeCom lets it end.
MARGIN = 300
KEPT = 100

_tokens: dict[str, tuple[str, float]] = {}
_lock = threading.Lock()


class WeCom:
    """One application of one firm. Tokens are kept in memory: WeCom gives every process the same one while it lasts (7,200 s)."""

    api_url = "https://qyapi.weixin.qq.com"

    def __init__(self, session: Callable[[], requests.Session], corp_id: str, secret: str) -> None:
        self._session, self._corp, self._secret = session, corp_id, secret
        self._key = hashlib.sha256(f"{self.api_url}\n{corp_id}\n{secret}".encode()).hexdigest()

    def token(self, *, anew: bool = False) -> str:
        """The application's access token. Raises Refused, requests.RequestException."""
        with _lock:
            kept = _tokens.get(self._key)
        if kept and not anew and kept[1] > time.time():
            return kept[0]
        answer = self._get("/cgi-bin/gettoken", corpid=self._corp, corpsecret=self._secret)
        token, seconds = str(answer["access_token"]), int(answer["expires_in"])
        with _lock:
            if len(_tokens) >= KEPT:
                _tokens.clear()
            _tokens[self._key] = (token, time.time() + max(seconds - MARGIN, 0))
        return token

    def member_of(self, code: str) -> dict[str, Any]:
        """Whom a code of the login page belongs to: the member's record, or ``{"openid": …}`` of somebody outside the firm.

        Raises Refused (``code``: used or too old; ``provider``: anything else, with WeCom's number), requests.RequestException.
        """
        found = self._with_token("/cgi-bin/auth/getuserinfo", code=code)
        member = found.get("userid")
        if not member:
            return {"openid": str(found.get("openid", ""))}
        return self._with_token("/cgi-bin/user/get", userid=str(member))

    def _with_token(self, path: str, **values: str) -> dict[str, Any]:
        try:
            return self._get(path, access_token=self.token(), **values)
        except Refused as refusal:
            if refusal.detail not in map(str, TOKEN_OVER):
                raise
        return self._get(path, access_token=self.token(anew=True), **values)

    def _get(self, path: str, **values: str) -> dict[str, Any]:
        with self._session() as session:
            try:
                response = session.get(self.api_url + path, params=values)
                response.raise_for_status()
                answer = response.json()
            except requests.HTTPError as error:  # its text holds the address, and that the secret
                raise Refused("provider", str(response.status_code)) from error
        number = answer.get("errcode", 0)
        if number:
            raise Refused("code" if number == INVALID_CODE else "provider", str(number))
        return dict(answer)
