"""Signing in with accounts of OIDC, DingTalk, Feishu and WeCom: the way in, and each way that is refused with nothing changed."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from zhuke.connectors.tests.fakes import OTHER_KEY, Fake
from zhuke.kernel.models import Event
from zhuke.modules.orgs.models import SignInProvider, User

from .conftest import PASSWORD, provider

AUTH = "/_allauth/browser/v1"
KINDS = ("oidc", "dingtalk", "feishu", "wecom")
PAGES = {
    "dingtalk": "https://login.dingtalk.com/oauth2/auth",
    "feishu": "https://open.feishu.cn/open-apis/authen/v1/index",
    "wecom": "https://login.work.weixin.qq.com/wwlogin/sso/login",
}
# Each kind vouches for the person's phone in its own words.
PHONE: dict[str, dict[str, Any]] = {
    "oidc": {"phone_number": "+8613800138000", "phone_number_verified": True},
    "dingtalk": {"mobile": "13800138000"},
    "feishu": {"mobile": "+8613800138000"},
    "wecom": {"userid": "ZhouYi", "mobile": "13800138000"},
}


def post(browser: Client, path: str, body: dict[str, Any]) -> Any:
    """POST to a route of signing in."""
    return browser.post(AUTH + path, body, content_type="application/json")


def leave(browser: Client, row: SignInProvider, process: str = "login", **headers: str) -> dict[str, str]:
    """To the outside login page: what its address says."""
    answer = browser.post(
        f"{AUTH}/auth/provider/redirect",
        {"provider": str(row.pk), "process": process, "next": "/customers"},
        content_type="application/json",
        headers=headers,
    )
    assert answer.status_code == 200, answer.json()
    parts = urlsplit(answer.json()["data"]["location"])
    return {"page": f"{parts.scheme}://{parts.netloc}{parts.path}", "end": parts.fragment} | {
        name: values[0] for name, values in parse_qs(parts.query).items()
    }


def come_back(browser: Client, row: SignInProvider, fake: Fake, asked: dict[str, str], **given: str) -> dict[str, str]:
    """Back with a code: the page that the person is led to, and what it is told."""
    code = fake.code(nonce=asked.get("nonce"), challenge=asked.get("code_challenge"))
    values = {"authCode" if row.kind == "dingtalk" else "code": code, "state": asked["state"], **given}
    answer = browser.get(f"/_allauth/providers/{row.pk}/callback", {k: v for k, v in values.items() if v})
    assert answer.status_code == 302, answer.content
    parts = urlsplit(answer["Location"])
    return {"path": parts.path} | {name: values[0] for name, values in parse_qs(parts.query).items()}


def journey(browser: Client, row: SignInProvider, fake: Fake, process: str = "login", **given: str) -> dict[str, str]:
    """There and back."""
    return come_back(browser, row, fake, leave(browser, row, process), **given)


def signed_in(browser: Client) -> bool:
    """Whether the browser has a session of a person."""
    return bool(browser.get("/api/v1/me").status_code == 200)


def failures() -> list[dict[str, Any]]:
    """What the audit list says of refused sign-ins."""
    return [event.data for event in Event.objects.filter(name="user.sign_in_failed").order_by("id")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_is_recognised_by_phone(kind: str, fake: Fake, person: Any, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    fake.who = PHONE[kind]
    asked = leave(browser, row)
    assert asked["page"] == PAGES.get(kind, f"{fake.url}/oidc/authorize")
    assert asked["redirect_uri"] == f"http://localhost:8000/_allauth/providers/{row.pk}/callback"
    came = come_back(browser, row, fake, asked)
    assert came == {"path": "/login", "via": str(row.pk), "next": "/customers"}
    assert browser.get("/api/v1/me").json()["name"] == "周一"
    event = Event.objects.get(name="user.signed_in")
    assert (event.actor_id, event.data["method"]) == (person.pk, f"provider:{row.pk}")
    assert SocialAccount.objects.count() == 0, "recognising is no linking"


@pytest.mark.parametrize(
    ("kind", "match", "who"),
    [
        ("oidc", "email", {"email": "ZHOU@example.com", "email_verified": True}),
        ("oidc", "username", {"preferred_username": "ZhouYi"}),
        ("feishu", "email", {"enterprise_email": "zhou@example.com"}),
        ("feishu", "username", {"employee_no": "zhouyi"}),
        ("wecom", "email", {"userid": "x", "biz_mail": "zhou@example.com"}),
        ("wecom", "username", {"userid": "ZhouYi"}),
    ],
)
def test_or_by_what_else_the_firm_vouches_for(kind: str, match: str, who: Any, fake: Fake, person: Any, browser: Client) -> None:
    User.objects.filter(pk=person.pk).update(email="zhou@example.com", username="zhouyi")
    fake.who = who
    journey(browser, provider(kind, match, fake), fake)
    assert signed_in(browser)


@pytest.mark.parametrize(
    ("kind", "match", "who"),
    [
        ("oidc", "email", {"email": "zhou@example.com", "email_verified": False}),
        ("oidc", "email", {"email": "zhou@example.com", "email_verified": "true"}),
        ("oidc", "phone", {"phone_number": "13800138000"}),
        ("feishu", "email", {"email": "zhou@example.com"}),
        ("wecom", "email", {"userid": "x", "email": "zhou@example.com"}),
    ],
)
def test_what_the_account_holder_typed_proves_nothing(kind: str, match: str, who: Any, fake: Fake, person: Any, browser: Client) -> None:
    User.objects.filter(pk=person.pk).update(email="zhou@example.com")
    fake.who = who
    assert journey(browser, provider(kind, match, fake), fake)["error"] == "unknown"
    assert not signed_in(browser)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_account_makes_nobody(kind: str, fake: Fake, person: Any, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    fake.who = {**PHONE[kind], "mobile": "13900000000", "phone_number": "+8613900000000"}
    before = User.objects.count()
    assert journey(browser, row, fake) == {"path": "/login", "error": "unknown", "provider": row.name}
    assert (User.objects.count(), SocialAccount.objects.count(), signed_in(browser)) == (before, 0, False)
    assert [(one["reason"], one["provider"]) for one in failures()] == [("provider_unknown", row.name)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_state_is_refused_before_anything_is_asked(kind: str, fake: Fake, person: Any, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    fake.who = PHONE[kind]
    asked = leave(browser, row)
    before = list(fake.asked)
    assert come_back(browser, row, fake, asked, state="falsch")["error"] == "expired"
    assert fake.asked == before
    assert come_back(Client(), row, fake, asked)["error"] == "expired", "another browser's"
    come_back(browser, row, fake, asked)
    assert signed_in(browser)
    browser.delete(f"{AUTH}/auth/session")
    assert come_back(browser, row, fake, asked)["error"] == "expired", "used already"
    assert not signed_in(browser)


def test_a_state_of_one_provider_is_none_of_another(fake: Fake, person: Any, browser: Client) -> None:
    first, second = provider("wecom", "phone", fake), provider("wecom", "phone", fake, name="另一个")
    fake.who = PHONE["wecom"]
    assert come_back(browser, second, fake, leave(browser, first))["error"] == "expired"


@pytest.mark.parametrize(("kind", "reason"), [("oidc", "provider"), ("dingtalk", "provider"), ("feishu", "provider"), ("wecom", "code")])
def test_a_used_code_is_refused(kind: str, reason: str, fake: Fake, person: Any, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    fake.who = PHONE[kind]
    assert journey(browser, row, fake, **{"authCode" if kind == "dingtalk" else "code": "alt"})["error"] == reason
    assert not signed_in(browser)
    assert "geheim" not in str(failures())


@pytest.mark.parametrize("kind", KINDS)
def test_the_deactivated_stay_out(kind: str, fake: Fake, person: Any, browser: Client) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    fake.who = PHONE[kind]
    assert journey(browser, provider(kind, "phone", fake), fake)["error"] == "inactive"
    assert not signed_in(browser)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_switched_off_lets_nobody_in(kind: str, fake: Fake, person: Any, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    fake.who = PHONE[kind]
    asked = leave(browser, row)
    SignInProvider.objects.filter(pk=row.pk).update(active=False)
    assert come_back(browser, row, fake, asked)["error"] == "off"
    assert not signed_in(browser)
    refused = post(browser, "/auth/provider/redirect", {"provider": str(row.pk), "process": "login"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "off")
    assert browser.get("/api/v1/sign-in").json()["providers"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_their_failure_is_no_crash_of_ours(kind: str, fake: Fake, person: Any, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    asked = leave(browser, row)
    fake.down = True
    assert come_back(browser, row, fake, asked)["error"] == "provider"
    if kind == "oidc":
        refused = post(browser, "/auth/provider/redirect", {"provider": str(row.pk), "process": "login"})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "provider")


@pytest.mark.parametrize("kind", KINDS)
def test_who_turns_back_there_is_told_so(kind: str, fake: Fake, browser: Client) -> None:
    row = provider(kind, "phone", fake)
    given = {"code": "", "authCode": "", **({} if kind == "wecom" else {"error": "access_denied"})}
    assert journey(browser, row, fake, **given)["error"] == "cancelled"


def test_two_people_with_one_number_are_not_guessed_between(fake: Fake, firm: Any, person: Any, browser: Client) -> None:
    from zhuke.modules.orgs.tests.conftest import newcomer

    other = newcomer("周二", firm.east_sales, phone="13800138000")
    fake.who = PHONE["wecom"]
    row = provider("wecom", "phone", fake)
    assert journey(browser, row, fake)["error"] == "ambiguous"
    User.objects.filter(pk=other.pk).update(is_active=False)
    journey(browser, row, fake)
    assert browser.get("/api/v1/me").json()["name"] == "周一", "the one who still works here"


def test_a_company_has_its_own(fake: Fake, firm: Any, person: Any, browser: Client) -> None:
    fake.who = PHONE["wecom"]
    assert journey(browser, provider("wecom", "phone", fake, unit=firm.west), fake)["error"] == "not_here"
    assert not signed_in(browser)
    journey(browser, provider("wecom", "phone", fake, unit=firm.east), fake)
    assert signed_in(browser)


class TestOidcIsStrict:
    def refused(self, fake: Fake, browser: Client, **given: str) -> str:
        row = provider("oidc", "phone", fake)
        fake.who = PHONE["oidc"]
        came = journey(browser, row, fake, **given)
        assert not signed_in(browser)
        return came["error"]

    @pytest.mark.parametrize("claims", [{"nonce": "fremd"}, {"iss": "https://evil.example"}, {"aud": "other"}, {"exp": 1}, {"sub": "s2"}])
    def test_about_each_claim(self, claims: Any, fake: Fake, person: Any, browser: Client) -> None:
        fake.claims = claims
        assert self.refused(fake, browser) == "provider"

    def test_about_the_signature(self, fake: Fake, person: Any, browser: Client) -> None:
        fake.key = OTHER_KEY
        assert self.refused(fake, browser) == "provider"

    def test_about_the_issuer(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("oidc", "phone", fake, issuer=f"{fake.url}/oidc/.well-known/openid-configuration")
        refused = post(browser, "/auth/provider/redirect", {"provider": str(row.pk), "process": "login"})
        assert refused.json()["errors"][0]["code"] == "provider"

    def test_about_pkce(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("oidc", "phone", fake)
        asked = leave(browser, row)
        assert asked["code_challenge_method"] == "S256"
        assert come_back(browser, row, fake, {**asked, "code_challenge": "fremd"})["error"] == "provider"


class TestWeCom:
    def test_inside_its_own_browser_nobody_scans(self, fake: Fake, browser: Client) -> None:
        asked = leave(browser, provider("wecom", "phone", fake), **{"User-Agent": "Mozilla/5.0 MicroMessenger/7.0 wxwork/4.1"})
        assert (asked["page"], asked["end"]) == ("https://open.weixin.qq.com/connect/oauth2/authorize", "wechat_redirect")
        assert (asked["appid"], asked["agentid"], asked["scope"], asked["response_type"]) == ("client-1", "1000002", "snsapi_base", "code")
        assert asked["state"].isalnum()

    def test_on_a_desk_one_scans(self, fake: Fake, browser: Client) -> None:
        asked = leave(browser, provider("wecom", "phone", fake))
        assert (asked["login_type"], asked["appid"], asked["agentid"]) == ("CorpApp", "client-1", "1000002")

    def test_the_token_is_fetched_once(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("wecom", "phone", fake)
        fake.who = PHONE["wecom"]
        journey(browser, row, fake)
        journey(Client(), row, fake)
        assert fake.asked.count("/cgi-bin/gettoken") == 1

    def test_a_token_that_ended_early_is_fetched_anew_once(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("wecom", "phone", fake)
        fake.who = PHONE["wecom"]
        journey(Client(), row, fake)
        fake.tokens.append("made-by-another-process")
        journey(browser, row, fake)
        assert signed_in(browser)
        assert fake.asked.count("/cgi-bin/gettoken") == 2

    def test_an_outsider_is_told_so(self, fake: Fake, person: Any, browser: Client) -> None:
        assert journey(browser, provider("wecom", "phone", fake), fake)["error"] == "outside"

    def test_a_wrong_secret_is_theirs_to_mend(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("wecom", "phone", fake, client_id="falsch")
        assert journey(browser, row, fake)["error"] == "provider"
        assert failures()[-1]["detail"] == "40001"


class TestTheRulesAroundIt:
    def test_the_second_factor_is_asked_for(self, fake: Fake, person: Any, browser: Client) -> None:
        from allauth.mfa.totp.internal.auth import TOTP

        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        fake.who = PHONE["wecom"]
        came = journey(browser, provider("wecom", "phone", fake), fake)
        assert "error" not in came
        assert not signed_in(browser)
        flows = browser.get(f"{AUTH}/auth/session").json()["data"]["flows"]
        assert [flow["id"] for flow in flows if flow.get("is_pending")] == ["mfa_authenticate"]

    def test_the_first_password_need_not_be_known(self, fake: Fake, person: Any, browser: Client) -> None:
        User.objects.filter(pk=person.pk).update(must_change_password=True)
        fake.who = PHONE["wecom"]
        journey(browser, provider("wecom", "phone", fake), fake)
        assert browser.get("/api/v1/me").json()["must_change_password"] is False
        assert browser.get("/api/v1/r/customers").status_code == 200
        by_password = Client()
        post(by_password, "/auth/login", {"username": person.username, "password": PASSWORD})
        assert by_password.get("/api/v1/r/customers").status_code == 403

    def test_only_our_own_pages_follow(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("wecom", "phone", fake)
        fake.who = PHONE["wecom"]
        for evil in ("https://evil.example/", "//evil.example", "/\\evil.example"):
            answer = post(browser, "/auth/provider/redirect", {"provider": str(row.pk), "process": "login", "next": evil})
            asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.json()["data"]["location"]).query).items()}
            assert come_back(browser, row, fake, asked)["next"] == "/"
            browser.delete(f"{AUTH}/auth/session")


class TestLinking:
    @pytest.fixture
    def mine(self, person: Any, browser: Client) -> Client:
        """The person's browser, the password given a moment ago."""
        post(browser, "/auth/login", {"username": person.username, "password": PASSWORD})
        post(browser, "/auth/reauthenticate", {"password": PASSWORD})
        return browser

    def test_an_account_signs_in_after_that(self, fake: Fake, person: Any, mine: Client) -> None:
        row = provider("dingtalk", "link", fake)
        assert journey(Client(), row, fake)["error"] == "unknown"
        assert journey(mine, row, fake, "connect") == {"path": "/settings", "section": "sign-in", "linked": "1"}
        [linked] = mine.get("/api/v1/me/accounts").json()
        assert (linked["provider"], linked["name"], linked["label"]) == (str(row.pk), row.name, "周")
        elsewhere = Client()
        journey(elsewhere, row, fake)
        assert elsewhere.get("/api/v1/me").json()["name"] == "周一"
        assert mine.delete(f"/api/v1/me/accounts/{linked['id']}").status_code == 204
        assert journey(Client(), row, fake)["error"] == "unknown"
        names = list(Event.objects.filter(name__startswith="users.sign_in_").order_by("id").values_list("name", "actor_id"))
        assert names == [("users.sign_in_linked", person.pk), ("users.sign_in_unlinked", person.pk)]

    def test_needs_the_password(self, fake: Fake, person: Any, browser: Client) -> None:
        row = provider("dingtalk", "link", fake)
        ask = {"provider": str(row.pk), "process": "connect"}
        assert post(browser, "/auth/provider/redirect", ask).status_code == 401
        post(browser, "/auth/login", {"username": person.username, "password": PASSWORD})
        asked = post(browser, "/auth/provider/redirect", ask)
        assert (asked.status_code, [flow["id"] for flow in asked.json()["data"]["flows"]]) == (401, ["reauthenticate"])
        assert SocialAccount.objects.count() == 0

    def test_an_account_belongs_to_one_person(self, fake: Fake, firm: Any, mine: Client) -> None:
        from zhuke.modules.orgs.tests.conftest import newcomer

        row = provider("dingtalk", "link", fake)
        other = newcomer("周二", firm.east_sales)
        SocialAccount.objects.create(user=other, provider=str(row.pk), uid="o1", extra_data={"name": "周"})
        assert journey(mine, row, fake, "connect")["error"] == "connected_other"
        assert SocialAccount.objects.get().user_id == other.pk
        assert mine.get("/api/v1/me/accounts").json() == []
        assert mine.delete(f"/api/v1/me/accounts/{SocialAccount.objects.get().pk}").status_code == 404

    def test_the_deactivated_stay_out_though_linked(self, fake: Fake, person: Any) -> None:
        row = provider("dingtalk", "link", fake)
        SocialAccount.objects.create(user=person, provider=str(row.pk), uid="o1", extra_data={"name": "周"})
        User.objects.filter(pk=person.pk).update(is_active=False)
        browser = Client()
        assert journey(browser, row, fake)["error"] == "inactive"
        assert not signed_in(browser)

    def test_not_with_another_companys(self, fake: Fake, firm: Any, mine: Client) -> None:
        row = provider("dingtalk", "link", fake, unit=firm.west)
        refused = post(mine, "/auth/provider/redirect", {"provider": str(row.pk), "process": "connect"})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "not_here")
