"""The firm of the organisation's tests, a person in it, and the fake servers in place of the real ones."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from zhuke.commons.sealing import seal
from zhuke.connectors.sign_in import offices
from zhuke.connectors.tests.fakes import CLIENT, SECRET, Fake, serve
from zhuke.connectors.wecom import client as wecom_client
from zhuke.modules.orgs.models import SignInProvider
from zhuke.modules.orgs.tests.conftest import admin, firm, holder, presets

__all__ = ["admin", "firm", "presets"]

PASSWORD = "sieben-Wolken-41-Kran"


@pytest.fixture(scope="module")
def server() -> Iterator[Fake]:
    """The fakes' port."""
    with serve() as fake:
        yield fake


@pytest.fixture
def fake(server: Fake, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """The fakes, empty, and the adapters pointed at them; this machine is a host that the operator has named."""
    fresh = Fake(server.url)
    server.__dict__.update(fresh.__dict__)
    settings.PRIVATE_HOSTS = {"127.0.0.1"}
    wecom_client._tokens.clear()
    monkeypatch.setattr(wecom_client.WeCom, "api_url", server.url)
    ding, feishu = offices.DingTalkAdapter, offices.FeishuAdapter
    monkeypatch.setattr(ding, "access_token_url", f"{server.url}/v1.0/oauth2/userAccessToken")
    monkeypatch.setattr(ding, "profile_url", f"{server.url}/v1.0/contact/users/me")
    monkeypatch.setattr(feishu, "access_token_url", f"{server.url}/open-apis/authen/v1/access_token")
    monkeypatch.setattr(feishu, "user_info_url", f"{server.url}/open-apis/authen/v1/user_info")
    monkeypatch.setattr(feishu.client_class, "app_access_token_url", f"{server.url}/open-apis/auth/v3/app_access_token/internal/")
    return server


@pytest.fixture
def person(firm: Any) -> Any:
    """Somebody of the east company with a phone and a password."""
    person = holder("sales", firm.east_sales, "周一")
    person.phone = "+86 138-0013-8000"
    person.set_password(PASSWORD)
    person.save(update_fields=["phone", "password"])
    return person


def provider(kind: str, match: str, fake: Fake, **values: Any) -> SignInProvider:
    """A way to sign in, switched on and with its secret."""
    more = {"oidc": {"issuer": f"{fake.url}/oidc"}, "wecom": {"agent_id": "1000002"}}.get(kind, {})
    usual = {"name": f"门户{kind}", "client_id": CLIENT, "active": True, "has_secret": True}
    row = SignInProvider(kind=kind, match=match, **{**usual, **more, **values})
    row.sealed = seal(SECRET, row.pk)
    row.save()
    return row


@pytest.fixture
def browser() -> Client:
    """A visitor's browser."""
    return Client(raise_request_exception=True)
