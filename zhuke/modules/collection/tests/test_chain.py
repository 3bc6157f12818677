"""X1 over HTTP with time moved: letter, silence, letter, silence, flag, review meeting with its agenda; and everything that stops it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from zhuke.commons.letters.models import Letter
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Answer, Caller, Firm, make_person, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import Event
from zhuke.modules.billing.tests.factories import make_receipt, make_receivable
from zhuke.modules.collection.models import CaseLog, CollectionCase, DunningLetter, DunningStep, Promise, ReviewMeeting
from zhuke.modules.collection.services.chasing import chase
from zhuke.modules.collection.tests.conftest import TODAY, everything
from zhuke.modules.customers.models import Customer


def late(firm: Firm, customer: Any, days: int, amount: str = "50000.00", **values: Any) -> Any:
    """A receivable so many days late today."""
    due = TODAY - dt.timedelta(days=days)
    return make_receivable(firm.east_sales, customer, amount, due_on=due, occurred_on=due - dt.timedelta(days=30), **values)


def the_case() -> CollectionCase:
    return CollectionCase.objects.get()


def do(caller: Caller, row: Any, verb: str, resource: str = "collection_cases", **inputs: Any) -> Answer:
    return caller.post(f"/r/{resource}/{row.pk}/do/{verb}", {"inputs": inputs})


def pass_and_send() -> dict[str, int]:
    """One pass of the ladder and everything it queued."""
    done = chase()
    run_jobs()
    return done


@pytest.fixture
def started(clock: Any, firm: Firm, finance: Caller, director: Any, risk: Any, customer: Any) -> Any:
    """The first letter is out."""
    late(firm, customer, 20)
    pass_and_send()
    return clock


def test_the_whole_ladder(clock: Any, firm: Firm, finance: Caller, director: Any, risk: Any, customer: Any) -> None:
    late(firm, customer, 15)
    assert (pass_and_send()["opened"], CollectionCase.objects.count()) == (0, 0)  # 15 days are not more than 15

    clock.days(1)
    assert pass_and_send() == {"opened": 1, "looked": 1, "steps": 1}
    case = the_case()
    assert (case.state, case.level, case.letters, str(case.overdue)) == ("open", 1, 1, "50000.00")
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert (letter.to, letter.cc) == (["sun@late.example"], [director.email])  # finance at the customer, the director in copy
    assert "¥50,000.00" in letter.subject
    assert "16 天" in letter.body
    name, pdf, kind = letter.attachments[0]
    assert (name.endswith(".pdf"), bytes(pdf[:5]) if isinstance(pdf, bytes) else b"", kind) == (True, b"%PDF-", "application/pdf")
    assert (case.last_letter_on, case.next_position, case.next_on) == (TODAY + dt.timedelta(days=1), 2, TODAY + dt.timedelta(days=8))

    clock.days(6)
    assert pass_and_send()["steps"] == 0
    clock.days(1)
    assert pass_and_send()["steps"] == 1
    assert len(mail.outbox) == 2
    assert DunningLetter.objects.get(sequence=1).reply == "silent"
    assert Customer.objects.get(pk=customer.pk).risk == ""

    clock.days(7)
    assert pass_and_send()["steps"] == 1
    case, flagged = the_case(), Customer.objects.get(pk=customer.pk)
    assert (case.state, case.level, case.unanswered, len(mail.outbox)) == ("review", 3, 2, 2)
    assert (flagged.risk, "连续 2 封" in flagged.risk_reason) == ("high", True)
    meeting = ReviewMeeting.objects.get()
    assert set(meeting.people) == {finance.person.pk, director.pk, risk.pk}
    for part in ("合计 ¥50,000.00", "最长逾期 30 天", "第 1 封", "第 2 封", "请决定"):
        assert part in meeting.agenda
    assert Todo.objects.filter(title=meeting.name, state="open").count() == 3
    assert Notice.objects.filter(user=risk, object_id=case.pk).exists()
    answer = finance.get(f"/r/collection_cases/{case.pk}/chain").data
    kinds = [line["kind"] for line in answer["past"]]
    assert kinds == ["opened", "letter", "delivered", "silent", "letter", "delivered", "silent", "flagged", "meeting"]
    assert (answer["coming"], answer["waits_for"]) == ([], "等待评审会的结论")
    assert answer["meetings"][0]["agenda"] == meeting.agenda

    clock.days(30)
    assert pass_and_send()["steps"] == 0
    assert (len(mail.outbox), ReviewMeeting.objects.count()) == (2, 1)


def test_calendar_shows_the_review(started: Any, finance: Caller, risk: Any) -> None:
    for _turn in range(2):
        started.days(7)
        pass_and_send()
    entries = Caller(risk).get("/calendar", since=str(TODAY), until=str(TODAY + dt.timedelta(days=30)))
    found = entries.data["items"]
    assert "review_meeting" in {entry["kind"] for entry in found}


def test_full_payment_closes(started: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    receipt = make_receipt(firm.east_sales, customer, "50000.00", on=TODAY)
    answer = finance.post(f"/r/receipts/{receipt.pk}/do/allocate_oldest", {"inputs": {}})
    assert answer.status == 200, answer.data
    case = the_case()
    assert (case.state, case.close_reason, case.next_on, case.slot, str(case.overdue)) == ("closed", "paid", None, "", "0.00")
    assert DunningLetter.objects.get().reply == "paid"
    started.days(60)
    assert pass_and_send() == {"opened": 0, "looked": 0, "steps": 0}
    assert len(mail.outbox) == 1


def test_part_payment_is_an_answer_and_rests(started: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    receipt = make_receipt(firm.east_sales, customer, "20000.00", on=TODAY)
    finance.post(f"/r/receipts/{receipt.pk}/do/allocate_oldest", {"inputs": {}})
    case = the_case()
    assert (case.state, case.pause_reason, case.paused_until, str(case.overdue)) == (
        "paused",
        "paid",
        TODAY + dt.timedelta(days=7),
        "30000.00",
    )
    assert (case.unanswered, DunningLetter.objects.get().reply) == (0, "paid")
    started.days(7)
    pass_and_send()  # the rest is over: the second letter, about what is left
    assert (the_case().state, len(mail.outbox), "¥30,000.00" in mail.outbox[1].subject) == ("open", 2, True)
    reversed_ = finance.post(f"/r/receipts/{receipt.pk}/do/reverse", {"inputs": {"reason": "票据退回"}})
    assert (reversed_.status, str(the_case().overdue)) == (200, "50000.00")


def test_reply_starts_the_count_anew(started: Any, finance: Caller, customer: Any) -> None:
    answer = do(finance, the_case(), "reply", note="月底安排付款")
    assert (answer.status, answer.data["state"], answer.data["pause_reason"], answer.data["unanswered"]) == (200, "paused", "replied", 0)
    started.days(6)
    assert pass_and_send()["steps"] == 0
    started.days(1)
    pass_and_send()  # letter 2
    started.days(7)
    pass_and_send()  # only one in a row unanswered: letter 2 again, nobody is flagged
    case = the_case()
    assert (case.letters, case.unanswered, case.state, Customer.objects.get(pk=customer.pk).risk) == (3, 2, "open", "")
    started.days(7)
    pass_and_send()
    assert (the_case().state, Customer.objects.get(pk=customer.pk).risk, len(mail.outbox)) == ("review", "high", 3)


def test_promise_rests_and_is_judged(started: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    day = TODAY + dt.timedelta(days=10)
    answer = do(finance, the_case(), "promise", promised_on=str(day), amount="30000", note="孙会计电话")
    assert (answer.status, answer.data["state"], answer.data["paused_until"]) == (200, "paused", str(day + dt.timedelta(days=3)))
    started.days(12)
    assert pass_and_send()["steps"] == 0  # the grace of two days
    assert Promise.objects.get().state == "open"
    started.days(1)
    assert pass_and_send()["steps"] == 1
    promise = Promise.objects.get()
    assert (promise.state, promise.judged_on, the_case().state, len(mail.outbox)) == ("broken", TODAY + dt.timedelta(days=13), "open", 2)
    assert Event.objects.filter(name="promises.broken").count() == 1
    second = finance.post("/r/promises", {"case": the_case().pk, "promised_on": str(TODAY + dt.timedelta(days=20)), "amount": "10000"})
    assert second.status == 201, second.data
    receipt = make_receipt(firm.east_sales, customer, "10000.00", on=TODAY)
    finance.post(f"/r/receipts/{receipt.pk}/do/allocate_oldest", {"inputs": {}})
    assert Promise.objects.get(pk=second.data["id"]).state == "kept"
    assert [log.kind for log in CaseLog.objects.filter(kind__startswith="promise").order_by("created_at")] == [
        "promised", "promise_broken", "promised", "promise_kept",
    ]  # fmt: skip


def test_dispute_rests_until_resolved(started: Any, finance: Caller) -> None:
    answer = do(finance, the_case(), "dispute", reason="质量扣款未定")
    assert (answer.status, answer.data["state"], answer.data["pause_reason"], answer.data["disputed"]) == (
        200,
        "paused",
        "disputed",
        "50000.00",
    )
    assert DunningLetter.objects.get().reply == "disputed"
    started.days(40)
    assert pass_and_send()["steps"] == 0
    owed = finance.get("/r/receivables").data["items"][0]
    resolved = finance.post(f"/r/receivables/{owed['id']}/do/resolve", {"inputs": {"note": "已确认"}})
    assert (resolved.status, the_case().state) == (200, "open")
    pass_and_send()
    assert len(mail.outbox) == 2


def test_one_disputed_debt_does_not_stop_the_other(started: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    other = late(firm, customer, 18, "7000.00")
    answer = do(finance, the_case(), "dispute", reason="数量不符", receivables=[str(other.pk)])
    assert (answer.data["state"], answer.data["disputed"]) == ("open", "7000.00")
    started.days(7)
    pass_and_send()
    assert [len(row.items) for row in DunningLetter.objects.order_by("sequence")] == [1, 1]


def test_pause_and_resume_by_hand(started: Any, finance: Caller) -> None:
    answer = do(finance, the_case(), "pause", reason="总经理在谈", until=str(TODAY + dt.timedelta(days=20)))
    assert (answer.data["state"], answer.data["pause_note"]) == ("paused", "总经理在谈")
    started.days(10)
    assert pass_and_send()["steps"] == 0
    assert do(finance, the_case(), "resume").data["state"] == "open"
    assert pass_and_send()["steps"] == 1


def test_review_decides_and_the_ladder_begins_again(started: Any, finance: Caller) -> None:
    for _turn in range(2):
        started.days(7)
        pass_and_send()
    meeting = ReviewMeeting.objects.get()
    answer = do(finance, meeting, "hold", "review_meetings", outcome="go_on", decision="再催一轮，月底前无结果起诉")
    assert (answer.status, answer.data["state"]) == (200, "held")
    case = the_case()
    assert (case.state, case.level, Todo.objects.filter(title=meeting.name, state="open").count()) == ("open", 0, 0)
    assert do(finance, meeting, "hold", "review_meetings", outcome="legal", decision="x").code == "wrong_state"
    pass_and_send()
    assert len(mail.outbox) == 3


def test_without_an_address_the_ladder_waits_for_a_person(clock: Any, firm: Firm, finance: Caller) -> None:
    from zhuke.commons.testing import make

    silent = make("customers", name="无邮箱公司", unit=firm.east_sales, owner=finance.person)
    late(firm, silent, 20)
    pass_and_send()
    case, letter = the_case(), DunningLetter.objects.get()
    assert (case.state, case.pause_reason, letter.mail_state, len(mail.outbox)) == ("paused", "undelivered", "no_address", 0)
    assert Notice.objects.filter(user=finance.person, object_id=case.pk).exists()
    clock.days(30)
    assert pass_and_send()["steps"] == 0  # silence proves nothing while nobody has the letter
    answer = do(finance, letter, "deliver", "dunning_letters", how="EMS 1234567890")
    assert (answer.status, answer.data["mail_state"], the_case().state) == (200, "by_hand", "open")
    assert do(finance, letter, "deliver", "dunning_letters", how="再次").code == "wrong_state"
    assert the_case().next_on == TODAY + dt.timedelta(days=37)
    pdf = finance.get(f"/r/dunning_letters/{letter.pk}/pdf")
    assert pdf.raw.content.startswith(b"%PDF")


def test_address_given_later(clock: Any, firm: Firm, finance: Caller) -> None:
    from zhuke.commons.testing import make

    silent = make("customers", name="无邮箱公司", unit=firm.east_sales, owner=finance.person)
    late(firm, silent, 20)
    pass_and_send()
    letter = DunningLetter.objects.get()
    assert do(finance, letter, "send_to", "dunning_letters", to="不是邮箱").status == 400
    assert (Letter.objects.count(), DunningLetter.objects.get().mail_state) == (0, "no_address")
    assert do(finance, letter, "send_to", "dunning_letters", to="cw@new.example").status == 200
    run_jobs()
    assert (mail.outbox[0].to, DunningLetter.objects.get().mail_state, the_case().state) == (["cw@new.example"], "sent", "open")
    assert do(finance, letter, "send_to", "dunning_letters", to="cw@new.example").code == "wrong_state"


def test_a_letter_that_failed_rests_the_case(started: Any, finance: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    row = DunningLetter.objects.get()
    DunningLetter.objects.update(mail_state="waiting", sent_on=None)
    Letter.objects.update(state="handed")
    from zhuke.commons.letters.services.sending import _end

    _end(Letter.objects.get(), "doubtful", "连接中断")
    case = the_case()
    assert (case.state, case.pause_reason, DunningLetter.objects.get().mail_state) == ("paused", "undelivered", "doubtful")
    started.days(30)
    assert pass_and_send()["steps"] == 0
    assert do(finance, row, "deliver", "dunning_letters", how="客户电话确认收到").status == 200
    assert the_case().state == "open"


def test_refusals(started: Any, firm: Firm, finance: Caller, stranger: Caller) -> None:
    case = the_case()
    reader = Caller(make_person("旁观", firm.east, {"collection_cases": ["read"]}, scope="below"))
    before = (CaseLog.objects.count(), Event.objects.count())
    for verb, inputs in (("reply", {"note": "x"}), ("pause", {"reason": "x"}), ("close", {"reason": "x"}), ("step_now", {})):
        assert (do(stranger, case, verb, **inputs).status, do(reader, case, verb, **inputs).status) == (404, 403), verb
    assert stranger.get(f"/r/collection_cases/{case.pk}/chain").status == 404
    assert stranger.get(f"/r/dunning_letters/{DunningLetter.objects.get().pk}/pdf").status == 404
    past, far = str(TODAY - dt.timedelta(days=1)), str(TODAY + dt.timedelta(days=5000))
    refused = [
        (do(finance, case, "promise", promised_on=past), 400),
        (do(finance, case, "promise", promised_on=far), 400),
        (do(finance, case, "promise", promised_on=str(TODAY), amount="50000.01"), 400),
        (do(finance, case, "pause", reason="x", until=past), 400),
        (do(finance, case, "pause", reason=""), 400),
        (do(finance, case, "reply", note="x", on=str(TODAY + dt.timedelta(days=1))), 400),
        (do(finance, case, "resume"), 409),
        (do(finance, case, "dispute", reason="x", receivables=["00000000-0000-0000-0000-000000000000"]), 400),
        (finance.post("/r/collection_cases", {"customer": case.customer_id, "unit": firm.east_sales.pk}), 409),
        (finance.post("/r/collection_logs", {"case": case.pk, "kind": "letter", "content": "伪造"}), 400),
        (finance.post("/r/collection_logs", {"case": case.pk, "kind": "call", "content": "  "}), 400),
        (finance.patch(f"/r/collection_cases/{case.pk}", {"version": case.version, "customer": case.customer_id, "state": "closed"}), 400),
        (finance.patch(f"/r/dunning_letters/{DunningLetter.objects.get().pk}", {"version": 1, "body": "改"}), 409),
    ]
    for at, (answer, status) in enumerate(refused):
        assert answer.status == status, (at, answer.data)
    assert (CaseLog.objects.count(), Event.objects.count()) == before
    assert do(finance, case, "close", reason="总经理决定").data["state"] == "closed"
    assert do(finance, case, "reply", note="x").status == 409
    assert finance.post("/r/promises", {"case": case.pk, "promised_on": str(TODAY), "amount": "1"}).status == 409
    assert finance.post("/r/dunning_letters", {"case": case.pk, "name": "x", "body": "y"}).status == 409


def test_steps_say_what_is_wrong(firm: Firm, finance: Caller) -> None:
    ladder = finance.post("/r/dunning_ladders", {"name": "东", "unit": firm.east.pk})
    assert ladder.status == 201, ladder.data
    step = {"ladder": ladder.data["id"], "position": 1, "name": "空步"}
    empty = finance.post("/r/dunning_steps", step)
    unknown = finance.post("/r/dunning_steps", {**step, "tell": ["no_such_role"]})
    assert (empty.status, "template" in empty.data["fields"]) == (400, True)
    assert (unknown.status, "no_such_role" in unknown.data["fields"]["tell"][0]) == (400, True)
    good = finance.post("/r/dunning_steps", {**step, "tell": ["finance"]})
    assert good.status == 201, good.data
    assert finance.post("/r/dunning_steps", {**step, "tell": ["finance"]}).status == 400
    assert finance.post("/r/dunning_ladders", {"name": "又一个", "unit": firm.east.pk}).status == 400
    assert DunningStep.objects.filter(ladder_id=ladder.data["id"]).count() == 1


def test_minimum_and_company_ladder(clock: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    from zhuke.modules.collection.models import DunningLadder

    late(firm, customer, 20, "800.00")
    DunningLadder.objects.update(minimum=Decimal(1000))
    pass_and_send()
    answer = finance.get(f"/r/collection_cases/{the_case().pk}/chain").data
    assert (len(mail.outbox), answer["coming"], "起催金额" in answer["waits_for"]) == (0, [], True)
    late(firm, customer, 17, "300.00")
    do(finance, the_case(), "pause", reason="x")
    do(finance, the_case(), "resume")
    pass_and_send()
    assert (len(mail.outbox), DunningLetter.objects.get().amount) == (1, Decimal("1100.00"))


def test_switched_off_company_is_not_chased(clock: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    from zhuke.commons.switches.models import ModuleSwitch
    from zhuke.kernel import config

    late(firm, customer, 60)
    ModuleSwitch.objects.create(module="collection", unit=firm.east, on=False)
    config.forget()
    assert pass_and_send() == {"opened": 0, "looked": 0, "steps": 0}


def test_everything_else_of_a_case(started: Any, finance: Caller) -> None:
    case = the_case()
    assert everything()["collection_cases"]
    log = finance.post("/r/collection_logs", {"case": case.pk, "kind": "call", "content": "约周五见面", "contact": "孙会计"})
    assert log.status == 201, log.data
    own = finance.post("/r/dunning_letters", {"case": case.pk, "name": "请于本周付款", "body": "如题"})
    assert (own.status, own.data["sequence"], own.data["to"]) == (201, 2, "sun@late.example")
    run_jobs()
    assert (len(mail.outbox), the_case().letters) == (2, 2)
    started.days(7)
    assert do(finance, the_case(), "step_now").status == 200
    run_jobs()
    assert (len(mail.outbox), the_case().level) == (3, 2)
    again = do(finance, the_case(), "restart", note="换了负责人")
    assert (again.data["level"], again.data["state"]) == (0, "open")
