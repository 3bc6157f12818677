"""Notices as e-mail: each at most once, by itself or as the letter of the day."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .kinds import Wishes
from .models import DIGEST, FAILED, SENDING, SENT, WANTED, Digest, Notice


def send_one(notice_id: UUID | str) -> bool:
    """Send one notice by e-mail unless that has happened. Raises OSError or SMTPException when it is worth another try."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    # Claimed before it is sent: a job that dies while sending must not send a second time.
    if notice is None or not Notice.objects.filter(pk=notice_id, email=WANTED).update(email=SENDING):
        return False
    return _deliver(notice.user, [notice], back_to=WANTED)


def send_digests(now: dt.datetime | None = None) -> int:
    """Send the letter of the day to everyone whose hour has come and who has had none today; returns how many letters."""
    now = timezone.localtime(now)
    waiting = get_user_model().objects.filter(pk__in=Notice.objects.filter(email=DIGEST).values("user_id"), is_active=True)
    return sum(_send_digest(person, now) for person in waiting)


def _send_digest(person: Any, now: dt.datetime) -> bool:
    hour = Wishes.of(person).digest
    # Whoever has switched the digest off meanwhile gets what was kept for it now.
    if hour is not None and (now.time() < hour or not _first_today(person, now.date())):
        return False
    ids = list(Notice.objects.filter(user=person, email=DIGEST).order_by("pk").values_list("pk", flat=True)[:200])
    Notice.objects.filter(pk__in=ids, email=DIGEST).update(email=SENDING)
    return _deliver(person, list(Notice.objects.filter(pk__in=ids, email=SENDING).order_by("pk")), back_to="")


def _first_today(person: Any, day: dt.date) -> bool:
    try:
        with transaction.atomic():
            Digest.objects.create(user=person, day=day)
    except IntegrityError:
        return False
    return True


def _deliver(person: Any, notices: Sequence[Notice], *, back_to: str) -> bool:
    rows = Notice.objects.filter(pk__in=[n.pk for n in notices])
    if not notices or not person.email or not person.is_active:
        rows.update(email=FAILED, email_error="no address")
        return False
    with translation.override(person.language or settings.LANGUAGE_CODE):
        message = _letter(notices)
    message.to = [person.email]
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        rows.update(email=FAILED, email_error=str(error)[:300])
        return False
    except (OSError, smtplib.SMTPException) as error:  # the server is away or busy
        rows.update(email=back_to or FAILED, email_error=str(error)[:300])
        if back_to:
            raise
        return False
    rows.update(email=SENT, email_error="")
    return True


def _letter(notices: Sequence[Notice]) -> EmailMessage:
    link = f"{settings.BASE_URL}/inbox"
    foot = _("在筑客中查看：%(link)s\n不想再收到这类邮件，请在“个人设置 → 消息通知”中调整。") % {"link": link}
    if len(notices) == 1:
        subject, parts = notices[0].title, [notices[0].title, notices[0].body]
    else:
        subject = _("筑客：您有 %(n)s 条消息") % {"n": len(notices)}
        parts = [f"{timezone.localtime(n.created_at):%m-%d %H:%M}  {n.title}" for n in notices]
    return EmailMessage(" ".join(subject.split()), "\n\n".join([*(part for part in parts if part), foot]))
