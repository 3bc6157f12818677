"""Every verb of a quotation, and every refusal."""

import datetime as dt

from django.utils import timezone

from zhuke.commons.approvals.models import Approval
from zhuke.commons.approvals.registry import approvable
from zhuke.commons.approvals.services.recording import picture
from zhuke.commons.notify.models import Notice
from zhuke.commons.switches.models import ModuleSwitch
from zhuke.commons.testing import Caller, Firm, make_person, queued
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.modules.customers.models import Interaction
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.quotes.models import Quotation
from zhuke.modules.quotes.services.adopting import adopt_submitted
from zhuke.modules.quotes.services.moving import MOVES, expire_all
from zhuke.modules.sales.conditions import condition
from zhuke.modules.sales.tests.factories import make_opportunity

from .conftest import APPROVING, approved, decide, do, made, put, quotation, supervises, with_lines


def test_from_draft_to_yes(seller: Caller, supervisor: Caller) -> None:
    row = with_lines(seller)
    waiting = made(do(seller, row, "submit"))
    assert (waiting["state"], waiting["submitted_by"]["label"]) == ("submitted", "王东")
    assert "approve" not in waiting["_can"]
    told = Notice.objects.get(user=supervisor.person, kind="approval")
    assert row["title"] in told.title
    paper = made(supervisor.get(f"/approvals/{told.object_id}"))
    assert {"含税合计": "¥955,600.52", "客户": row["customer"]["label"]}.items() <= {f["label"]: f["text"] for f in paper["facts"]}.items()
    assert [line["name"] for line in paper["tables"][0]["rows"]] == ["冷水机组", "安装调试"]
    agreed = made(decide(supervisor, row, "approve", opinion="同意，注意付款"))
    assert (agreed["state"], agreed["opinion"], agreed["decided_by"]["label"]) == ("approved", "同意，注意付款", "赵审")
    assert Notice.objects.filter(user=seller.person, kind="approval").count() == 1
    sent = made(do(seller, row, "mark_sent", channel="wechat", note="微信发给钱工"))
    assert (sent["state"], sent["sent_to"]) == ("sent", "微信发给钱工")
    talk = Interaction.objects.get(customer=row["customer"]["id"])
    assert talk.channel == "wechat"
    assert row["number"] in talk.content
    done = made(do(seller, row, "accept"))
    assert done["state"] == "accepted"
    assert done["answered_at"]
    names = list(Event.objects.filter(subject_id=row["id"]).order_by("id").values_list("name", flat=True))
    assert names == [
        "quotations.created", "quotations.updated", "quotations.submitted", "quotations.approved", "quotations.sent", "quotations.accepted",
    ]  # fmt: skip


