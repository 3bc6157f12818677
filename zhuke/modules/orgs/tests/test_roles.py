"""The matrix of a role: drawn, changed by those who hold what they give, with a version and a trace; presets keep the firm's edits."""

from typing import Any

import pytest

from zhuke.commons.testing import Caller, Firm, allow, queued
from zhuke.kernel.access import SCOPES
from zhuke.kernel.models import Change, Event
from zhuke.kernel.resource import all_resources, by_name
from zhuke.modules.orgs.models import Grant, PresetOffer, Role
from zhuke.modules.orgs.preset_offers import rights_of, sync_presets
from zhuke.modules.orgs.preset_parts import MEETINGS
from zhuke.modules.orgs.presets import PRESETS

from .conftest import SYSTEM, give, holder, newcomer


def matrix(caller: Caller, code: str) -> dict[str, Any]:
    """The matrix as a screen reads it."""
    answer = caller.get(f"/roles/{Role.objects.get(code=code).pk}/matrix")
    assert answer.status == 200, answer.data
    data: dict[str, Any] = answer.data
    return data


def put(caller: Caller, code: str, drawn: dict[str, Any]) -> Any:
    """Write it back."""
    return caller.put(f"/roles/{Role.objects.get(code=code).pk}/matrix", {name: drawn[name] for name in ("version", "grants", "fields")})


def not_put(caller: Caller, code: str, drawn: dict[str, Any], refusal: str, status: int) -> Any:
    """Assert a refusal that leaves grants, history, events and queue as they were."""
    before = list(Grant.objects.order_by("pk").values()), Change.objects.count(), Event.objects.count(), len(queued())
    answer = put(caller, code, drawn)
    assert (answer.status, answer.code) == (status, refusal), answer.data
    assert (list(Grant.objects.order_by("pk").values()), Change.objects.count(), Event.objects.count(), len(queued())) == before
    return answer


def test_the_matrix_holds_everything_that_draws_it(admin: Caller) -> None:
    drawn = matrix(admin, "sales")
    assert drawn["role"]["label"] == "销售"
    assert [s["value"] for s in drawn["scopes"]] == list(SCOPES)
    resources = {r["name"]: r for r in drawn["resources"]}
    assert set(resources) == {r.name for r in all_resources()}
    assert {a["name"] for a in resources["users"]["actions"]} == set(by_name("users").actions_of())  # type: ignore[union-attr]
    assert {"name": "deactivate", "label": "停用", "standard": False} in resources["users"]["actions"]
    assert (resources["roles"]["shared"], resources["users"]["shared"]) == (True, False)
    assert {f["name"] for f in resources["contacts"]["fields"]} == {"phone", "landline", "email", "wechat"}
    assert drawn["grants"]["customers"]["read"] == "department"
    assert sorted(drawn["fields"]["contacts"]) == ["email", "landline", "phone", "wechat"]
    assert (drawn["can_edit"], drawn["may_give"]["customers"]["read"]) == (True, "group")


def test_what_is_written_is_what_people_may(admin: Caller, firm: Firm) -> None:
    seller = Caller(holder("sales", firm.east_sales))
    drawn = matrix(admin, "sales")
    drawn["grants"]["customers"]["read"] = "company"
    del drawn["grants"]["leads"], drawn["fields"]["leads"]
    drawn["fields"]["contacts"] = ["phone"]
    written = put(admin, "sales", drawn)
    assert (written.status, written.data["version"]) == (200, drawn["version"] + 1)
    assert (written.data["grants"], written.data["fields"]) == (drawn["grants"], drawn["fields"])
    assert seller.get("/r/leads").status == 403
    masked = {f["name"] for f in seller.get("/meta/contacts").data["fields"] if f["masked"]}
    assert masked == {"landline", "email", "wechat"}
    told = Event.objects.get(name="roles.matrix_changed").data
    assert "customers.read:company" in told["added"]
    assert {"customers.read:department", "contacts.~email"} <= set(told["removed"])


def test_only_what_differs_enters_history(admin: Caller) -> None:
    drawn = matrix(admin, "sales")
    drawn["grants"]["customers"]["read"] = "company"
    before = Change.objects.latest("id").id
    put(admin, "sales", drawn)
    changes = Change.objects.filter(id__gt=before)
    assert [(c.table, c.operation, c.diff, c.actor_name) for c in changes] == [
        ("orgs_grant", "UPDATE", {"scope": ["department", "company"]}, "总管"),
        ("orgs_role", "UPDATE", {"rights": ["客户·查看（本部门）", "客户·查看（本公司）"]}, "总管"),
    ]
    assert put(admin, "sales", {**drawn, "version": drawn["version"] + 1}).status == 200
    assert Change.objects.filter(id__gt=before).count() == 2


