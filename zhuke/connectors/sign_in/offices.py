"""DingTalk 钉钉 and Feishu 飞书, by allauth's providers."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.provider import FeishuProvider
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from django.http import HttpRequest

from .binding import OneOfMany, Vouching, identity


class DingTalkAdapter(OneOfMany, DingTalkOAuth2Adapter):
    """The conversation with DingTalk."""


class DingTalk(Vouching, DingTalkProvider):
    """One application at DingTalk."""

    oauth2_adapter_class = DingTalkAdapter

    def get_auth_params(self) -> dict[str, Any]:
        """DingTalk shows its consent page only when asked to."""
        return {"prompt": "consent", **super().get_auth_params()}

    def who(self, data: Any) -> dict[str, Any]:
        """The phone of the account is verified there; its e-mail address is whatever the person typed."""
        country = str(data.get("stateCode") or "86")
        mobile = str(data.get("mobile") or "")
        return identity(name=data.get("nick"), phone=mobile if country == "86" or not mobile else f"+{country}{mobile}")


class FeishuAdapter(OneOfMany, FeishuOAuth2Adapter):
    """The conversation with Feishu."""

    client_class = FeishuOAuth2Client

    def get_client(self, request: HttpRequest, app: Any) -> FeishuOAuth2Client:
        """With the callback address of this row."""
        address = self.get_callback_url(request, app)
        return self.client_class(request, app.client_id, app.secret, self.access_token_method, self.access_token_url, address)


class Feishu(Vouching, FeishuProvider):
    """One application at Feishu."""

    oauth2_adapter_class = FeishuAdapter

    def who(self, data: Any) -> dict[str, Any]:
        """The firm's own address and the staff number are set by the firm; a private address proves nothing."""
        return identity(
            name=data.get("name"),
            emails=(data.get("enterprise_email"),),
            phone=data.get("mobile"),
            username=data.get("employee_no") or data.get("user_id"),
        )