def test_rejected_corrected_and_submitted_again(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    assert decide(supervisor, row, "reject").status == 400
    back = made(decide(supervisor, row, "reject", opinion="折扣太大"))
    assert (back["state"], back["opinion"]) == ("rejected", "折扣太大")
    saved = made(put(seller, back, [{"name": "改好的", "unit_price": "5.00"}]))["quotation"]
    again = made(do(seller, saved, "submit"))
    assert (again["state"], again["opinion"], again["decided_at"]) == ("submitted", "", None)
    assert made(do(seller, again, "withdraw"))["state"] == "draft"


def test_nobody_approves_an_own_quotation_while_others_can(seller: Caller, supervisor: Caller, firm: Firm) -> None:
    second = Caller(make_person("孙审", firm.east_sales, APPROVING))
    supervises(second.person)
    row = made(do(supervisor, with_lines(supervisor), "submit"))
    before = (Change.objects.count(), Event.objects.count(), queued())
    for verb in ("approve", "reject"):
        refused = decide(supervisor, row, verb, opinion="自己批")
        assert (refused.status, refused.code) == (403, "not_your_turn")
    assert (Change.objects.count(), Event.objects.count(), queued()) == before
    assert made(decide(second, row, "approve", opinion="可以"))["state"] == "approved"


def test_a_large_one_goes_to_the_manager_as_well(seller: Caller, supervisor: Caller, firm: Firm) -> None:
    boss = Caller(make_person("经理", firm.east, APPROVING))
    role = Role.objects.create(code="subsidiary_manager", name="子公司经理")
    Membership.objects.create(user=boss.person, unit=firm.east, role=role)
    lines = [{"name": "整体工程", "quantity": "1", "unit_price": "60000000.00", "tax_rate": "9"}]
    row = made(do(seller, with_lines(seller, lines), "submit"))
    assert made(decide(supervisor, row, "approve"))["state"] == "submitted"
    done = made(decide(boss, row, "approve", opinion="同意"))
    assert (done["state"], done["decided_by"]["label"], done["opinion"]) == ("approved", "经理", "同意")


def test_those_handed_in_before_go_into_the_flow(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    Approval.objects.all().delete()
    assert (adopt_submitted(system("安装程序")), adopt_submitted(system("安装程序"))) == (1, 0)
    approval = Approval.objects.get()
    assert (approval.submitter_id, approval.state) == (seller.person.pk, "running")
    assert made(decide(supervisor, row, "approve"))["state"] == "approved"


def test_only_the_submitter_withdraws(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    refused = do(supervisor, row, "withdraw")
    assert (refused.status, refused.code) == (403, "not_submitter")
    assert made(do(seller, row, "withdraw"))["state"] == "draft"
    assert Approval.objects.get().state == "withdrawn"


def test_what_is_being_approved_is_not_archived(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    refused = seller.post(f"/r/quotations/{row['id']}/archive", {"version": row["version"]})
    assert (refused.status, refused.code) == (409, "in_approval")
    assert Quotation.objects.get().archived_at is None


def test_one_that_has_run_out_is_not_approved(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    Quotation.objects.filter(pk=row["id"]).update(valid_until="2020-02-01")
    Approval.objects.update(snapshot=picture(approvable("quotations", "approve"), Quotation.objects.get()))
    refused = decide(supervisor, row, "approve")
    assert (refused.status, refused.code, Quotation.objects.get().state) == (400, "run_out", "submitted")


def test_submitting_needs_lines_a_day_and_somebody_who_decides(seller: Caller) -> None:
    row = quotation(seller)
    assert do(seller, row, "submit").code == "no_lines"
    row = made(put(seller, row, [{"name": "泵", "unit_price": "5.00"}]))["quotation"]
    refused = do(seller, row, "submit")
    assert (refused.status, refused.code) == (409, "no_approver")
    late = made(
        seller.patch(f"/r/quotations/{row['id']}", {"version": row["version"], "quoted_on": "2020-01-01", "valid_until": "2020-02-01"})
    )
    before = queued()
    refused = do(seller, late, "submit")
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "run_out", ["valid_until"])
    assert Quotation.objects.get(pk=row["id"]).state == "draft"
    assert queued() == before


def test_whoever_may_not_approve_is_refused(seller: Caller, supervisor: Caller) -> None:
    row = made(do(seller, with_lines(seller), "submit"))
    refused = decide(seller, row, "approve")
    assert (refused.status, refused.code) == (403, "not_your_turn")
    assert Quotation.objects.get(pk=row["id"]).state == "submitted"


def test_every_verb_refuses_every_wrong_state(seller: Caller, supervisor: Caller) -> None:
    row = with_lines(supervisor)
    verbs = {
        "submit": ({}, ("draft", "rejected")),
        "withdraw": ({}, ("submitted",)),
        "send": ({"to": "a@b.cn", "subject": "报价", "message": "请查收"}, ("approved", "sent")),
        "mark_sent": ({"channel": "wechat"}, ("approved", "sent")),
        "accept": ({}, ("approved", "sent", "expired")),
        "decline": ({"reason": "价高"}, ("approved", "sent", "expired")),
        "new_version": ({}, ("rejected", "approved", "sent", "declined", "expired")),
    }
    for state, _label in Quotation.STATES:
        Quotation.objects.filter(pk=row["id"]).update(state=state)
        before = (Change.objects.count(), Event.objects.count(), queued())
        for verb, (inputs, allowed) in verbs.items():
            if state not in allowed:
                refused = do(supervisor, row, verb, **inputs)
                assert (refused.status, refused.code) == (409, "wrong_state"), (state, verb)
        assert (Change.objects.count(), Event.objects.count(), queued()) == before
        offered = set(made(supervisor.get(f"/r/quotations/{row['id']}"))["_can"]) & set(verbs)
        assert offered == {verb for verb, (_inputs, allowed) in verbs.items() if state in allowed}, state
    assert {a for a, _b in MOVES} <= {state for state, _label in Quotation.STATES}


def test_the_customer_says_no(seller: Caller, supervisor: Caller) -> None:
    row = approved(seller, supervisor)
    assert do(seller, row, "decline").status == 400
    assert made(do(seller, row, "decline", reason="工期太长"))["decline_reason"] == "工期太长"


def test_an_archived_quotation_stands_still(seller: Caller, supervisor: Caller) -> None:
    row = approved(seller, supervisor)
    made(seller.post(f"/r/quotations/{row['id']}/archive", {"version": row["version"]}))
    refused = do(seller, row, "accept")
    assert (refused.status, refused.code) == (409, "archived")


def test_quotations_run_out_after_their_last_day(seller: Caller, supervisor: Caller) -> None:
    row = approved(seller, supervisor)
    last = Quotation.objects.get(pk=row["id"]).valid_until
    assert last is not None
    today = timezone.localdate()
    assert list(Quotation.objects.expiring(dt.timedelta(days=29))) == []
    assert [q.pk for q in Quotation.objects.expiring(last - today)] == [Quotation.objects.get().pk]
    assert [expire_all(last), Quotation.objects.get().state] == [0, "approved"]
    assert [expire_all(last + dt.timedelta(days=1)), expire_all(last + dt.timedelta(days=1))] == [1, 0]
    assert Quotation.objects.get().state == "expired"
    assert made(do(seller, row, "accept"))["state"] == "accepted"


def test_an_offer_that_has_run_out_is_not_sent(seller: Caller, supervisor: Caller) -> None:
    row = approved(seller, supervisor)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Quotation.objects.filter(pk=row["id"]).update(valid_until=yesterday)
    refused = do(seller, row, "mark_sent", channel="wechat")
    assert (refused.status, refused.code) == (400, "run_out")
    assert not Interaction.objects.exists()


def test_sales_may_ask_for_an_approved_quotation(seller: Caller, supervisor: Caller) -> None:
    deal = make_opportunity(seller.person.unit, seller.person)
    rule = condition("approved_quotation")
    assert rule is not None
    assert "报价" in str(rule.check(deal))
    row = with_lines(seller, customer=str(deal.customer_id), opportunity=str(deal.pk))
    made(do(seller, row, "submit"))
    assert rule.check(deal)
    made(decide(supervisor, row, "approve"))
    assert rule.check(deal) is None


def test_where_quotations_are_off_no_stage_asks_for_one(seller: Caller) -> None:
    deal = make_opportunity(seller.person.unit, seller.person)
    rule = condition("approved_quotation")
    assert rule is not None
    ModuleSwitch.objects.create(module="quotes", unit=None, on=False)
    config.forget()
    assert rule.check(deal) is None
    config.forget()
