"""What time does to documents and transmittals: papers run out, transmittals lie unconfirmed; and the letters that take links to people."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.letters.models import Letter, LetterTemplate
from zhuke.commons.letters.services.sending import send_due
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import queued
from zhuke.commons.todos.models import Todo
from zhuke.modules.customers.tests.factories import of_customer
from zhuke.modules.library.models import Document, Transmittal, TransmittalRecipient

from .conftest import House, do, made, pdf, put, refused
from .test_outside import a_transmittal, fill, where

TODAY = timezone.localdate()


def go(code: str) -> int:
    """One pass of a rule; how often it fired."""
    install_rules(AUTOMATION)
    fired = run_pass(Rule.objects.get(code=code)).fired
    act_all()
    return fired


def test_a_paper_that_runs_out_is_to_be_renewed_once(house: House) -> None:
    for name, days in (("资质证书.txt", 30), ("安全许可证.txt", -3), ("营业执照.txt", 31), ("旧资质.txt", -40), ("作废资质.txt", 5)):
        row = put(house.manager, house.root, name, name.encode())
        on = (TODAY + dt.timedelta(days=days)).isoformat()
        made(house.manager.patch(f"/r/documents/{row['id']}", {"version": row["version"], "expires_on": on}))
    made(do(house.manager, {"id": Document.objects.get(name="作废资质.txt").pk}, "void", reason="换证"))
    assert go("documents.expiring") == 2
    assert set(Todo.objects.values_list("assignee__name", "title")) == {
        ("赵经理", "更新资料：资质证书.txt"), ("赵经理", "更新资料：安全许可证.txt"),
    }  # fmt: skip
    assert go("documents.expiring") == 0
    # A new day is a new occasion.
    Document.objects.filter(name="安全许可证.txt").update(expires_on=TODAY + dt.timedelta(days=20))
    assert go("documents.expiring") == 1


def test_who_sent_a_transmittal_hears_that_nobody_confirms(house: House) -> None:
    drawing = put(house.manager, house.root, "A-101.pdf", pdf("v1"))
    row = a_transmittal(house)
    made(fill(house, row, [{"document": drawing["id"]}], [{"name": "陈工"}, {"name": "吴监理"}]))
    made(do(house.manager, row, "send", "transmittals"))
    assert go("transmittals.unconfirmed") == 0
    Transmittal.objects.update(sent_on=TODAY - dt.timedelta(days=6))
    assert go("transmittals.unconfirmed") == 1
    assert Notice.objects.get(user=house.manager.person, title="还没有全部签收：送审图纸").body.endswith("已签收 0 / 2")
    assert go("transmittals.unconfirmed") == 0


def people(house: House, row: Any) -> dict[str, Any]:
    """The recipients by name."""
    return {one["name"]: one for one in made(house.manager.get(f"/library/transmittals/{row['id']}/content"))["recipients"]}


def test_links_go_by_mail_to_who_has_an_address(house: House) -> None:
    drawing = put(house.manager, house.root, "A-101.pdf", pdf("v1"))
    known = {**of_customer(house.firm.east_sales, house.manager.person), "name": "黄工", "email": "huang@example.com"}
    contact = made(house.manager.post("/r/contacts", known))
    row = a_transmittal(house)
    recipients = [{"name": "陈工", "email": "chen@example.com"}, {"contact": contact["id"]}, {"name": "吴监理"}]
    made(fill(house, row, [{"document": drawing["id"]}], recipients))
    sent = made(do(house.manager, row, "send", "transmittals", days=5))
    assert [(one["recipient"]["label"], one["mailed"]) for one in sent["_once"]["links"]] == [
        ("陈工", True),
        ("黄工", True),
        ("吴监理", False),
    ]
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"chen@example.com", "huang@example.com"}
    letter = letters["huang@example.com"]
    assert (letter.object_id, letter.unit_id, letter.subject) == (Transmittal.objects.get().pk, house.firm.east_sales.pk, letter.subject)
    assert "送审图纸" in letter.subject
    assert (sent["_once"]["links"][1]["url"] in letter.body, sent["_once"]["links"][0]["url"] in letter.body) == (True, False)
    assert queued().count("letters.send") == 2
    assert {name: (one["reachable"], one["mail"] and one["mail"]["state"]) for name, one in people(house, row).items()} == {
        "陈工": (True, "waiting"), "黄工": (True, "waiting"), "吴监理": (False, None),
    }  # fmt: skip
    assert send_due() == 2
    posted = next(one for one in mail.outbox if one.to == ["huang@example.com"])
    assert [(name, content[:5]) for name, content, _type in posted.attachments] == [(f"{row['number']}.pdf", b"%PDF-")]
    link = re.search(r"https?://\S+/transmittal/\S+", str(posted.body))
    assert link
    assert "A-101.pdf" in Client().get(where(link[0])).content.decode()
    assert people(house, row)["黄工"]["mail"]["state"] == "sent"
    # Fresh links: by mail only when asked for.
    made(house.manager.post(f"/library/transmittals/{row['id']}/links", {"days": 3}))
    assert Letter.objects.count() == 2
    fresh = made(house.manager.post(f"/library/transmittals/{row['id']}/links", {"mail": True}))
    assert (Letter.objects.count(), [one["mailed"] for one in fresh]) == (4, [True, True, False])
    assert Client().get(where(link[0])).status_code == 404


def test_nobody_is_written_to_against_the_senders_will_or_without_a_server(house: House, settings: Any) -> None:
    drawing = put(house.manager, house.root, "A-101.pdf", pdf("v1"))
    for mail_wanted, back_end in ((False, settings.EMAIL_BACKEND), (True, "django.core.mail.backends.console.EmailBackend")):
        settings.EMAIL_BACKEND = back_end
        row = a_transmittal(house)
        made(fill(house, row, [{"document": drawing["id"]}], [{"name": "陈工", "email": "chen@example.com"}]))
        sent = made(do(house.manager, row, "send", "transmittals", mail=mail_wanted))
        assert [one["mailed"] for one in sent["_once"]["links"]] == [False]
    assert (Letter.objects.count(), "letters.send" in queued()) == (0, False)


def test_letters_that_are_refused_send_nothing(house: House) -> None:
    drawing = put(house.manager, house.root, "A-101.pdf", pdf("v1"))
    row = a_transmittal(house)
    wrong = [{"name": "陈工", "email": "chen@"}]
    refused(lambda: fill(house, row, [{"document": drawing["id"]}], wrong), 400, "invalid", "recipients")
    made(fill(house, row, [{"document": drawing["id"]}], [{"name": "陈工", "email": "chen@example.com"}]))
    LetterTemplate.objects.filter(code="library.transmittal").delete()
    refused(lambda: do(house.manager, row, "send", "transmittals"), 409, "no_template")
    assert (Transmittal.objects.get().state, TransmittalRecipient.objects.get().digest, Letter.objects.count()) == ("draft", "", 0)
