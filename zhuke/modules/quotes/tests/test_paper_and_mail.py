"""The PDF as its reader finds it, and the mail that carries it."""

import smtplib
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.core import mail
from django.utils import timezone

from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.commons.letters.tests.smtp_server import mail_server
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, queued, run_jobs
from zhuke.modules.customers.models import Interaction
from zhuke.modules.quotes.models import Quotation, QuotationMail
from zhuke.modules.quotes.services import sending
from zhuke.modules.quotes.services.paper import plain

from .conftest import approved, do, made, with_lines

LETTER = {"to": "qian@example.com；li@example.com", "subject": "报价单", "message": "钱工，您好：请查收。"}


def texts(pdf: bytes) -> list[str]:
    """The text of each page, line breaks and spaces taken out."""
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(document[i].get_textpage().get_text_range().split()) for i in range(len(document))]


def paper(caller: Caller, row: dict[str, Any]) -> bytes:
    answer = caller.get(f"/r/quotations/{row['id']}/pdf")
    assert answer.raw["Content-Type"] == "application/pdf"
    return bytes(answer.raw.content)


def test_the_paper_says_all_the_customer_needs_and_no_cost(seller: Caller, supervisor: Caller) -> None:
    row = approved(
        seller, supervisor, payment_terms="预付 30%，货到 60%", delivery="45 天", terms="不含土建 #set page(fill: red)", remark="内部：底价"
    )
    (text,) = texts(paper(seller, row))
    for wanted in (
        "华东公司", "报价单", row["number"] + "V1", "江苏新筑建设有限公司", "门诊楼机电安装", "冷水机组", "1200kW",
        "872,000.00", "83,600.52", "-5%", "13%", "不含税金额", "¥848,379.14", "¥107,221.38", "¥955,600.52",
        "人民币玖拾伍万伍仟陆佰元零伍角贰分", "预付30%，货到60%", "45天", f"有效期至{row['valid_until']}",
        "不含土建#setpage(fill:red)", "签字（盖章）", "客户确认",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "内部" not in text
    assert "草稿" not in text


def test_a_draft_bears_a_mark_and_long_tables_repeat_their_head(seller: Caller) -> None:
    row = with_lines(seller, [{"name": f"阀门 {n}", "unit_price": "10.00"} for n in range(1, 91)])
    pages = texts(paper(seller, row))
    assert len(pages) >= 3
    assert all("草稿" in page for page in pages)
    assert all("名称及规格" in page for page in pages[:-1])
    assert "阀门1" in pages[0]
    assert any("阀门90" in page for page in pages[1:])
    assert "人民币玖佰元整" in pages[-1]
    shown = made(seller.get(f"/r/quotations/{row['id']}/preview"))
    assert shown["count"] == len(pages) == len(shown["pages"])
    assert shown["pages"][0].startswith("data:image/webp;base64,")


def test_the_mail_carries_the_paper_and_stays_in_the_timeline(seller: Caller, supervisor: Caller) -> None:
    row = approved(seller, supervisor)
    asked = made(do(seller, row, "send", **LETTER))
    assert asked["state"] == "approved"
    assert "quotes.send_mail" in queued()
    assert mail.outbox == []
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["qian@example.com", "li@example.com"]
    assert (letter.subject, letter.reply_to) == ("报价单", [seller.person.email])
    name, content, kind = letter.attachments[0]
    assert (kind, str(name).startswith("报价单-BJ-")) == ("application/pdf", True)
    assert "人民币玖拾伍万伍仟陆佰元零伍角贰分" in texts(bytes(content))[0]
    sent = made(seller.get(f"/r/quotations/{row['id']}"))
    assert (sent["state"], sent["sent_to"]) == ("sent", "qian@example.com, li@example.com")
    talk = Interaction.objects.get(customer=row["customer"]["id"])
    assert (talk.channel, talk.owner_id) == ("email", seller.person.pk)
    assert "请查收" in talk.content
    version = FileVersion.objects.get(attachment=Attachment.objects.get(resource="interactions", object_id=talk.pk))
    assert version.content_type == "application/pdf"
    listed = made(seller.get(f"/r/quotations/{row['id']}/mails"))
    assert [(x["state"], x["sender"]) for x in listed["items"]] == [("sent", "王东")]
    assert sending.deliver(listed["items"][0]["id"]) is False
    assert len(mail.outbox) == 1


def test_without_a_mail_server_it_says_what_to_do(seller: Caller, supervisor: Caller, settings: Any) -> None:
    row = approved(seller, supervisor)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    before = queued()
    refused = do(seller, row, "send", **LETTER)
    assert (refused.status, refused.code) == (400, "no_mail")
    assert "下载 PDF" in refused.data["message"]
    assert made(seller.get(f"/r/quotations/{row['id']}/mails")) == {"works": False, "items": []}
    assert queued() == before
    assert not QuotationMail.objects.exists()


@pytest.mark.parametrize("to", ["没有", "a@b.cn, c", " ; ", ",".join(f"a{n}@b.cn" for n in range(6))])
def test_a_faulty_address_is_refused(seller: Caller, supervisor: Caller, to: str) -> None:
    row = approved(seller, supervisor)
    before = queued()
    refused = do(seller, row, "send", **{**LETTER, "to": to})
    assert (refused.status, list(refused.data["fields"])) == (400, ["to"])
    assert queued() == before


def test_a_server_that_is_away_is_tried_again_and_then_told(seller: Caller, supervisor: Caller, monkeypatch: Any) -> None:
    row = approved(seller, supervisor)
    made(do(seller, row, "send", **LETTER))
    waiting = QuotationMail.objects.get()

    class Away:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            pass

        def send_messages(self, messages: Any) -> int:
            raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend", Away)
    for _try in range(sending.TRIES - 1):
        with pytest.raises(smtplib.SMTPServerDisconnected):
            sending.deliver(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == "waiting"
    assert sending.deliver(waiting.pk) is False
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("failed", "gone")
    assert Notice.objects.filter(user=seller.person, title__contains="没有发出").count() == 1
    assert Quotation.objects.get(pk=row["id"]).state == "approved"
    assert not Interaction.objects.exists()


def test_who_of_several_was_refused_is_told(seller: Caller, supervisor: Caller, settings: Any) -> None:
    row = approved(seller, supervisor)
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        server.refuse = {"li@example.com": "550 no such person"}
        made(do(seller, row, "send", **LETTER))
        run_jobs()
        assert len(server.messages) == 1
    kept = QuotationMail.objects.get()
    assert (kept.state, kept.to, kept.error) == ("sent", "qian@example.com", "li@example.com: 550 no such person")
    assert Quotation.objects.get(pk=row["id"]).sent_to == "qian@example.com"
    told = Notice.objects.get(user=seller.person, title__contains="没有送到全部收件人")
    assert "没有送到 li@example.com" in told.body


def test_an_answer_that_came_first_is_not_overwritten(seller: Caller, supervisor: Caller) -> None:
    row = approved(seller, supervisor)
    made(do(seller, row, "send", **LETTER))
    made(do(seller, row, "accept"))
    run_jobs()
    assert len(mail.outbox) == 1
    kept = Quotation.objects.get(pk=row["id"])
    assert kept.state == "accepted"
    assert kept.sent_at is not None
    assert kept.sent_at <= timezone.now()


def test_large_quantities_have_separators() -> None:
    assert [plain(Decimal(text)) for text in ("12500.500", "1234567", "0.50", "0")] == ["12,500.5", "1,234,567", "0.5", "0"]
