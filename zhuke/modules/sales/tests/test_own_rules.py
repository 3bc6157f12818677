"""Rules of the firm's own: what they may do, tried before they are saved, and the appointments that are told once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from zhuke.commons.automation import flags
from zhuke.commons.automation.builtin import by_code
from zhuke.commons.automation.models import Clock, Firing, Rule, Step
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.definitions import definition_of
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, next_time, run_pass
from zhuke.commons.letters.models import Letter, LetterTemplate
from zhuke.commons.letters.services.writing import install_templates
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, make_person, queued, run_jobs
from zhuke.commons.webhooks.models import Call
from zhuke.kernel.errors import Conflict
from zhuke.kernel.models import Event
from zhuke.modules.sales.models import Opportunity, Risk
from zhuke.modules.sales.services.following import log_followup

from .factories import ensure_stages, make_opportunity

pytestmark = pytest.mark.django_db
ADMIN = {
    "automation_rules": ["read", "create", "update", "pause", "run", "archive"],
    **{name: ["read"] for name in ("customers", "contacts", "opportunities", "users", "units", "letter_templates", "letters", "webhooks")},
}
BODY: dict[str, Any] = {"name": "自建", "resource": "customers", "trigger": {"daily": 8}, "condition": ["name", "starts", "甲"]}


@pytest.fixture
def admin(firm: Firm) -> Caller:
    ensure_stages(open_doors=True)
    return Caller(make_person("管理员", firm.group, ADMIN, scope="group"))


@pytest.fixture
def owner(firm: Firm) -> Any:
    return make_person("王东", firm.east_sales, {"customers": ["read"], "opportunities": ["read"], "todos": ["read"]}, scope="department")


def customer(firm: Firm, owner: Any, name: str = "甲公司", **values: Any) -> Any:
    return make("customers", name=name, unit=firm.east_sales, owner=owner, **values)


def rule(admin: Caller, *actions: dict[str, Any], **values: Any) -> Rule:
    made = admin.post("/r/automation_rules", {**BODY, "actions": list(actions), **values})
    assert made.status == 201, made.data
    return Rule.objects.get(pk=made.data["id"])


def at_home(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=timezone.get_current_timezone())  # type: ignore[misc,arg-type]


def go(made: Rule) -> int:
    fired = run_pass(made).fired
    act_all()
    return fired


def outcomes() -> list[tuple[str, str]]:
    return list(Step.objects.order_by("pk").values_list("outcome", "detail"))


def test_a_letter_to_the_main_contact(firm: Firm, admin: Caller, owner: Any) -> None:
    install_templates(AUTOMATION)
    rows = [customer(firm, owner, f"甲{n}公司", email="office@example.com" if n == 2 else "") for n in range(4)]
    make("contacts", customer=rows[0], name="次要", email="b@example.com")
    make("contacts", customer=rows[0], name="主要", email="a@example.com", is_primary=True)
    make("contacts", customer=rows[1], name="退订", email="Out@example.com")
    make("mail_opt_outs", address="out@example.com")
    made = rule(admin, {"kind": "letter", "to": ["main_contact"], "what": "customers.case_report"})
    assert [go(made), go(made)] == [4, 0]
    states = {letter.to: letter.state for letter in Letter.objects.all()}
    assert states == {"a@example.com": "waiting", "Out@example.com": "stopped", "office@example.com": "waiting"}
    assert sorted(outcomes()) == [
        ("done", "Out@example.com（已退订，未发）"),
        ("done", "a@example.com"),
        ("done", "office@example.com"),
        ("refused", "没有可用的邮箱地址"),
    ]
    run_jobs()
    sent = {m.to[0]: m for m in mail.outbox}
    assert set(sent) == {"a@example.com", "office@example.com"}
    assert "尊敬的 甲0公司" in sent["a@example.com"].body
    assert "王东" in sent["a@example.com"].body
    assert sent["a@example.com"].reply_to == [owner.email]
    assert Letter.objects.get(to="a@example.com").unit_id == firm.east_sales.pk


def test_a_letter_as_pdf(firm: Firm, admin: Caller, owner: Any) -> None:
    LetterTemplate.objects.create(name="函", resource="customers", subject="致 {name}", body="您好", code="test.pdf", as_pdf=True)
    customer(firm, owner, email="office@example.com")
    go(rule(admin, {"kind": "letter", "to": ["main_contact", "owner"], "what": "test.pdf"}))
    run_jobs()
    assert sorted(m.to[0] for m in mail.outbox) == sorted(["office@example.com", owner.email])
    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind, content[:4]) == ("致 甲公司.pdf", "application/pdf", b"%PDF")


def test_records_created_through_their_verbs(firm: Firm, admin: Caller, owner: Any) -> None:
    row = customer(firm, owner)
    made = rule(admin, {"kind": "create", "what": "opportunity", "values": {"name": "{name} 二期"}}, occurrence=["remark"])
    go(made)
    deal = Opportunity.objects.get()
    assert (deal.name, deal.customer_id, deal.owner_id, deal.unit_id) == ("甲公司 二期", row.pk, owner.pk, firm.east_sales.pk)
    assert Event.objects.filter(name="opportunities.created", subject_id=deal.pk).count() == 1
    type(row).objects.filter(pk=row.pk).update(remark="变了")
    go(made)
    assert (Opportunity.objects.count(), outcomes()[-1]) == (1, ("done", "已有，未重复创建"))
    risk = {"kind": "create", "what": "opportunity_risk", "values": {"title": "{name} 风险", "level": "high", "due_in": 3}}
    go(rule(admin, risk, resource="opportunities", condition=["state", "=", "open"]))
    found = Risk.objects.get()
    assert found.due_on is not None
    assert (found.title, found.level, found.owner_id, found.due_on > timezone.localdate()) == ("甲公司 二期 风险", "high", owner.pk, True)


def test_flags_of_the_list_only(firm: Firm, admin: Caller, owner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[tuple[str, str]] = []

    def mark(_actor: Any, row: Any, reason: str) -> None:
        if row.name == "甲乙":
            raise Conflict("wrong_state", "这个客户不能标记。")
        put.append((row.name, reason))

    monkeypatch.setattr(flags, "_flags", dict(flags._flags))
    flags.register_flag("test", "测试标记", "customers", mark)
    customer(firm, owner), customer(firm, owner, "甲乙")
    refused = admin.post("/r/automation_rules", {**BODY, "actions": [{"kind": "flag", "what": "owner"}]})
    assert (refused.status, list(refused.data["fields"])) == (400, ["actions"])
    go(rule(admin, {"kind": "flag", "what": "test", "title": "{name} 有风险"}))
    assert put == [("甲公司", "甲公司 有风险")]
    assert sorted(outcomes()) == [("done", "测试标记"), ("refused", "这个客户不能标记。")]


def test_calls_carry_open_fields_only(firm: Firm, admin: Caller, owner: Any) -> None:
    hook = make("webhooks", name="ERP", url="https://erp.example.com/in")
    row = customer(firm, owner)
    before = Rule.objects.count()
    for wrong in ({"fields": ["phone"]}, {"fields": ["budget"]}, {"fields": "owner"}, {"secret": "x"}):
        refused = admin.post("/r/automation_rules", {**BODY, "actions": [{"kind": "webhook", "what": str(hook.pk), "values": wrong}]})
        assert refused.status == 400, wrong
    assert (Rule.objects.count(), Call.objects.count(), queued()) == (before, 0, [])
    made = rule(admin, {"kind": "webhook", "what": str(hook.pk), "values": {"fields": ["owner", "region"]}})
    go(made)
    call = Call.objects.get()
    assert call.payload["record"] == {"id": str(row.pk), "name": "甲公司", "owner": {"id": str(owner.pk), "label": "王东"}, "region": ""}
    assert (call.payload["rule"]["name"], queued().count("webhooks.send")) == ("自建", 1)


def test_rules_that_could_not_run(admin: Caller) -> None:
    before = Rule.objects.count()
    wrong: list[dict[str, Any]] = [
        {"actions": [{"kind": "create", "what": "opportunity", "values": {}}]},
        {"actions": [{"kind": "create", "what": "opportunity_risk", "values": {"title": "x"}}]},
        {"actions": [{"kind": "create", "what": "opportunity", "values": {"name": "{phone}"}}]},
        {"actions": [{"kind": "approve", "what": "nothing"}]},
        {"actions": [{"kind": "letter", "to": ["main_contact"], "what": "nothing"}]},
        {"actions": [{"kind": "tag", "tag": "x"}], "trigger": {"weekly": {"day": 8, "hour": 8}}},
        {"actions": [{"kind": "tag", "tag": "x"}], "trigger": {"monthly": {"day": 31, "hour": 8}}},
        {"actions": [{"kind": "tag", "tag": "x"}], "trigger": {"events": ["opportunities.moved"]}},
    ]
    for values in wrong:
        assert admin.post("/r/automation_rules", {**BODY, **values}).status == 400, values
    assert Rule.objects.count() == before


def test_tried_before_it_is_saved(firm: Firm, admin: Caller, owner: Any) -> None:
    for n in range(3):
        customer(firm, owner, f"甲{n}公司")
    customer(firm, None, "甲西公司", remark="x")
    draft = {k: v for k, v in BODY.items() if k != "name"}
    seen = admin.post("/automation/try", {**draft, "actions": [{"kind": "notify", "to": ["owner"], "title": "联系 {name}"}]}).data
    assert (seen["count"], len(seen["items"]), seen["happened"], seen["condition"]) == (4, 4, None, "客户名称 开头是 甲")
    told = {s["object"]["label"]: s["actions"][0] for s in seen["samples"]}
    assert len(told) == 3
    assert all(plan["text"] == f"联系 {name}" for name, plan in told.items())
    assert {tuple(plan["to"]) for name, plan in told.items() if name != "甲西公司"} == {("王东",)}
    assert (Firing.objects.count(), Rule.objects.count(), Notice.objects.count(), queued()) == (0, 0, 0, [])
    assert admin.post("/automation/try", {**draft, "actions": [{"kind": "notify", "to": ["owner"], "title": "{phone}"}]}).status == 400
    assert admin.post("/automation/try", {**draft, "condition": ["budget", ">", "5"]}).code == "bad_filter"
    local = Caller(make_person("本地", firm.west, {"automation_rules": ["read"], "customers": ["read"]}, scope="below"))
    assert local.post("/automation/try", draft).data["count"] == 0
    assert Caller(owner).post("/automation/try", draft).code == "not_allowed"


def test_event_rules_are_tried_on_the_last_30_days(firm: Firm, admin: Caller, owner: Any) -> None:
    deal = make_opportunity(firm.east_sales, owner, name="甲项目")
    Event.objects.create(name="opportunities.moved", resource="opportunities", subject_id=deal.pk, actor_name="x")
    draft = {"resource": "opportunities", "trigger": {"events": ["opportunities.moved"]}, "condition": ["name", "=", "甲项目"]}
    seen = admin.post("/automation/try", draft).data
    assert (seen["count"], seen["happened"]) == (1, 1)
    Event.objects.update(at=timezone.now() - dt.timedelta(days=31))
    assert admin.post("/automation/try", draft).data["happened"] == 0


def test_the_words_that_rules_are_made_of(firm: Firm, admin: Caller) -> None:
    words = admin.get("/automation/choices").data
    moved = next(event for event in words["events"] if event["value"] == "opportunities.moved")
    assert (moved["label"], moved["resource"]) == ("商机换阶段", "opportunities")
    found = admin.get("/automation/choices/customers").data
    places = {place["value"] for place in found["places"]}
    assert ("name" in places, "phone" in places, "budget" in places, found["tags"]) == (True, False, False, True)
    assert "opportunity" in [maker["value"] for maker in found["makers"]]
    assert admin.get("/automation/choices/nothing").status == 404


def test_once_in_each_month(firm: Firm, admin: Caller, owner: Any) -> None:
    made = rule(admin, {"kind": "tag", "tag": "季度"}, trigger={"monthly": {"day": 10, "hour": 9, "every": 3}})
    customer(firm, owner)
    assert [go(made), go(made)] == [1, 0]
    Firing.objects.update(occurrence="2020-01")
    assert go(made) == 1
    at = at_home(2026, 1, 10, 9, 30)
    assert next_time(definition_of(made), at) == at_home(2026, 4, 10, 9)
    due = Clock.objects.get(rule=made).next_at
    assert due is not None
    assert timezone.localtime(due).day == 10
    weekly = rule(admin, {"kind": "tag", "tag": "周"}, trigger={"weekly": {"day": 1, "hour": 8}})
    assert next_time(definition_of(weekly), at) == at_home(2026, 1, 12, 8)


def test_an_appointment_made_in_a_deal_is_told_once(firm: Firm, owner: Any, admin: Caller) -> None:
    install_rules(AUTOMATION)
    deal = make_opportunity(firm.east_sales, owner)
    other = customer(firm, owner, "乙公司")
    type(deal.customer).objects.filter(pk=deal.customer_id).update(owner=owner)
    now = timezone.now()
    log_followup(AUTOMATION, deal, content="再约", occurred_at=now - dt.timedelta(days=2), next_contact_at=now - dt.timedelta(minutes=5))
    type(other).objects.filter(pk=other.pk).update(next_contact_at=now - dt.timedelta(minutes=5))
    for code in ("customers.next_contact", "opportunities.next_contact"):
        go(Rule.objects.get(code=code))
    deal.refresh_from_db()
    assert sorted(Notice.objects.filter(user=owner, kind="reminder").values_list("title", flat=True)) == sorted(
        [f"该跟进商机了：{deal.name}", "该联系客户了：乙公司"]
    )
    said = next(r for r in admin.get("/automation/rules").data if r["code"] == "customers.next_contact")["condition"]
    assert said.endswith("；约在商机跟进里的，由“今天该跟进的商机”提醒")


def test_every_trigger_about_customers_has_its_rule() -> None:
    for code in (
        "customers.next_contact",
        "opportunities.next_contact",
        "opportunities.silent",
        "customers.no_manager",
        "customers.case_report",
    ):
        assert by_code(code) is not None
    silent, mailing = by_code("opportunities.silent"), by_code("customers.case_report")
    assert silent is not None
    assert mailing is not None
    assert (silent.defaults()["days"], silent.actions[0].to, mailing.active) == (7, ("supervisor",), False)
