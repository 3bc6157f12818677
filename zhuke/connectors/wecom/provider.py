"""WeCom 企业微信 as a provider of allauth."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from zhuke.connectors.sign_in.binding import Vouching, identity

from .views import WeComAdapter


class WeComProvider(Vouching, OAuth2Provider):
    """One application of one firm at WeCom."""

    id = "wecom"
    name = "企业微信"
    oauth2_adapter_class = WeComAdapter

    def get_auth_params(self) -> dict[str, Any]:
        """The login pages ask for the application's number."""
        return {"agentid": self.app.settings["agent_id"]}

    def extract_uid(self, data: Any) -> str:
        """The member's number within the firm."""
        return str(data["userid"])

    def who(self, data: Any) -> dict[str, Any]:
        """``userid`` is set by the firm, ``biz_mail`` too; members may change their other address as they like, so it proves nothing."""
        return identity(name=data.get("name"), emails=(data.get("biz_mail"),), phone=data.get("mobile"), username=data.get("userid"))


provider_classes = [WeComProvider]