def test_the_history_of_a_role_tells_its_rights(admin: Caller) -> None:
    drawn = matrix(admin, "sales")
    drawn["grants"]["customers"].pop("export")
    drawn["fields"]["contacts"] = ["email", "landline", "phone"]
    assert put(admin, "sales", drawn).status == 200
    [line] = admin.get(f"/r/roles/{drawn['role']['id']}/history").data["items"][0]["changes"]
    assert line == {"field": "rights", "label": "权限", "old": "联系人·微信、客户·导出（本人）", "new": None}


def test_a_stale_matrix_is_refused(admin: Caller) -> None:
    drawn = matrix(admin, "sales")
    first = {**drawn, "fields": {}}
    assert put(admin, "sales", first).status == 200
    answer = not_put(admin, "sales", drawn, "stale_version", 409)
    assert answer.data["data"]["current"]["version"] == drawn["version"] + 1


@pytest.mark.parametrize(
    ("grants", "fields", "where"),
    [
        ({"nowhere": {"read": "group"}}, {}, "nowhere"),
        ({"customers": {"read": "group", "fly": "group"}}, {}, "customers"),
        ({"customers": {"update": "group"}}, {}, "customers"),
        ({"customers": {"read": "group"}}, {"customers": ["name"]}, "customers"),
        ({}, {"contacts": ["phone"]}, "contacts"),
    ],
)
def test_what_makes_no_sense_is_refused(admin: Caller, grants: Any, fields: Any, where: str) -> None:
    drawn = matrix(admin, "sales")
    answer = not_put(admin, "sales", {"version": drawn["version"], "grants": grants, "fields": fields}, "invalid", 400)
    assert list(answer.data["fields"]) == [where]


class TestAnEditorWhoHoldsLittle:
    @pytest.fixture
    def editor(self, firm: Firm, admin: Caller) -> Caller:
        """May edit roles of the group, and reads customers of one department."""
        person = newcomer("编辑", firm.group)
        give(person, "site_worker", firm.group)
        allow(person, {"roles": ["read", "create", "update"]}, "group")
        allow(person, {"customers": ["read"]}, "department")
        return Caller(person)

    def test_narrows_and_takes_away(self, editor: Caller) -> None:
        drawn = matrix(editor, "sales")
        drawn["grants"]["customers"] = {"read": "own"}
        drawn["fields"] = {}
        assert put(editor, "sales", drawn).status == 200

    @pytest.mark.parametrize("scope", ["below", "company", "group"])
    def test_widens_nothing_beyond_the_own_rights(self, editor: Caller, scope: str) -> None:
        drawn = matrix(editor, "sales")
        drawn["grants"]["customers"]["read"] = scope
        answer = not_put(editor, "sales", drawn, "exceeds_own", 403)
        assert answer.data["data"]["rights"] == ["客户·查看"]

    def test_adds_what_is_held_at_any_scope_as_own_only(self, editor: Caller) -> None:
        drawn = matrix(editor, "site_worker")
        drawn["grants"]["customers"] = {"read": "department"}
        not_put(editor, "site_worker", drawn, "exceeds_own", 403)
        drawn["grants"]["customers"] = {"read": "own"}
        assert put(editor, "site_worker", drawn).status == 200

    def test_opens_no_field_that_is_closed_to_the_editor(self, editor: Caller) -> None:
        drawn = matrix(editor, "technical")
        drawn["fields"] = {"contacts": ["phone"]}
        answer = not_put(editor, "technical", drawn, "exceeds_own", 403)
        assert answer.data["data"]["rights"] == ["联系人·手机"]

    def test_neither_copies_nor_switches_on_a_mightier_role(self, editor: Caller) -> None:
        role = Role.objects.get(code="auditor")
        count = Role.objects.count()
        answer = editor.post(f"/r/roles/{role.pk}/do/copy", {"inputs": {"code": "mine", "name": "我的"}})
        assert (answer.status, answer.code, Role.objects.count()) == (403, "exceeds_own", count)
        Role.objects.filter(pk=role.pk).update(active=False)
        answer = editor.patch(f"/r/roles/{role.pk}", {"version": 2, "active": True})
        assert (answer.status, answer.code, Role.objects.get(pk=role.pk).active) == (403, "exceeds_own", False)


def test_roles_are_edited_by_those_who_hold_the_right_for_the_group(firm: Firm, admin: Caller) -> None:
    person = newcomer("半个", firm.east)
    allow(person, {"roles": ["read", "update"]}, "below")
    caller = Caller(person)
    drawn = matrix(caller, "sales")
    assert drawn["can_edit"] is False
    not_put(caller, "sales", {**drawn, "grants": {}, "fields": {}}, "not_allowed_here", 403)


