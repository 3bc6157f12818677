"""What all four kinds share: a row of the settings is one provider, has its own callback address, and says who came in the same words."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class Refused(OAuth2Error):
    """The outside system did not accept what we sent.

    ``reason``: ``code`` (used or too old), ``outside`` (not a member of the firm) or ``provider``; ``detail``: its own number.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason, self.detail = reason, detail


def identity(*, name: Any = "", emails: tuple[Any, ...] = (), phone: Any = "", username: Any = "") -> dict[str, Any]:
    """Who came, as the outside system vouches for it: only addresses and numbers that it has verified itself."""
    return {
        "name": str(name or "")[:80],
        "emails": [str(email).strip().lower() for email in emails if email],
        "phone": str(phone or "")[:40],
        "username": str(username or "").strip().lower()[:60],
    }


def callback_address(provider_id: str) -> str:
    """Where the outside system sends people back; must be registered there."""
    return settings.BASE_URL + reverse("sign_in_callback", kwargs={"provider_id": provider_id})


class OneOfMany:
    """For adapters of allauth: which row of the settings this is. Comes before the adapter in the list of bases."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        self.provider_id = provider_id
        super().__init__(request)  # type: ignore[call-arg]

    def get_provider(self) -> Any:
        """The provider made from that row."""
        return get_adapter(self.request).get_provider(self.request, provider=self.provider_id)  # type: ignore[attr-defined]

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """The same address whatever name the browser used for us: outside systems compare it letter by letter."""
        return callback_address(self.provider_id)


class Account(ProviderAccount):
    """How a linked account is shown."""

    def to_str(self) -> str:
        """A name, else the number it has there."""
        data = self.account.extra_data
        return str(data.get("name") or data.get("username") or self.account.uid)


class Vouching:
    """For providers of allauth: keeps of an answer only who came (``who``). Comes before the provider in the list of bases."""

    account_class = Account

    def who(self, data: Any) -> dict[str, Any]:
        """``identity`` from an answer of the outside system."""
        raise NotImplementedError

    def get_oauth2_adapter(self, request: HttpRequest) -> Any:
        """The adapter of this row."""
        return self.oauth2_adapter_class(request, self.app.provider_id)  # type: ignore[attr-defined]

    def serialize(self) -> dict[str, Any]:
        """For the session, while a second factor is asked for: by the row, as there may be several of a kind."""
        return {**super().serialize(), "id": self.app.provider_id}  # type: ignore[misc,attr-defined]

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """What is stored with a linked account."""
        return self.who(data)

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        """Nothing: nobody is made from outside."""
        return {}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        """Nothing, for the same reason."""
        return []
