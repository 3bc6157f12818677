"""WeCom's login pages in the form of an adapter of allauth."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest

from zhuke.connectors.sign_in.binding import OneOfMany, Refused

from .client import WeCom


class WeComClient(OAuth2Client):
    """Knows how the two login pages are addressed: a QR code on a desk, no question at all inside the WeCom application."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, Any]) -> str:
        """Where the browser is sent."""
        values = {"appid": self.consumer_key, "redirect_uri": self.callback_url, "state": self.state, "agentid": extra_params["agentid"]}
        if authorization_url == WeComAdapter.inside_url:
            return f"{authorization_url}?{urlencode({**values, 'response_type': 'code', 'scope': 'snsapi_base'})}#wechat_redirect"
        return f"{authorization_url}?{urlencode({**values, 'login_type': 'CorpApp'})}"


class WeComAdapter(OneOfMany, OAuth2Adapter):
    """The conversation with WeCom. There is no token of the person: a code is shown with the application's own token."""

    client_class = WeComClient
    access_token_url = f"{WeCom.api_url}/cgi-bin/gettoken"
    desk_url = "https://login.work.weixin.qq.com/wwlogin/sso/login"
    inside_url = "https://open.weixin.qq.com/connect/oauth2/authorize"

    @property
    def authorize_url(self) -> str:
        """Which login page; WeCom's browser names itself ``wxwork``."""
        return self.inside_url if "wxwork" in self.request.headers.get("User-Agent", "").lower() else self.desk_url

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        """The application's token; the code is used in ``complete_login``."""
        return {"access_token": self._api(app).token()}

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The member whom the code belongs to."""
        data = self._api(app).member_of(request.GET["code"])
        if "userid" not in data:
            raise Refused("outside")
        return self.get_provider().sociallogin_from_response(request, data)

    def _api(self, app: Any) -> WeCom:
        return WeCom(get_adapter(self.request).get_requests_session, app.client_id, app.secret)
