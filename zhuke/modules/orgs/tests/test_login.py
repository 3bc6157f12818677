"""Signing in: by name or address, second factor, first-login change, limits, sessions; and every attempt leaves a trace."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from zhuke.commons.testing import Caller, Firm, run_jobs
from zhuke.kernel.models import Event
from zhuke.modules.orgs.login import NOBODY
from zhuke.modules.orgs.models import User

from .conftest import holder

PASSWORD = "sieben-Wolken-41-Kran"
AUTH = "/_allauth/browser/v1"


def with_password(person: Any, password: str = PASSWORD) -> Any:
    """Give a person a known password."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def sign_in(person: Any, password: str = PASSWORD, *, expect: int = 200, **named: str) -> Any:
    """A browser after signing in (or, where a refusal is expected, the answer)."""
    browser = Client(raise_request_exception=True)
    if person is None:
        return browser
    answer = post(browser, "/auth/login", {**(named or {"username": person.username}), "password": password})
    assert answer.status_code == expect, answer.json()
    return browser if expect == 200 else answer


def post(browser: Client, path: str, body: dict[str, Any]) -> Any:
    """POST to a route of signing in."""
    return browser.post(AUTH + path, body, content_type="application/json")


@pytest.fixture
def person(firm: Firm) -> Any:
    return with_password(holder("sales", firm.east_sales, "周一"))


def events(name: str) -> list[Event]:
    return list(Event.objects.filter(name=name).order_by("id"))


@pytest.mark.parametrize("spelling", ["username", "address", "shouted", "address as name"])
def test_by_name_or_address_in_any_spelling(person: Any, spelling: str) -> None:
    named = {
        "username": {"username": person.username},
        "address": {"email": person.email},
        "shouted": {"username": person.username.upper()},
        "address as name": {"username": person.email},
    }[spelling]
    me = sign_in(person, **named).get("/api/v1/me").json()
    assert (me["name"], me["roles"], me["unit"]["label"], me["company"]["label"]) == ("周一", ["销售"], "华东市场部", "华东公司")


def test_a_wrong_password_and_an_unknown_name_look_the_same(person: Any) -> None:
    wrong = sign_in(person, "falsch", expect=400).json()
    unknown = sign_in(person, expect=400, username="niemand").json()
    assert (
        wrong
        == unknown
        == {
            "status": 400,
            "errors": [{"message": "登录名或密码不正确，请检查后重试。", "code": "username_password_mismatch", "param": "password"}],
        }
    )


def test_attempts_leave_a_trace_without_secrets(person: Any) -> None:
    sign_in(person, "falsch", expect=400)
    sign_in(person, "falsch", expect=400, username="mein-passwort-im-falschen-feld")
    browser = sign_in(person)
    browser.delete(f"{AUTH}/auth/session")
    failed, unknown = events("user.sign_in_failed")
    assert (failed.subject_id, failed.resource, failed.data["ip"], failed.data["reason"]) == (person.pk, "users", "127.0.0.1", "password")
    assert (unknown.subject_id, unknown.actor_id) == (NOBODY, None)
    assert [e.actor_name for e in events("user.signed_in") + events("user.signed_out")] == ["周一", "周一"]
    kept = str([e.data for e in Event.objects.all()])
    assert "falsch" not in kept
    assert PASSWORD not in kept


def test_the_session_gets_a_new_key(person: Any) -> None:
    browser = Client()
    browser.session.save()
    before = browser.session.session_key
    browser.cookies["sessionid"] = str(before)
    post(browser, "/auth/login", {"username": person.username, "password": PASSWORD})
    assert browser.get("/api/v1/me").status_code == 200
    assert browser.session.session_key != before


def test_guessing_is_stopped(person: Any) -> None:
    for _attempt in range(5):
        assert sign_in(person, "falsch", expect=400).json()["errors"][0]["code"] == "username_password_mismatch"
    answer = sign_in(person, expect=400).json()["errors"][0]
    assert (answer["code"], answer["message"]) == ("too_many_login_attempts", "失败次数太多，请几分钟后再试，或请管理员重置密码。")
    assert len(events("user.sign_in_failed")) == 5


def test_one_address_cannot_try_many_names(firm: Firm, person: Any) -> None:
    codes = [sign_in(person, "falsch", expect=400, username=f"name{n}").json()["errors"][0]["code"] for n in range(11)]
    assert codes == ["username_password_mismatch"] * 10 + ["too_many_login_attempts"]


