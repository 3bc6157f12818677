"""Rules: firing once for each occurrence, companies' own numbers, who is told, and who may ask what."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhuke.commons.automation.models import Clock, Firing, Override, Rule, Step
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_due, run_pass
from zhuke.commons.automation.services.ticking import tick
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, allow, make, make_person, queued, run_jobs, unmask
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import Event

pytestmark = pytest.mark.django_db
ADMIN = {
    "automation_rules": ["read", "create", "update", "pause", "run", "archive"],
    "automation_overrides": ["read", "create", "update", "archive"],
    "customers": ["read"],
    "users": ["read"],
    "units": ["read"],
}
BODY: dict[str, Any] = {
    "name": "沉默的客户",
    "resource": "customers",
    "trigger": {"every": 60},
    "condition": ["last_contact_at", "older_than", "$days"],
    "numbers": [{"name": "days", "label": "天数", "default": 10, "min": 1, "max": 90, "unit": "days"}],
    "occurrence": ["last_contact_at"],
    "actions": [{"kind": "notify", "to": ["owner"], "title": "{name}：超过 {$days} 天，已 {last_contact_at|days} 天"}],
}


@pytest.fixture
def admin(firm: Firm) -> Caller:
    return Caller(make_person("管理员", firm.group, ADMIN, scope="group"))


@pytest.fixture
def owner(firm: Firm) -> Any:
    return make_person("王东", firm.east_sales, {"customers": ["read"], "todos": ["read"]}, scope="department")


def customer(unit: Any, owner: Any, days: int, **values: Any) -> Any:
    at = timezone.now() - dt.timedelta(days=days)
    return make("customers", **{"name": f"客户{days}", "unit": unit, "owner": owner, "last_contact_at": at, **values})


def rule(admin: Caller, **values: Any) -> Rule:
    made = admin.post("/r/automation_rules", {**BODY, **values})
    assert made.status == 201, made.data
    return Rule.objects.get(pk=made.data["id"])


def go(rule: Rule) -> int:
    fired = run_pass(rule).fired
    act_all()
    return fired


def test_once_for_each_occurrence(firm: Firm, admin: Caller, owner: Any) -> None:
    made, row = rule(admin), customer(firm.east_sales, owner, 12)
    customer(firm.east_sales, owner, 9)
    assert [go(made), go(made)] == [1, 0]
    assert Notice.objects.get().title == "客户12：超过 10 天，已 12 天"
    type(row).objects.filter(pk=row.pk).update(last_contact_at=timezone.now() - dt.timedelta(days=20))
    assert [go(made), go(made)] == [1, 0]
    assert Notice.objects.count() == 2


def test_a_pass_is_one_statement(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin)
    for days in range(11, 31):
        customer(firm.east_sales, owner, days)
    with CaptureQueriesContext(connection) as queries:
        assert run_pass(made).fired == 20
    touching = [q["sql"] for q in queries if "automation_firing" in q["sql"] or "customers_customer" in q["sql"]]
    assert len(touching) == 1


def test_the_companys_own_numbers(firm: Firm, admin: Caller, owner: Any) -> None:
    made, west = rule(admin), make_person("李西", firm.west_sales, {"customers": ["read"]})
    for unit, person in ((firm.east_sales, owner), (firm.west_sales, west)):
        for days in (6, 12, 40):
            customer(unit, person, days)
    setting = admin.post("/r/automation_overrides", {"rule": str(made.pk), "unit": str(firm.east.pk), "values": {"days": 5}})
    assert setting.status == 201
    off = admin.post("/r/automation_overrides", {"rule": str(made.pk), "unit": str(firm.west_sales.pk), "active": False})
    assert go(made) == 3
    assert set(Notice.objects.values_list("user_id", flat=True)) == {owner.pk}
    assert "客户6：超过 5 天，已 6 天" in Notice.objects.values_list("title", flat=True)
    assert admin.post(f"/r/automation_overrides/{off.data['id']}/archive", {"version": 1}).status == 200
    assert go(made) == 2
    assert Notice.objects.filter(user=west).count() == 2


def test_numbers_are_whole_and_within_limits(admin: Caller) -> None:
    made = rule(admin)
    wrong: list[dict[str, Any]] = [{"days": 0}, {"days": 91}, {"days": "9"}, {"days": True}, {"weeks": 3}]
    for values in wrong:
        refused = admin.patch(f"/r/automation_rules/{made.pk}", {"version": 1, "values": values})
        assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["values"])
    made.refresh_from_db()
    assert (made.values, made.version) == ({}, 1)
    assert admin.patch(f"/r/automation_rules/{made.pk}", {"version": 1, "values": {"days": 30}}).data["values"] == {"days": 30}


def test_rules_that_could_not_run_are_refused(firm: Firm, admin: Caller) -> None:
    before = Event.objects.count()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"resource": "nothing"}, "resource"),
        ({"trigger": {"every": 1}}, "trigger"),
        ({"trigger": {"events": ["no.such"]}}, "trigger"),
        ({"actions": []}, "actions"),
        ({"actions": [{"kind": "dance"}]}, "actions"),
        ({"actions": [{"kind": "notify", "to": ["moon"], "title": "x"}]}, "actions"),
        ({"actions": [{"kind": "notify", "to": ["owner"], "title": "{phone}"}]}, "actions"),
        ({"actions": [{"kind": "notify", "to": ["owner"], "title": "{$weeks}"}]}, "actions"),
        ({"actions": [{"kind": "todo", "to": ["owner"], "title": "x", "due_in": 999}]}, "actions"),
        ({"numbers": [{"name": "days"}]}, "numbers"),
    ]
    for values, field in wrong:
        refused = admin.post("/r/automation_rules", {**BODY, **values})
        assert (refused.status, list(refused.data["fields"])) == (400, [field]), (values, refused.data)
    refused = admin.post("/r/automation_rules", {**BODY, "condition": ["budget", ">", "5"]})
    assert (refused.status, refused.code) == (400, "bad_filter"), "a masked field may not be felt out by a rule"
    assert (Rule.objects.count(), Event.objects.count(), queued()) == (0, before, [])


def test_built_in_rules_keep_what_the_firm_edited(firm: Firm, admin: Caller) -> None:
    first = install_rules(AUTOMATION)
    silent = Rule.objects.get(code="customers.silent")
    path = f"/r/automation_rules/{silent.pk}"
    assert admin.patch(path, {"version": 1, "values": {"a": 5}}).status == 200
    assert admin.post(f"{path}/do/pause", {}).data["active"] is False
    Rule.objects.filter(pk=silent.pk).update(name="旧名称")
    assert (first > 5, install_rules(AUTOMATION)) == (True, 0)
    silent.refresh_from_db()
    assert (silent.name, silent.values, silent.active) == ("久未联系的客户", {"a": 5}, False)
    refused = admin.patch(path, {"version": silent.version, "condition": ["name", "=", "x"]})
    assert (refused.status, refused.code) == (400, "invalid")
    refused = admin.post(f"{path}/do/run", {})
    assert (refused.status, refused.code, queued()) == (409, "wrong_state", [])


def test_the_clock(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin)
    customer(firm.east_sales, owner, 12)
    assert tick() == 0
    Clock.objects.update(next_at=timezone.now())
    Rule.objects.update(active=False)
    assert tick() == 0
    Rule.objects.update(active=True)
    assert tick() == 1
    assert run_due(made.pk) is None
    clock = Clock.objects.get()
    assert (clock.last_fired, bool(clock.next_at and clock.next_at > timezone.now())) == (1, True)
    run_jobs()
    assert Notice.objects.count() == 1


def test_run_now(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin)
    customer(firm.east_sales, owner, 12)
    assert admin.post(f"/r/automation_rules/{made.pk}/do/run", {}).status == 200
    assert "automation.run" in queued()
    run_jobs()
    assert (Notice.objects.count(), Step.objects.get().outcome) == (1, "done")


def test_one_broken_rule_does_not_stop_the_others(firm: Firm, admin: Caller, owner: Any) -> None:
    broken, made = rule(admin), rule(admin, name="另一条")
    Rule.objects.filter(pk=broken.pk).update(condition=["no_such_field", "=", "1"])
    customer(firm.east_sales, owner, 12)
    Clock.objects.update(next_at=timezone.now())
    assert tick() == 1
    assert "no_such_field" in Clock.objects.get(pk=broken.pk).error
    assert Clock.objects.get(pk=made.pk).last_fired == 1
    assert [r["error"] != "" for r in admin.get("/automation/rules").data if r["name"] == BODY["name"]] == [True]


def test_many_at_once_arrive_as_one_notice(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin)
    for days in range(11, 36):
        customer(firm.east_sales, owner, days)
    go(made)
    notice = Notice.objects.get()
    assert notice.title == "沉默的客户：25 条客户需要您关注"
    assert len(notice.body.splitlines()) == 21
    assert Step.objects.filter(notice_id=notice.pk, recipient_id=owner.pk).count() == 25
    why = Caller(owner).get("/automation/why", notice=notice.pk).data
    assert (len(why), {w["rule"]["label"] for w in why}) == (20, {"沉默的客户"})


def test_only_who_may_see_the_record(firm: Firm, admin: Caller) -> None:
    blind = make_person("看不到", firm.east_sales)
    made = rule(admin)
    customer(firm.east_sales, blind, 12)
    customer(firm.east_sales, None, 13)
    assert go(made) == 2
    assert Notice.objects.count() == 0
    assert sorted(Step.objects.values_list("outcome", "recipient_id")) == [("nobody", None), ("unseen", blind.pk)]


def test_in_the_receivers_language(firm: Firm, admin: Caller) -> None:
    install_rules(AUTOMATION)
    smith = make_person("Smith", firm.east_sales, {"customers": ["read"], "todos": ["read"]}, language="en")
    customer(firm.east_sales, smith, 30, value_class="A")
    go(Rule.objects.get(code="customers.silent"))
    assert Notice.objects.get().title == "No contact with customer 客户30 for 30 days"
    assert Todo.objects.get().title == "Contact 客户30, silent for long"


def test_why_did_i_get_this(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin, actions=[*BODY["actions"], {"kind": "todo", "to": ["owner"], "title": "联系 {name}", "due_in": 1}])
    row = customer(firm.east_sales, owner, 12)
    go(made)
    admin.patch(f"/r/automation_rules/{made.pk}", {"version": 1, "values": {"days": 30}})
    notice, todo, me = Notice.objects.get(), Todo.objects.get(), Caller(owner)
    [why] = me.get("/automation/why", notice=notice.pk).data
    assert (why["rule"]["label"], why["object"]) == ("沉默的客户", {"id": str(row.pk), "label": "客户12"})
    assert why["condition"] == "最近联系已超过 10 天（或从未）"
    assert why["numbers"] == [{"name": "days", "label": "天数", "value": 10, "unit": "天"}]
    assert [v["label"] for v in why["values"]] == ["最近联系"]
    assert me.get("/automation/why", todo=todo.pk).data[0]["id"] == why["id"]
    other = Caller(make_person("别人", firm.west_sales, {"customers": ["read"], "todos": ["read"]}))
    for params in ({"notice": notice.pk}, {"todo": todo.pk}):
        refused = other.get("/automation/why", **params)
        assert (refused.status, refused.code) == (404, "not_found")
    assert me.get("/automation/why").status == 400


def test_masked_values_stay_hidden(firm: Firm, owner: Any) -> None:
    rich = make_person("看预算", firm.group, ADMIN, scope="group")
    unmask(allow(rich, {}), "customers", "budget")
    made = rule(Caller(rich), condition=["budget", ">", 100])
    row = customer(firm.east_sales, owner, 12, budget=500)
    go(made)
    [seen] = Caller(rich).get("/automation/runs", resource="customers", object=row.pk).data["items"]
    [hidden] = Caller(owner).get("/automation/runs", resource="customers", object=row.pk).data["items"]
    assert seen["values"] == [{"label": "预算金额", "value": "¥500.00"}]
    assert (hidden["values"], "预算" in hidden["condition"]) == ([], False)


def test_run_log_within_sight(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin)
    near, far = customer(firm.east_sales, owner, 12), customer(firm.west_sales, None, 12)
    go(made)
    log = admin.get("/automation/runs", rule=made.pk).data["items"]
    assert {run["object"]["id"] for run in log} == {str(near.pk), str(far.pk)}
    told = next(run for run in log if run["object"]["id"] == str(near.pk))
    assert [(s["kind"], s["recipient"]["label"], s["outcome"]) for s in told["steps"]] == [("notify", "王东", "done")]
    page = admin.get("/automation/runs", limit=1).data
    assert len(page["items"]) == 1
    assert admin.get("/automation/runs", limit=1, cursor=page["next"]).data["items"][0]["id"] != page["items"][0]["id"]
    local = Caller(make_person("本地", firm.east, {"automation_rules": ["read"], "customers": ["read"]}, scope="below"))
    assert [run["object"]["id"] for run in local.get("/automation/runs").data["items"]] == [str(near.pk)]
    assert local.get("/automation/runs", resource="customers", object=far.pk).code == "not_found"
    assert Caller(owner).get("/automation/runs").code == "not_allowed"
    assert Caller(owner).get("/automation/rules").code == "not_allowed"


def test_preview_shows_what_would_fire_within_sight(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin)
    for days in (4, 12, 13):
        customer(firm.east_sales, owner, days)
    customer(firm.west_sales, None, 12)
    path = f"/automation/rules/{made.pk}/preview"
    assert admin.post(path, {}).data["count"] == 3
    assert admin.post(path, {"values": {"days": 3}}).data["count"] == 4
    assert admin.post(path, {"values": {"days": 0}}).code == "invalid"
    local = Caller(make_person("本地", firm.east, {"automation_rules": ["read"], "customers": ["read"]}, scope="below"))
    assert sorted(item["label"] for item in local.post(path, {}).data["items"]) == ["客户12", "客户13"]
    assert (Firing.objects.count(), Notice.objects.count()) == (0, 0)
    go(made)
    assert admin.post(path, {}).data["count"] == 0


def test_settings_of_other_companies_are_out_of_sight(firm: Firm, admin: Caller) -> None:
    made = rule(admin)
    east = Override.objects.create(rule=made, unit=firm.east)
    rights = {"automation_rules": ["read"], "automation_overrides": ["read", "create", "update"], "units": ["read"]}
    west = Caller(make_person("西南管理员", firm.west, rights, scope="below"))
    refused = west.patch(f"/r/automation_overrides/{east.pk}", {"version": 1, "values": {"days": 3}})
    assert (refused.status, refused.code) == (404, "not_found")
    assert west.get("/automation/rules").data[0]["overrides"] == []
    assert west.post("/r/automation_overrides", {"rule": str(made.pk), "unit": str(firm.west.pk), "values": {"days": 99}}).status == 400
    assert west.post("/r/automation_overrides", {"rule": str(made.pk), "unit": str(firm.west.pk), "values": {"days": 3}}).status == 201
    east.refresh_from_db()
    assert (east.values, east.version) == ({}, 1)


def test_conditions_are_said_in_names_and_sums(firm: Firm, owner: Any) -> None:
    rich = make_person("看预算", firm.group, ADMIN, scope="group")
    unmask(allow(rich, {}), "customers", "budget")
    condition = {"and": [["owner", "=", str(owner.pk)], ["budget", ">", "$a"], ["next_contact_at", "period", "this_week"]]}
    numbers = [{"name": "a", "label": "预算", "default": 5000000, "min": 0, "max": 999999999, "unit": "yuan"}]
    made = rule(Caller(rich), condition=condition, numbers=numbers, actions=[{"kind": "tag", "tag": "重点"}])
    said = {r["id"]: r["condition"] for r in Caller(rich).get("/automation/rules").data}[str(made.pk)]
    assert said == "负责人 等于 王东，并且 预算金额 大于 ¥5,000,000.00，并且 下次联系在本周"
    blind = Caller(make_person("只看规则", firm.group, {"automation_rules": ["read"], "customers": ["read"]}, scope="group"))
    [seen] = [r["condition"] for r in blind.get("/automation/rules").data if r["id"] == str(made.pk)]
    assert "王东" not in seen
    assert "（您无权查看）" in seen
