"""Sending a quotation by e-mail: asked for in the request, sent by a job after commit, kept in the customer's timeline with its PDF."""

from __future__ import annotations

import smtplib
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from zhuke.commons.files import services as files
from zhuke.commons.notify.kinds import email_works
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.models import Interaction
from zhuke.modules.customers.services.interactions import log_interaction
from zhuke.modules.quotes.models import Quotation, QuotationMail

from .moving import check_running, move
from .paper import file_name, pdf_of
from .posting import hand_over

MOST_RECEIVERS = 5
TRIES = 4


def ask_to_send(actor: Actor, quotation: Quotation, *, to: str, subject: str, message: str) -> Quotation:
    """Put the mail into the queue; the quotation becomes sent when the mail server has taken it. Raises no_mail, invalid, run_out."""
    if not email_works():
        raise DomainError(
            "no_mail",
            _("系统还没有配置发信服务器，不能直接发邮件。请下载 PDF 后自行发送，再登记“已送出”；或请管理员设置 EMAIL_URL。"),
        )
    check_running(quotation)
    mail = QuotationMail.objects.create(
        quotation=quotation,
        to=", ".join(addresses(to)),
        subject=" ".join(subject.split()),
        message=message.strip(),
        sender_id=actor.id,
    )
    emit("quotations.mail_queued", quotation, actor, {"mail": str(mail.pk), "to": mail.to})
    app.configure_task("quotes.send_mail").defer(mail_id=str(mail.pk))
    return quotation


def addresses(text: str) -> list[str]:
    """The addresses of a line, each checked. Raises invalid."""
    found = [part.strip() for part in text.replace("；", ",").replace(";", ",").replace("，", ",").split(",") if part.strip()]
    for address in found:
        try:
            validate_email(address)
        except ValidationError as error:
            raise invalid({"to": [_("“%(address)s”不是有效的邮箱地址，请改正。") % {"address": address[:80]}]}) from error
    if not found or len(found) > MOST_RECEIVERS:
        raise invalid({"to": [_("请填写 1 到 %(n)d 个邮箱地址，用逗号分开。") % {"n": MOST_RECEIVERS}]})
    return found


def deliver(mail_id: UUID | str) -> bool:
    """Send one mail unless that has happened; returns whether it was sent. Raises OSError or SMTPException when another try is worth it."""
    # Claimed before it is sent: a job that dies while sending must not send a second time.
    if not QuotationMail.objects.filter(pk=mail_id, state="waiting").update(state="sending", tries=F("tries") + 1):
        return False
    mail = QuotationMail.objects.select_related("quotation__customer", "sender").get(pk=mail_id)
    with translation.override((mail.sender and mail.sender.language) or settings.LANGUAGE_CODE):
        pdf, name = pdf_of(mail.quotation), file_name(mail.quotation)
        letter = EmailMessage(mail.subject, mail.message, to=addresses(mail.to))
        letter.attach(name, pdf, "application/pdf")
        if mail.sender and mail.sender.email:
            letter.reply_to = [mail.sender.email]
        try:
            refused = hand_over(letter)
        except smtplib.SMTPRecipientsRefused as error:
            _fail(mail, str(error))
            return False
        except (OSError, smtplib.SMTPException) as error:
            if mail.tries >= TRIES:
                _fail(mail, str(error))
                return False
            QuotationMail.objects.filter(pk=mail.pk).update(state="waiting", error=str(error)[:300])
            raise
        if refused:
            mail.to = ", ".join(address for address in addresses(mail.to) if address not in refused)
            _tell_refused(mail, refused)
        _keep(mail, name, pdf, "; ".join(f"{address}: {said}" for address, said in refused.items()))
    return True


def _tell_refused(mail: QuotationMail, refused: dict[str, str]) -> None:
    """The others have it; the sender corrects the address of these and sends it to them alone."""
    title = say(_("报价邮件没有送到全部收件人：%(number)s"), number=mail.quotation.full_number)
    body = say(_("已送到 %(to)s；没有送到 %(refused)s。请检查地址后单独再发。"), to=mail.to, refused=", ".join(refused))
    notify([mail.sender_id], "quotation", title, body, subject=mail.quotation, key=f"mail:{mail.pk}")


def _fail(mail: QuotationMail, error: str) -> None:
    QuotationMail.objects.filter(pk=mail.pk).update(state="failed", error=error[:300])
    title = say(_("报价邮件没有发出：%(number)s"), number=mail.quotation.full_number)
    body = say(_("收件人 %(to)s。请检查地址后重新发送，或下载 PDF 自行发送。"), to=mail.to)
    notify([mail.sender_id], "quotation", title, body, subject=mail.quotation, key=f"mail:{mail.pk}")


def _keep(mail: QuotationMail, name: str, pdf: bytes, refused: str) -> None:
    """The mail becomes an interaction with the PDF; the quotation becomes sent, unless the customer answered meanwhile."""
    actor = actors().for_id(mail.sender_id) if mail.sender_id else system("报价邮件")
    with writing(actor, "quotes.send"):
        quotation = Quotation.objects.select_for_update().get(pk=mail.quotation_id)
        now = timezone.now()
        talk = log_interaction(
            actor,
            customer_id=quotation.customer_id,
            contact_id=quotation.contact_id,
            channel="email",
            occurred_at=now,
            content=f"{mail.subject}\n{mail.message}",
            result=str(_("已发送报价 %(number)s 至 %(to)s") % {"number": quotation.full_number, "to": mail.to})[:200],
            owner_id=mail.sender_id,
        )
        QuotationMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now, to=mail.to, error=refused[:300], interaction_id=talk.pk)
        quotation.sent_at, quotation.sent_to = now, mail.to
        if quotation.state in ("approved", "sent"):
            move(actor, quotation, "sent", "quotations.sent", mail=str(mail.pk), to=mail.to)
        else:
            save(quotation, by_model(Quotation))
        upload = SimpleUploadedFile(name, pdf, "application/pdf")
        # The right to send includes keeping what was sent, so the system files it where the sender may perhaps not edit.
        files.add(system("报价邮件"), by_model(Interaction), talk.pk, upload)
