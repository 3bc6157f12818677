"""Nobody gives more than they hold in their own right, nor outside their reach; one group administrator always remains."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, allow, make_person, queued, unmask
from zhuke.kernel import config
from zhuke.kernel.models import Change, Event
from zhuke.modules.orgs.models import Delegation, Membership, Role, User

from .conftest import give, holder


def ask(caller: Caller, person: Any, role: str, unit: Any) -> Any:
    """Ask for a membership."""
    return caller.post("/r/memberships", {"user": person.pk, "role": Role.objects.get(code=role).pk, "unit": unit.pk})


def not_given(caller: Caller, person: Any, role: str, unit: Any, code: str, status: int = 403) -> Any:
    """Assert a refusal that leaves nothing behind."""
    before = Membership.objects.count(), Event.objects.count(), Change.objects.count(), len(queued())
    answer = ask(caller, person, role, unit)
    assert (answer.status, answer.code) == (status, code), answer.data
    assert (Membership.objects.count(), Event.objects.count(), Change.objects.count(), len(queued())) == before
    return answer


@pytest.fixture
def clerk(firm: Firm) -> Any:
    return make_person("周一", firm.east_sales)


def test_the_group_administrator_gives_every_preset_role(admin: Caller, firm: Firm, clerk: Any) -> None:
    for role in Role.objects.filter(preset=True):
        assert ask(admin, clerk, role.code, firm.east_sales).status == 201, role.code


def test_the_east_administrator_gives_the_roles_of_a_company_in_the_own_company(east_admin: Caller, firm: Firm, clerk: Any) -> None:
    presets = Role.objects.filter(preset=True)
    given = {role.code for role in presets if ask(east_admin, clerk, role.code, firm.east_sales).status == 201}
    withheld = {"administrator", "group_manager", "finance_director", "risk_control", "auditor"}
    assert given == set(presets.values_list("code", flat=True)) - withheld


@pytest.mark.parametrize("role", ["administrator", "auditor", "finance_director"])
def test_a_role_of_the_group_is_more_than_a_company_administrator_holds(east_admin: Caller, firm: Firm, clerk: Any, role: str) -> None:
    answer = not_given(east_admin, clerk, role, firm.east, "exceeds_own")
    assert answer.data["data"]["rights"]


def test_not_even_to_oneself(east_admin: Caller, firm: Firm) -> None:
    not_given(east_admin, east_admin.person, "administrator", firm.east, "exceeds_own")


def test_nothing_in_another_company(east_admin: Caller, firm: Firm, clerk: Any) -> None:
    not_given(east_admin, clerk, "sales", firm.west_sales, "not_allowed_here")
    not_given(east_admin, clerk, "sales", firm.group, "not_allowed_here")


def test_the_same_action_in_a_wider_scope_is_more(firm: Firm, admin: Caller, clerk: Any) -> None:
    giver = make_person("组长", firm.east_sales)
    allow(giver, {"memberships": ["read", "create"], "users": ["read"], "units": ["read"], "roles": ["read"]}, "department")
    allow(giver, {"customers": ["read"]}, "department")
    wide, narrow, own = (Role.objects.create(code=f"probe_{n}", name=n) for n in ("wide", "narrow", "own"))
    for role, scope in ((wide, "below"), (narrow, "department"), (own, "own")):
        role.grants.create(resource="customers", action="read", scope=scope)
    config.forget()
    caller = Caller(giver)
    assert ask(caller, clerk, "probe_narrow", firm.east_sales).status == 201
    assert ask(caller, clerk, "probe_own", firm.east_sales).status == 201
    # Nothing lies below the department yet, so "below" reaches no further than what the giver holds.
    assert ask(caller, clerk, "probe_wide", firm.east_sales).status == 201
    wide.grants.update(scope="company")
    config.forget()
    not_given(caller, make_person("吴二", firm.east_sales), "probe_wide", firm.east_sales, "exceeds_own")


def test_a_masked_field_that_one_does_not_see_is_more(firm: Firm, admin: Caller, clerk: Any) -> None:
    giver = make_person("组长", firm.east_sales)
    allow(giver, {"memberships": ["read", "create"], "users": ["read"], "units": ["read"], "roles": ["read"], "contacts": ["read"]})
    role = Role.objects.create(code="probe_phones", name="看手机")
    role.grants.create(resource="contacts", action="read", scope="own")
    unmask(role, "contacts", "phone")
    answer = not_given(Caller(giver), clerk, "probe_phones", firm.east_sales, "exceeds_own")
    assert answer.data["data"]["rights"] == ["联系人·手机"]


def test_what_is_lent_by_deputyship_is_not_given_on(firm: Firm, admin: Caller, clerk: Any) -> None:
    deputy = holder("subsidiary_administrator", firm.east, "代管")
    today = timezone.localdate()
    Delegation.objects.create(user=admin.person, deputy=deputy, starts_on=today, ends_on=today + dt.timedelta(days=3))
    config.forget()
    caller = Caller(deputy)
    assert caller.get("/me").data["deputy_for"] == [{"id": str(admin.person.pk), "label": "总管"}]
    assert caller.patch(f"/r/units/{firm.west.pk}", {"version": 1, "name": "西部"}).status == 200, "the deputy acts for the administrator"
    not_given(caller, deputy, "administrator", firm.group, "not_allowed_here")
    not_given(caller, deputy, "administrator", firm.east, "exceeds_own")


def test_a_token_gives_no_more_than_it_may_do_itself(firm: Firm, admin: Caller, clerk: Any) -> None:
    grants = [["memberships", "create"], ["memberships", "read"], ["users", "read"], ["roles", "read"], ["units", "read"]]
    expires = (timezone.now() + dt.timedelta(days=3)).isoformat()
    secret = admin.post("/tokens", {"name": "人事系统", "expires_at": expires, "grants": grants}).data["secret"]
    admin.client.logout()
    admin.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    not_given(admin, clerk, "sales", firm.east_sales, "exceeds_own")


def test_a_switched_off_person_unit_or_role_is_refused(admin: Caller, firm: Firm, clerk: Any) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    type(firm.west_sales).objects.filter(pk=firm.west_sales.pk).update(active=False)
    Role.objects.filter(code="sales").update(active=False)
    config.forget()
    answer = not_given(admin, clerk, "sales", firm.west_sales, "invalid", 400)
    assert set(answer.data["fields"]) == {"user", "unit", "role"}


def test_a_role_is_held_once_in_a_unit_but_again_after_it_ended(admin: Caller, firm: Firm, clerk: Any) -> None:
    first = ask(admin, clerk, "sales", firm.east_sales)
    answer = not_given(admin, clerk, "sales", firm.east_sales, "invalid", 400)
    assert answer.data["message"] == "此人在该单位已有这个角色。"
    ended = admin.post(f"/r/memberships/{first.data['id']}/do/end", {"version": 1, "inputs": {}})
    assert (ended.status, ended.data["archived_at"] is not None) == (200, True)
    assert ask(admin, clerk, "sales", firm.east_sales).status == 201
    again = admin.post(f"/r/memberships/{first.data['id']}/do/end", {"inputs": {}})
    assert (again.status, again.code) == (409, "wrong_state")


def test_memberships_are_not_rewritten(admin: Caller, firm: Firm, clerk: Any) -> None:
    made = ask(admin, clerk, "sales", firm.east_sales).data
    answer = admin.patch(f"/r/memberships/{made['id']}", {"version": 1, "unit": firm.west.pk})
    assert (answer.status, answer.code) == (400, "fixed")


def test_rights_begin_and_end_with_the_membership(admin: Caller, firm: Firm, clerk: Any) -> None:
    caller = Caller(clerk)
    assert caller.get("/r/customers").status == 403
    made = ask(admin, clerk, "sales", firm.east_sales).data
    assert caller.get("/r/customers").status == 200
    admin.post(f"/r/memberships/{made['id']}/do/end", {"inputs": {}})
    assert caller.get("/r/customers").status == 403


def test_history_tells_who_gave_what(admin: Caller, firm: Firm, clerk: Any) -> None:
    made = ask(admin, clerk, "sales", firm.east_sales).data
    entry = admin.get(f"/r/memberships/{made['id']}/history").data["items"][0]
    assert (entry["actor"]["label"], entry["operation"]) == ("总管", "create")
    assert {c["field"]: c["new"] for c in entry["changes"]} == {"user": "周一", "unit": "华东市场部", "role": "销售"}
    assert Event.objects.filter(name="memberships.created").latest("id").data == {"user": "周一", "unit": "华东市场部", "role": "销售"}


class TestTheLastAdministrator:
    @pytest.fixture
    def last(self, admin: Caller) -> Membership:
        return Membership.objects.get(user=admin.person, role__code="administrator")

    def test_keeps_the_role(self, admin: Caller, last: Membership) -> None:
        answer = admin.post(f"/r/memberships/{last.pk}/do/end", {"inputs": {}})
        assert (answer.status, answer.code) == (409, "last_administrator")
        last.refresh_from_db()
        assert last.archived_at is None

    def test_stays_on(self, admin: Caller, firm: Firm, last: Membership) -> None:
        helper = make_person("人事", firm.group)
        allow(helper, {"users": ["read", "deactivate"]}, "group")
        # The administrator holds more than the helper, so the rule about mightier people already protects the account …
        assert Caller(helper).post(f"/r/users/{admin.person.pk}/do/deactivate", {"inputs": {}}).code == "above_you"
        # … and nobody switches off the own one.
        assert admin.post(f"/r/users/{admin.person.pk}/do/deactivate", {"inputs": {}}).code == "own_account"

    def test_keeps_the_rights_of_the_role(self, admin: Caller, last: Membership) -> None:
        matrix = admin.get(f"/roles/{last.role_id}/matrix").data
        del matrix["grants"]["roles"]["update"]
        answer = admin.put(f"/roles/{last.role_id}/matrix", {k: matrix[k] for k in ("version", "grants", "fields")})
        assert (answer.status, answer.code) == (409, "last_administrator")
        assert last.role.grants.filter(resource="roles", action="update").exists()

    def test_keeps_the_role_switched_on(self, admin: Caller, last: Membership) -> None:
        answer = admin.patch(f"/r/roles/{last.role_id}", {"version": last.role.version, "active": False})
        assert (answer.status, answer.code) == (409, "last_administrator")

    def test_may_go_when_there_is_another(self, admin: Caller, firm: Firm, last: Membership) -> None:
        give(make_person("新管", firm.group), "administrator", firm.group)
        assert admin.post(f"/r/memberships/{last.pk}/do/end", {"inputs": {}}).status == 200


def test_one_does_not_take_away_what_one_could_not_give(east_admin: Caller, firm: Firm) -> None:
    auditor = give(make_person("审计", firm.east), "auditor", firm.east)
    answer = east_admin.post(f"/r/memberships/{auditor.pk}/do/end", {"inputs": {}})
    assert (answer.status, answer.code) == (403, "exceeds_own")
    auditor.refresh_from_db()
    assert auditor.archived_at is None
