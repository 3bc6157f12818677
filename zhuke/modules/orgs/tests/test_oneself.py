"""What people set for themselves: language, preferences, API tokens."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm
from zhuke.kernel.models import Change, Event
from zhuke.modules.orgs.actors import digest
from zhuke.modules.orgs.models import ApiToken, User

from .conftest import holder


@pytest.fixture
def seller(firm: Firm) -> Caller:
    return Caller(holder("sales", firm.east_sales, "周一"))


def in_days(days: float) -> str:
    return (timezone.now() + dt.timedelta(days=days)).isoformat()


def program(secret: str) -> Client:
    """A program with a token."""
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_who_am_i(seller: Caller) -> None:
    me = seller.get("/me").data
    assert (me["name"], me["username"], me["roles"], me["language"]) == ("周一", seller.person.username, ["销售"], "zh-hans")
    assert (me["unit"]["label"], me["company"]["label"], me["second_factor"], me["deputy_for"]) == ("华东市场部", "华东公司", False, [])
    assert {"read", "create", "update"} <= set(me["grants"]["customers"])
    assert "roles" not in me["grants"]


def test_a_language(seller: Caller) -> None:
    assert seller.patch("/me", {"language": "en"}).data["language"] == "en"
    assert seller.patch("/me", {"language": "tlh"}).status == 422
    assert seller.patch("/me", {"language": "en", "is_active": False}).status == 422


def test_preferences_are_merged(seller: Caller) -> None:
    seller.patch("/me/preferences", {"columns": {"customers": ["name"]}, "dense": True})
    assert seller.patch("/me/preferences", {"dense": None, "theme": "light"}).data == {
        "columns": {"customers": ["name"]},
        "theme": "light",
    }
    assert seller.get("/me").data["preferences"]["theme"] == "light"


@pytest.mark.parametrize("value", ["x" * 40_000, "\x00", "\ud800"])
def test_preferences_that_cannot_be_kept(seller: Caller, value: str) -> None:
    answer = seller.patch("/me/preferences", {"a": value})
    assert (answer.status, answer.code) == (400, "invalid")
    assert User.objects.get(pk=seller.person.pk).preferences == {}


def test_a_token_acts_as_its_person(seller: Caller) -> None:
    made = seller.post("/tokens", {"name": "报表", "expires_at": in_days(90)})
    assert made.status == 201
    secret = made.data["secret"]
    assert secret.startswith("zk_")
    answer = program(secret).get("/api/v1/me").json()
    assert (answer["name"], answer["roles"]) == ("周一", ["销售"])
    assert program(secret).post("/api/v1/r/customers", {"name": "江南市政"}, content_type="application/json").status_code == 201
    listed = seller.get("/tokens").data
    assert [(t["name"], t["last_used_at"] is not None, "secret" in t) for t in listed] == [("报表", True, False)]


def test_its_secret_is_kept_nowhere(seller: Caller) -> None:
    secret = seller.post("/tokens", {"name": "报表", "expires_at": in_days(90)}).data["secret"]
    kept = str([*Change.objects.values_list("diff", flat=True), *Event.objects.values_list("data", flat=True), *ApiToken.objects.values()])
    assert secret not in kept
    assert digest(secret) not in str(list(Change.objects.values_list("diff", flat=True)))


def test_a_narrowed_token_does_nothing_else(seller: Caller) -> None:
    body = {"name": "只读", "expires_at": in_days(90), "grants": [["customers", "read"]]}
    client = program(seller.post("/tokens", body).data["secret"])
    assert client.get("/api/v1/r/customers").status_code == 200
    assert client.get("/api/v1/r/contacts").status_code == 403
    refused = client.post("/api/v1/r/customers", {"name": "江南市政"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert client.get("/api/v1/me").json()["grants"] == {"customers": ["read"]}


def test_a_token_makes_and_ends_no_tokens(seller: Caller) -> None:
    made = seller.post("/tokens", {"name": "只读", "expires_at": in_days(9), "grants": []}).data
    client = program(made["secret"])
    for answer in (
        client.post("/api/v1/tokens", {"name": "mehr", "expires_at": in_days(9)}, content_type="application/json"),
        client.delete(f"/api/v1/tokens/{made['id']}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "token_cannot")
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"expires_at": in_days(400)}, "expires_at"),
        ({"expires_at": in_days(-1)}, "expires_at"),
        ({"grants": [["roles", "update"]]}, "grants"),
        ({"grants": [["nowhere", "read"]]}, "grants"),
    ],
)
def test_tokens_that_are_refused(seller: Caller, change: dict[str, Any], field: str) -> None:
    answer = seller.post("/tokens", {"name": "x", "expires_at": in_days(9), **change})
    assert (answer.status, list(answer.data["fields"])) == (400, [field])
    assert not ApiToken.objects.exists()


def test_there_is_an_end_to_tokens(seller: Caller) -> None:
    for number in range(20):
        assert seller.post("/tokens", {"name": f"t{number}", "expires_at": in_days(9)}).status == 201
    assert list(seller.post("/tokens", {"name": "t20", "expires_at": in_days(9)}).data["fields"]) == ["name"]


@pytest.mark.parametrize("end", ["revoked", "expired", "switched off", "unknown", "first password"])
def test_a_token_that_is_no_longer_good(seller: Caller, end: str) -> None:
    made = seller.post("/tokens", {"name": "报表", "expires_at": in_days(90)}).data
    if end == "revoked":
        assert seller.delete(f"/tokens/{made['id']}").status == 204
        assert seller.delete(f"/tokens/{made['id']}").status == 404
    elif end == "expired":
        ApiToken.objects.update(expires_at=timezone.now())
    elif end == "switched off":
        User.objects.filter(pk=seller.person.pk).update(is_active=False)
    elif end == "first password":
        User.objects.filter(pk=seller.person.pk).update(must_change_password=True)
    secret = "zk_unbekannt" if end == "unknown" else made["secret"]
    answer = program(secret).get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_tokens_of_others_are_nobodys_business(firm: Firm, seller: Caller, admin: Caller) -> None:
    made = seller.post("/tokens", {"name": "报表", "expires_at": in_days(90)}).data
    assert admin.get("/tokens").data == []
    assert admin.delete(f"/tokens/{made['id']}").status == 404
    assert ApiToken.objects.get().revoked_at is None
