"""People are made, changed, moved, switched off; and nobody takes over the account of somebody mightier."""

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, allow, make_person, queued, run_jobs
from zhuke.kernel.models import Change, Event
from zhuke.modules.orgs.models import ApiToken, Membership, User

from .conftest import give, holder
from .test_login import PASSWORD, sign_in, with_password


def do(caller: Caller, person: Any, verb: str, **inputs: Any) -> Any:
    """Call a verb on a person."""
    return caller.post(f"/r/users/{person.pk}/do/{verb}", {"inputs": inputs})


def not_done(caller: Caller, person: Any, verb: str, code: str, status: int, **inputs: Any) -> None:
    """Assert a refusal that leaves the person, history, events and queue as they were."""
    before = User.objects.filter(pk=person.pk).values().get(), Change.objects.count(), Event.objects.count(), len(queued())
    answer = do(caller, person, verb, **inputs)
    assert (answer.status, answer.code) == (status, code), answer.data
    assert (User.objects.filter(pk=person.pk).values().get(), Change.objects.count(), Event.objects.count(), len(queued())) == before


def test_a_new_person_gets_a_first_password_once(admin: Caller, firm: Firm) -> None:
    body = {"username": "Wang.Wei", "name": "王伟", "unit": str(firm.east_sales.pk), "email": "Wang.Wei@Example.com"}
    made = admin.post("/r/users", body | {"id": "0192a3b4-0000-7000-8000-000000000001"})
    assert (made.status, made.data["username"], made.data["email"]) == (201, "wang.wei", "wang.wei@example.com")
    password = made.data["_once"]["password"]
    person = User.objects.get(pk=made.data["id"])
    assert person.check_password(password)
    assert person.must_change_password
    again = admin.post("/r/users", body | {"id": "0192a3b4-0000-7000-8000-000000000001"})
    assert (again.status, "_once" in again.data) == (200, False)
    kept = str(list(Change.objects.values_list("diff", flat=True)) + list(Event.objects.values_list("data", flat=True)))
    assert password not in kept
    assert person.password not in kept


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "中文"), ("username", "a@b.cn"), ("username", "x"), ("phone", "打电话"), ("email", "keine"), ("name", "")],
)
def test_what_cannot_be_is_refused(admin: Caller, firm: Firm, field: str, value: str) -> None:
    body = {"username": "li.si", "name": "李四", "unit": firm.east_sales.pk, field: value}
    count = User.objects.count()
    answer = admin.post("/r/users", body)
    assert (answer.status, list(answer.data["fields"])) == (400, [field])
    assert User.objects.count() == count


def test_names_and_addresses_are_taken_once_in_any_spelling(admin: Caller, firm: Firm) -> None:
    admin.post("/r/users", {"username": "li.si", "name": "李四", "unit": firm.east.pk, "email": "li@example.com"})
    answer = admin.post("/r/users", {"username": "LI.SI", "name": "李斯", "unit": firm.east.pk})
    assert answer.data["fields"] == {"username": ["该登录名已被使用，请换一个。"]}
    answer = admin.post("/r/users", {"username": "li.si2", "name": "李斯", "unit": firm.east.pk, "email": "Li@Example.com"})
    assert answer.data["message"] == "该邮箱已属于另一个人，请换一个。"


def test_the_east_administrator_makes_people_in_the_own_company(east_admin: Caller, firm: Firm) -> None:
    assert east_admin.post("/r/users", {"username": "li.si", "name": "李四", "unit": firm.east_sales.pk}).status == 201
    answer = east_admin.post("/r/users", {"username": "wu.er", "name": "吴二", "unit": firm.west_sales.pk})
    assert (answer.status, answer.code) == (403, "outside_scope")
    assert not User.objects.filter(username="wu.er").exists()