def test_nobody_signs_up_and_addresses_are_not_managed_past_our_services(person: Any) -> None:
    browser = sign_in(person)
    for path in ("/auth/signup", "/account/email", "/account/phone", "/auth/email/verify", "/auth/code/confirm"):
        assert browser.post(AUTH + path, {}, content_type="application/json").status_code == 404, path
    root: Any = next(p for p in get_resolver().url_patterns if str(p.pattern) == "_allauth/")
    assert [str(p.pattern) for p in root.url_patterns if not str(p.pattern).startswith("browser/v1/")] == [
        "providers/<uuid:provider_id>/callback"
    ]
    assert sorted(str(p.pattern).removeprefix("browser/v1/") for p in root.url_patterns if str(p.pattern).startswith("browser/v1/")) == [
        "account/authenticators",
        "account/authenticators/recovery-codes",
        "account/authenticators/totp",
        "account/authenticators/webauthn",
        "account/password/change",
        "auth/2fa/authenticate",
        "auth/2fa/reauthenticate",
        "auth/login",
        "auth/password/request",
        "auth/password/reset",
        "auth/provider/redirect",
        "auth/reauthenticate",
        "auth/session",
        "auth/sessions",
        "auth/webauthn/authenticate",
        "auth/webauthn/login",
        "auth/webauthn/reauthenticate",
        "config",
    ]


class TestTheFirstPassword:
    @pytest.fixture
    def newcomer(self, person: Any) -> Any:
        User.objects.filter(pk=person.pk).update(must_change_password=True)
        return person

    def test_opens_nothing_but_the_change(self, newcomer: Any) -> None:
        browser = sign_in(newcomer)
        assert browser.get("/api/v1/me").json()["must_change_password"] is True
        for path in ("/api/v1/r/customers", "/api/v1/meta", "/api/v1/tokens"):
            answer = browser.get(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "must_change_password")
        answer = browser.get(f"{AUTH}/account/authenticators/totp")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "must_change_password")
        assert browser.delete(f"{AUTH}/auth/session").status_code == 401, "signed out"

    def test_is_changed_and_everything_opens(self, newcomer: Any) -> None:
        browser, elsewhere = sign_in(newcomer), sign_in(newcomer)
        change = {"current_password": PASSWORD, "new_password": "blaue-Leiter-97-Dach"}
        assert post(browser, "/account/password/change", change).status_code == 200
        assert browser.get("/api/v1/r/customers").status_code == 200, "this browser stays signed in"
        assert elsewhere.get("/api/v1/me").status_code == 401, "all others do not"
        assert [e.actor_id for e in events("users.password_changed")] == [newcomer.pk]

    def test_cannot_be_kept(self, newcomer: Any) -> None:
        answer = post(sign_in(newcomer), "/account/password/change", {"current_password": PASSWORD, "new_password": PASSWORD})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "same_as_current")
        assert User.objects.get(pk=newcomer.pk).must_change_password

    def test_gives_way_to_a_good_one_only(self, newcomer: Any) -> None:
        answer = post(sign_in(newcomer), "/account/password/change", {"current_password": PASSWORD, "new_password": "password2024"})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "password_too_common")

    def test_is_asked_for(self, newcomer: Any) -> None:
        answer = post(sign_in(newcomer), "/account/password/change", {"current_password": "falsch", "new_password": "blaue-Leiter-97-Dach"})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "enter_current_password")