def test_a_copy_grants_the_same(admin: Caller) -> None:
    role = Role.objects.get(code="sales")
    made = admin.post(f"/r/roles/{role.pk}/do/copy", {"inputs": {"code": "sales_junior", "name": "见习销售"}})
    assert (made.status, made.data["code"], made.data["preset"]) == (200, "sales_junior", False)
    assert matrix(admin, "sales_junior")["grants"] == matrix(admin, "sales")["grants"]
    assert matrix(admin, "sales_junior")["fields"] == matrix(admin, "sales")["fields"]
    taken = admin.post(f"/r/roles/{role.pk}/do/copy", {"inputs": {"code": "sales_junior", "name": "又一个"}})
    assert taken.data["fields"] == {"code": ["该代码已被使用，请换一个。"]}


def test_the_code_of_a_preset_stays(admin: Caller) -> None:
    role = Role.objects.get(code="sales")
    answer = admin.patch(f"/r/roles/{role.pk}", {"version": role.version, "code": "vertrieb"})
    assert (answer.status, list(answer.data["fields"])) == (400, ["code"])
    assert admin.patch(f"/r/roles/{role.pk}", {"version": role.version, "name": "业务员"}).data["name"] == "业务员"


def test_a_role_that_is_off_grants_nothing(admin: Caller, firm: Firm) -> None:
    seller, role = Caller(holder("sales", firm.east_sales)), Role.objects.get(code="sales")
    assert seller.get("/r/customers").status == 200
    admin.patch(f"/r/roles/{role.pk}", {"version": role.version, "active": False})
    assert seller.get("/r/customers").status == 403


def test_nobody_without_a_role_sees_anything(firm: Firm) -> None:
    caller = Caller(newcomer("路人", firm.east))
    assert caller.get("/me").data["grants"] == {}
    assert caller.get("/meta").data["resources"] == []
    for resource in all_resources():
        assert resource.hidden or caller.get(f"/r/{resource.name}").status == 403


class TestPresets:
    def test_are_all_there(self, firm: Firm) -> None:
        assert set(Role.objects.filter(preset=True).values_list("code", flat=True)) == set(PRESETS)
        assert len(PRESETS) == 18

    def test_grant_what_exists_in_scopes_that_exist(self) -> None:
        for preset in PRESETS.values():
            for resource in all_resources():
                granted = rights_of(preset, resource)
                assert set(granted) <= set(resource.actions_of())
                assert set(granted.values()) <= set(SCOPES)
                assert not granted or "read" in granted, (preset.name, resource.name)

    def test_the_administrator_holds_everything(self, firm: Firm) -> None:
        held = set(Grant.objects.filter(role__code="administrator", scope="group").values_list("resource", "action"))
        assert held == {(r.name, action) for r in all_resources() for action in r.actions_of()}

    def test_readers_change_nothing(self, firm: Firm) -> None:
        # One's own deputy, ideas, things to do, expenses and meetings, and what is put before one.
        own = {"delegations", "suggestions", "todos", "approvals", "expense_claims", "expense_lines", *MEETINGS.split()}
        for code in ("auditor", "group_manager"):
            grants = Grant.objects.filter(role__code=code).exclude(resource__in=own)
            assert set(grants.values_list("action", flat=True)) == {"read", "export"}

    def test_only_administrators_touch_rights(self, firm: Firm) -> None:
        touching = Grant.objects.filter(resource__in=("roles", "memberships", "users", "units")).exclude(action__in=("read", "export"))
        assert set(touching.values_list("role__code", flat=True)) == {"administrator", "subsidiary_administrator"}

    def test_a_second_time_adds_nothing(self, firm: Firm) -> None:
        before = Change.objects.count()
        assert sync_presets(SYSTEM) == 0
        assert Change.objects.count() == before

    def test_what_the_firm_took_away_stays_away(self, firm: Firm) -> None:
        Grant.objects.filter(role__code="sales", resource="leads").delete()
        Grant.objects.filter(role__code="sales", resource="customers", action="read").update(scope="group")
        assert sync_presets(SYSTEM) == 0
        assert not Grant.objects.filter(role__code="sales", resource="leads").exists()
        assert Grant.objects.get(role__code="sales", resource="customers", action="read").scope == "group"

    def test_a_new_module_is_offered_once(self, firm: Firm) -> None:
        """A resource that comes later is one that was never offered."""
        gone = Grant.objects.filter(role__code="sales", resource="leads").delete()[0]
        PresetOffer.objects.filter(role__code="sales", resource="leads").delete()
        assert sync_presets(SYSTEM) == gone
        assert Grant.objects.filter(role__code="sales", resource="leads").count() == gone

    def test_a_role_that_the_firm_made_is_left_alone(self, firm: Firm) -> None:
        Role.objects.filter(code="sales").update(preset=False)
        Grant.objects.filter(role__code="sales").delete()
        PresetOffer.objects.filter(role__code="sales").delete()
        sync_presets(SYSTEM)
        assert not Grant.objects.filter(role__code="sales").exists()