def test_a_switched_off_person_is_out_at_once(admin: Caller, firm: Firm) -> None:
    person = with_password(holder("sales", firm.east_sales))
    browser = sign_in(person)
    expires = (timezone.now() + dt.timedelta(days=30)).isoformat()
    secret = Caller(person).post("/tokens", {"name": "表格", "expires_at": expires}).data["secret"]
    assert browser.get("/api/v1/me").status_code == 200
    done = do(admin, person, "deactivate", reason="离职")
    assert (done.status, done.data["is_active"], done.data["_can"]) == (200, False, ["read", "update", "attach", "activate", "hand_over"])
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.get("/api/v1/me", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 401
    assert not UserSession.objects.filter(user=person).exists()
    assert ApiToken.objects.get(user=person).revoked_at
    assert Membership.objects.filter(user=person, archived_at=None).exists(), "records stay"
    assert Event.objects.get(name="users.deactivated").data == {"reason": "离职"}
    refused = sign_in(person, expect=400)
    assert refused.json()["errors"][0] == {"message": "该账号已停用，请联系管理员。", "code": "account_inactive"}


def test_a_person_comes_back_with_the_same_roles(admin: Caller, firm: Firm) -> None:
    person = with_password(holder("sales", firm.east_sales))
    do(admin, person, "deactivate")
    assert do(admin, person, "activate").data["is_active"] is True
    assert sign_in(person).get("/api/v1/me").json()["roles"] == ["销售"]
    not_done(admin, person, "activate", "wrong_state", 409)


def test_a_deputy_stops_when_the_person_is_switched_off(admin: Caller, firm: Firm) -> None:
    seller, deputy = holder("sales", firm.east_sales), make_person("代办", firm.east_sales)
    today = timezone.localdate()
    caller = Caller(seller)
    caller.post("/r/delegations", {"user": seller.pk, "deputy": deputy.pk, "starts_on": today, "ends_on": today})
    assert Caller(deputy).get("/r/customers").status == 200
    do(admin, seller, "deactivate")
    assert Caller(deputy).get("/r/customers").status == 403


def test_a_new_password_signs_out_everywhere(admin: Caller, firm: Firm) -> None:
    person = with_password(holder("sales", firm.east_sales))
    browser = sign_in(person)
    password = do(admin, person, "reset_password").data["_once"]["password"]
    assert browser.get("/api/v1/me").status_code == 401
    assert sign_in(person, PASSWORD, expect=400).json()["errors"][0]["code"] == "username_password_mismatch"
    assert sign_in(person, password).get("/api/v1/me").json()["must_change_password"] is True


class TestSomebodyMightier:
    @pytest.fixture
    def boss(self, firm: Firm, east_admin: Caller) -> Any:
        """The group's administrator, who sits in the east company."""
        person = holder("administrator", firm.group, "总管二")
        User.objects.filter(pk=person.pk).update(unit=firm.east)
        person.refresh_from_db()
        return person

    @pytest.mark.parametrize("verb", ["reset_password", "deactivate", "clear_second_factor", "end_sessions"])
    def test_is_not_touched(self, east_admin: Caller, boss: Any, verb: str) -> None:
        not_done(east_admin, boss, verb, "above_you", 403)

    def test_is_not_invited(self, east_admin: Caller, boss: Any) -> None:
        not_done(east_admin, boss, "invite", "above_you", 403)

    @pytest.mark.parametrize("change", [{"email": "mine@example.com"}, {"username": "mine"}])
    def test_keeps_name_and_address(self, east_admin: Caller, boss: Any, change: dict[str, str]) -> None:
        answer = east_admin.patch(f"/r/users/{boss.pk}", {"version": boss.version, **change})
        assert (answer.status, answer.code) == (403, "above_you")
        assert User.objects.filter(pk=boss.pk).values("email", "username").get() == {"email": boss.email, "username": boss.username}

    def test_shows_no_sessions(self, firm: Firm, boss: Any) -> None:
        helper = make_person("查岗", firm.east)
        allow(helper, {"users": ["read"]})
        assert Caller(helper).get(f"/people/{boss.pk}/sessions").status == 403

    def test_may_be_renamed_at_work(self, east_admin: Caller, boss: Any) -> None:
        assert east_admin.patch(f"/r/users/{boss.pk}", {"version": boss.version, "job_title": "总监"}).status == 200


@pytest.mark.parametrize("verb", ["deactivate", "reset_password", "clear_second_factor"])
def test_the_own_account_is_for_somebody_else(admin: Caller, verb: str) -> None:
    not_done(admin, admin.person, verb, "own_account", 409)


def test_a_move_may_end_the_roles_of_the_old_unit(admin: Caller, firm: Firm) -> None:
    person = holder("sales", firm.east_sales)
    elsewhere = give(person, "technical", firm.west_sales)
    moved = do(admin, person, "move", unit=firm.west_sales.pk)
    assert (moved.status, moved.data["unit"]["label"]) == (200, "西南市场部")
    kept = set(Membership.objects.filter(user=person, archived_at=None, role__preset=True))
    assert kept == {elsewhere}
    assert do(admin, person, "move", unit=firm.east_sales.pk, end_roles=False).status == 200
    assert set(Membership.objects.filter(user=person, archived_at=None, role__preset=True)) == {elsewhere}


def test_nobody_is_moved_out_of_reach(east_admin: Caller, firm: Firm) -> None:
    not_done(east_admin, make_person("周一", firm.east_sales), "move", "outside_scope", 403, unit=str(firm.west_sales.pk))


def test_an_invitation_carries_a_link_that_works_once(admin: Caller, firm: Firm, settings: Any) -> None:
    person = with_password(holder("sales", firm.east_sales))
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    assert do(admin, person, "invite").status == 200
    assert run_jobs() >= 1
    letter = mail.outbox[-1]
    assert (letter.to, person.username in letter.body) == ([person.email], True)
    key = next(word for word in letter.body.split() if "/login/reset/" in word).rpartition("/")[2]
    kept = [str(data) for data in Event.objects.values_list("data", flat=True)]
    assert not any(key in text for text in kept), "the link lies nowhere"
    browser = sign_in(None)
    reset = {"key": key, "password": "kirschbaum-64-leuchte"}
    assert browser.post("/_allauth/browser/v1/auth/password/reset", reset, content_type="application/json").status_code == 401
    assert sign_in(person, "kirschbaum-64-leuchte").get("/api/v1/me").json()["must_change_password"] is False
    again = sign_in(None).post("/_allauth/browser/v1/auth/password/reset", reset, content_type="application/json")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (400, "invalid_password_reset")


def test_no_invitation_without_an_address_or_a_mail_server(admin: Caller, firm: Firm, settings: Any) -> None:
    person = make_person("周一", firm.east_sales, email="")
    not_done(admin, person, "invite", "invalid", 400)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    not_done(admin, person, "invite", "no_mail", 400)


def test_a_lost_phone_is_forgotten(admin: Caller, firm: Firm) -> None:
    person = make_person("周一", firm.east_sales)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    assert do(admin, person, "clear_second_factor").status == 200
    assert not Authenticator.objects.filter(user=person).exists()


def test_an_administrator_sees_and_ends_sessions(admin: Caller, firm: Firm) -> None:
    person = with_password(holder("sales", firm.east_sales))
    browser, other = sign_in(person), sign_in(person)
    found = admin.get(f"/people/{person.pk}/sessions").data
    assert [(s["ip"], s["current"]) for s in found] == [("127.0.0.1", False)] * 2
    first = UserSession.objects.get(session_key=browser.session.session_key).pk
    assert admin.delete(f"/people/{person.pk}/sessions/{first}").status == 204
    assert (browser.get("/api/v1/me").status_code, other.get("/api/v1/me").status_code) == (401, 200)
    assert admin.delete(f"/people/{person.pk}/sessions/{first}").status == 404
    assert do(admin, person, "end_sessions").status == 200
    assert other.get("/api/v1/me").status_code == 401


def test_signing_in_is_no_change_of_the_person(admin: Caller, firm: Firm) -> None:
    person = with_password(holder("sales", firm.east_sales))
    before = User.objects.get(pk=person.pk).version, Change.objects.filter(object_id=person.pk).count()
    caller = Caller(person)
    sign_in(person)
    assert caller.patch("/me/preferences", {"wide": True}).data == {"wide": True}
    assert (User.objects.get(pk=person.pk).version, Change.objects.filter(object_id=person.pk).count()) == before
