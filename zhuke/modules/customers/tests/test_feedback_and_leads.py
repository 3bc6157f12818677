"""What customers say, followed to its answer; leads, to a customer or aside."""

import datetime as dt

from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Answer, Caller, Firm, make_person, queued
from zhuke.kernel.models import Change
from zhuke.modules.customers.models import Customer, Interaction

from .conftest import EVERYTHING, child, customer


def do(caller: Caller, row: dict, action: str, **inputs: object) -> Answer:
    return caller.post(f"/r/feedbacks/{row['id']}/do/{action}", {"inputs": inputs})


def test_a_complaint_goes_from_word_to_answer(seller: Caller, firm: Firm) -> None:
    helper = make_person("周服", firm.east_sales, EVERYTHING)
    said = child(seller, "feedbacks", customer(seller), kind="complaint", content="漏水", occurred_at=timezone.now().isoformat())
    assert said["state"] == "open"
    assert said["due_on"] == (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    assert do(seller, said, "close").code == "wrong_state"
    assert do(seller, said, "assign_handler", handler=str(helper.pk)).data["state"] == "handling"
    assert Notice.objects.filter(user=helper, kind="feedback").count() == 1
    answered = do(seller, said, "answer", answer="已安排维修")
    assert (answered.data["state"], answered.data["answered_by"]["label"]) == ("answered", "王东")
    assert do(seller, said, "reopen").status == 400
    assert do(seller, said, "reopen", reason="仍漏").data["state"] == "handling"
    do(seller, said, "answer", answer="已修好")
    closed = do(seller, said, "close").data
    assert closed["state"] == "closed"
    changes = Change.objects.count()
    refused = seller.patch(f"/r/feedbacks/{said['id']}", {"version": closed["version"], "content": "改"})
    assert (refused.status, refused.code) == (409, "feedback_closed")
    assert Change.objects.count() == changes


def test_a_lead_becomes_a_customer_with_contact_and_first_talk(seller: Caller) -> None:
    lead = seller.post(
        "/r/leads", {"company": "扬州新区管委会", "contact_name": "吴五", "phone": "13700001234", "message": "想建学校"}
    ).data
    done = seller.post(f"/r/leads/{lead['id']}/do/convert", {"inputs": {}})
    assert (done.status, done.data["state"]) == (200, "converted"), done.data
    made = Customer.objects.get(pk=done.data["customer"]["id"])
    assert (made.name, made.contacts.get().phone, made.source) == ("扬州新区管委会", "13700001234", "website")
    assert Interaction.objects.get(customer=made).content == "想建学校"
    again = seller.post(f"/r/leads/{lead['id']}/do/convert", {"inputs": {}})
    assert (again.status, again.code) == (409, "wrong_state")
    assert Customer.objects.count() == 1


def test_a_lead_can_join_a_known_customer_or_be_set_aside(seller: Caller, stranger: Caller) -> None:
    known = customer(seller, "扬州新区管委会")
    lead = seller.post("/r/leads", {"company": "扬州新区", "contact_name": "吴五"}).data
    foreign = customer(stranger, "西部公司")
    assert seller.post(f"/r/leads/{lead['id']}/do/convert", {"inputs": {"customer": foreign["id"]}}).code == "invalid"
    assert seller.post(f"/r/leads/{lead['id']}/do/convert", {"inputs": {"customer": known["id"]}}).data["customer"]["id"] == known["id"]
    spam = seller.post("/r/leads", {"company": "广告", "contact_name": "无"}).data
    jobs = queued()
    assert seller.post(f"/r/leads/{spam['id']}/do/discard", {"inputs": {}}).status == 400
    assert queued() == jobs
    assert seller.post(f"/r/leads/{spam['id']}/do/discard", {"inputs": {"reason": "广告"}}).data["reason"] == "广告"
