"""The ways to sign in as administrators set them up: who may, what each kind needs, and that a secret never comes out again."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from zhuke.commons.sealing import seal, unseal
from zhuke.commons.testing import Caller, Firm, allow
from zhuke.kernel.models import Event
from zhuke.modules.orgs.models import SignInProvider

from .conftest import newcomer

OIDC = {
    "kind": "oidc",
    "name": "集团统一登录",
    "client_id": "zhuke",
    "issuer": "https://sso.example.com/realms/a",
    "match": "email",
    "active": True,
}
SECRET = "s3hr-geheim-Wort"


def add(caller: Caller, **values: Any) -> Any:
    """POST a provider."""
    return caller.post("/r/sign_in_providers", {**OIDC, **values})


def entrust(caller: Caller, row: Any, secret: str = SECRET) -> Any:
    """Set its secret."""
    return caller.post(f"/r/sign_in_providers/{row['id']}/do/set_secret", {"version": row["version"], "inputs": {"secret": secret}})


def test_it_is_offered_once_it_has_a_secret(admin: Caller) -> None:
    row = add(admin).data
    assert row["unit"] is None, "for the whole group, not for the administrator's own department"
    assert (row["has_secret"], admin.get("/sign-in").data["providers"]) == (False, [])
    row = entrust(admin, row).data
    assert row["has_secret"] is True
    assert admin.get("/sign-in").data["providers"] == [{"id": row["id"], "kind": "oidc", "name": "集团统一登录"}]
    assert admin.patch(f"/r/sign_in_providers/{row['id']}", {"version": row["version"], "active": False}).status == 200
    assert admin.get("/sign-in").data["providers"] == []


def test_a_secret_never_comes_out_again(admin: Caller) -> None:
    row = add(admin).data
    answers = [entrust(admin, row), admin.get("/r/sign_in_providers"), admin.get(f"/r/sign_in_providers/{row['id']}")]
    answers += [admin.get(f"/r/sign_in_providers/{row['id']}/history"), admin.get("/meta/sign_in_providers"), admin.get("/sign-in")]
    stored = SignInProvider.objects.get(pk=row["id"]).sealed
    seen = "".join(str(answer.data) for answer in answers) + str([event.data for event in Event.objects.all()])
    assert SECRET not in seen
    assert stored not in seen
    assert "sealed" not in seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM kernel_change t")
        assert stored not in (cursor.fetchone()[0] or "")
    assert SECRET not in stored
    assert unseal(stored, SignInProvider.objects.get(pk=row["id"]).pk) == SECRET


def test_a_seal_holds_for_its_own_record_and_key(admin: Caller, settings: Any) -> None:
    one, other = (SignInProvider.objects.get(pk=add(admin, name=name).data["id"]).pk for name in ("甲", "乙"))
    sealed = seal(SECRET, one)
    assert seal(SECRET, one) != sealed
    assert unseal(sealed, other) is None
    assert unseal(sealed[:-6] + "AAAA==", one) is None
    settings.SECRET_KEY = "another" * 10
    assert unseal(sealed, one) is None


def test_only_an_administrator_of_the_group_entrusts_a_secret(firm: Firm, admin: Caller) -> None:
    clerk = newcomer("小李", firm.group)
    allow(clerk, {"sign_in_providers": ["read", "create", "update"]}, scope="group", unit=firm.group)
    row = add(Caller(clerk)).data
    refused = entrust(Caller(clerk), row)
    assert (refused.status, refused.data["code"]) == (403, "exceeds_own")
    assert SignInProvider.objects.get(pk=row["id"]).has_secret is False
    assert entrust(admin, row).status == 200


def test_a_subsidiarys_administrator_sees_and_changes_nothing(east_admin: Caller, admin: Caller) -> None:
    row = add(admin).data
    assert add(east_admin).status == 403
    assert east_admin.patch(f"/r/sign_in_providers/{row['id']}", {"version": row["version"], "active": False}).status in (403, 404)
    assert entrust(east_admin, row).status in (403, 404)
    fresh = SignInProvider.objects.get(pk=row["id"])
    assert (fresh.active, fresh.has_secret) == (True, False)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"issuer": ""}, "issuer"),
        ({"issuer": "http://sso.example.com"}, "issuer"),
        ({"issuer": "https://10.1.1.1/"}, "issuer"),
        ({"issuer": "https://localhost:8443/"}, "issuer"),
        ({"kind": "wecom", "issuer": ""}, "agent_id"),
        ({"kind": "dingtalk", "match": "email"}, "match"),
        ({"kind": "dingtalk", "match": "username"}, "match"),
    ],
)
def test_each_kind_needs_its_own(values: dict[str, str], field: str, admin: Caller) -> None:
    refused = add(admin, **values)
    assert (refused.status, refused.data["code"], list(refused.data["fields"])) == (400, "invalid", [field])
    assert not SignInProvider.objects.exists()


def test_another_system_behind_it_forgets_the_secret(admin: Caller) -> None:
    row = entrust(admin, add(admin).data).data
    changed = admin.patch(f"/r/sign_in_providers/{row['id']}", {"version": row["version"], "issuer": "https://evil.example.com/"})
    assert (changed.status, changed.data["has_secret"]) == (200, False)
    assert SignInProvider.objects.get(pk=row["id"]).sealed == ""
    assert admin.get("/sign-in").data["providers"] == []


def test_not_while_people_have_linked_accounts(firm: Firm, admin: Caller) -> None:
    row = entrust(admin, add(admin).data).data
    SocialAccount.objects.create(user=newcomer("小李", firm.east), provider=row["id"], uid="s1", extra_data={})
    refused = admin.patch(f"/r/sign_in_providers/{row['id']}", {"version": row["version"], "client_id": "other"})
    assert (refused.status, refused.data["code"]) == (409, "in_use")
    fresh = SignInProvider.objects.get(pk=row["id"])
    assert (fresh.client_id, fresh.has_secret) == ("zhuke", True)
    assert admin.patch(f"/r/sign_in_providers/{row['id']}", {"version": row["version"], "name": "统一登录"}).status == 200