class TestTheSecondFactor:
    @pytest.fixture
    def secret(self, person: Any, django_capture_on_commit_callbacks: Any) -> Any:
        """The person has set up an authenticator app; the secret and the recovery codes."""
        browser = sign_in(person)
        offered = browser.get(f"{AUTH}/account/authenticators/totp")
        assert offered.status_code == 404
        secret = offered.json()["meta"]["secret"]
        assert "issuer=%E7%AD%91%E5%AE%A2" in offered.json()["meta"]["totp_url"]
        asked = post(browser, "/account/authenticators/totp", {"code": code_of(secret)})
        assert (asked.status_code, asked.json()["data"]["flows"]) == (401, [{"id": "reauthenticate"}])
        assert post(browser, "/auth/reauthenticate", {"password": PASSWORD}).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            assert post(browser, "/account/authenticators/totp", {"code": code_of(secret)}).status_code == 200
        codes = browser.get(f"{AUTH}/account/authenticators/recovery-codes").json()["data"]["unused_codes"]
        assert len(codes) == 10
        assert browser.get("/api/v1/me").json()["second_factor"] is True
        return secret, codes

    def test_is_asked_for_after_the_password(self, person: Any, secret: Any) -> None:
        browser = Client()
        half = post(browser, "/auth/login", {"username": person.username, "password": PASSWORD})
        assert half.status_code == 401
        pending = [flow for flow in half.json()["data"]["flows"] if flow.get("is_pending")]
        assert [(flow["id"], sorted(flow["types"])) for flow in pending] == [("mfa_authenticate", ["recovery_codes", "totp"])]
        assert browser.get("/api/v1/me").status_code == 401
        wrong = post(browser, "/auth/2fa/authenticate", {"code": "000000"})
        assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "incorrect_code")
        assert events("user.sign_in_failed")[-1].data["reason"] == "code"
        assert post(browser, "/auth/2fa/authenticate", {"code": code_of(secret[0], 1)}).status_code == 200
        assert browser.get("/api/v1/me").status_code == 200

    def test_a_recovery_code_works_once(self, person: Any, secret: Any) -> None:
        for expected in (200, 400):
            browser = Client()
            post(browser, "/auth/login", {"username": person.username, "password": PASSWORD})
            assert post(browser, "/auth/2fa/authenticate", {"code": secret[1][0]}).status_code == expected

    def test_its_secret_lies_encrypted(self, person: Any, secret: Any) -> None:
        stored = str(list(person.authenticator_set.values_list("data", flat=True)))
        assert secret[0] not in stored

    def test_its_changes_leave_a_trace(self, person: Any, secret: Any) -> None:
        assert {e.subject_id for e in events("users.second_factor_changed")} == {person.pk}


def code_of(secret: str, ahead: int = 0) -> str:
    """What the app shows, ``ahead`` half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


class TestAForgottenPassword:
    def test_is_reset_by_mail(self, person: Any) -> None:
        assert post(Client(), "/auth/password/request", {"email": person.email.upper()}).status_code == 200
        assert [e.subject_id for e in events("users.password_reset_requested")] == [person.pk]
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [[person.email]]

    def test_tells_nobody_who_has_an_account(self, person: Any) -> None:
        answers = [post(Client(), "/auth/password/request", {"email": email}) for email in (person.email, "niemand@example.com")]
        assert [a.status_code for a in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        run_jobs()
        assert len(mail.outbox) == 1

    def test_not_for_the_switched_off(self, person: Any) -> None:
        User.objects.filter(pk=person.pk).update(is_active=False)
        assert post(Client(), "/auth/password/request", {"email": person.email}).status_code == 200
        run_jobs()
        assert mail.outbox == []

    def test_the_page_knows_whether_it_can_be(self, firm: Firm, settings: Any) -> None:
        assert Client().get("/api/v1/sign-in").json() == {
            "name": "大江集团",
            "password_reset": True,
            "url": "http://localhost:8000",
            "providers": [],
        }
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        assert Client().get("/api/v1/sign-in").json()["password_reset"] is False


def test_people_see_and_end_their_own_sessions(person: Any) -> None:
    here, there = sign_in(person), sign_in(person)
    found = here.get(f"{AUTH}/auth/sessions").json()["data"]
    assert sorted(s["is_current"] for s in found) == [False, True]
    assert all(s["last_seen_at"] for s in found)
    other = next(s["id"] for s in found if not s["is_current"])
    assert here.delete(f"{AUTH}/auth/sessions", {"sessions": [other]}, content_type="application/json").status_code == 200
    assert (here.get("/api/v1/me").status_code, there.get("/api/v1/me").status_code) == (200, 401)


def test_a_session_is_noted_every_few_minutes_only(person: Any) -> None:
    caller = Caller(person)
    caller.get("/inbox/count")
    before = UserSession.objects.get(user=person).last_seen_at
    with CaptureQueriesContext(connection) as queries:
        caller.get("/inbox/count")
    assert not [q for q in queries if "usersessions" in q["sql"]]
    assert UserSession.objects.get(user=person).last_seen_at == before


def test_unsafe_requests_of_browsers_need_the_csrf_token(person: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.patch("/api/v1/me", {"language": "en"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert User.objects.get(pk=person.pk).language == "zh-hans"
