"""Hand letters to the mail server: each at most once, whatever happens to the worker.

SMTP knows no transactions. A message counts as accepted from its closing dot on, so the letter is marked ``handed`` in the database
between its last line and that dot. A worker killed before has sent nothing and the letter is tried again; one killed after leaves the
letter ``handed``, the next round calls it ``doubtful`` and tells its writer, and nothing sends it twice. The worker at a letter holds an
advisory lock on it: PostgreSQL lets go of it the moment the worker is gone. (ADR 0095)
"""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.alone import alone
from zhuke.commons.files.models import FileVersion
from zhuke.commons.letters.models import DOUBTFUL, FAILED, HANDED, SENT, WAITING, Letter
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save

from .optouts import link_for
from .writing import POST, ring

# Minutes until the next try; after the last the letter has failed.
PAUSES = (1, 5, 15, 60, 240)
LOCKS = 0x1E77E2  # our own space of advisory locks


class _Refused(Exception):
    """The server answered, and the answer was no. ``final``: trying again would bring the same."""

    def __init__(self, code: int, text: bytes) -> None:
        super().__init__(f"{code} {text.decode(errors='replace')}")
        self.final = code >= 500


def send_due(now: dt.datetime | None = None, limit: int = 500) -> int:
    """Send what is due, and look at what dead workers left; returns how many letters left the house."""
    due = Letter.objects.filter(state__in=[WAITING, HANDED], next_at__lte=now or timezone.now())
    return sum(send_one(pk) for pk in list(due.order_by("next_at").values_list("pk", flat=True)[:limit]))


def send_one(letter_id: UUID) -> bool:
    """Send one letter unless another worker is at it; returns whether it left."""
    with alone(LOCKS, letter_id) as mine:
        letter = Letter.objects.select_related("owner").filter(pk=letter_id).first() if mine else None
        if letter is None:
            return False
        if letter.state == HANDED:
            _end(letter, DOUBTFUL, str(_("发送途中程序中断，不确定对方是否收到。请向对方确认，需要时再发一次。")))
            return False
        return letter.state == WAITING and _send(letter)


def _send(letter: Letter) -> bool:
    message = _message(letter)
    server: Any = get_connection()
    try:
        try:
            server.open()
            if isinstance(server, EmailBackend) and server.connection:
                _hand_over(letter, message, server.connection)
            else:  # the back ends of tests and development
                _mark_handed(letter)
                server.send_messages([message])
        finally:
            server.close()
    except _Refused as error:
        _try_later(letter, str(error), final=error.final)
        return False
    except (OSError, smtplib.SMTPException) as error:
        # Nothing left before the letter was marked; from then on nobody can tell.
        if letter.state == HANDED:
            _end(letter, DOUBTFUL, str(error))
        else:
            _try_later(letter, str(error), final=False)
        return False
    _end(letter, SENT)
    return True


def _hand_over(letter: Letter, message: EmailMessage, smtp: smtplib.SMTP) -> None:
    """One SMTP transaction, with the mark in the database between the last line and the closing dot."""
    sender = message.from_email or settings.DEFAULT_FROM_EMAIL
    smtp.ehlo_or_helo_if_needed()
    _expect(smtp.mail(sender.rpartition("<")[2].rstrip(">")), 250)
    for address in message.recipients():
        _expect(smtp.rcpt(address), 250, 251)
    _expect(smtp.docmd("DATA"), 354)
    written: Any = message.message()
    body = smtplib._quote_periods(written.as_bytes(linesep="\r\n"))  # type: ignore[attr-defined]  # noqa: SLF001 as sendmail does
    smtp.send(body if body.endswith(b"\r\n") else body + b"\r\n")
    _mark_handed(letter)
    smtp.send(b".\r\n")
    code, text = smtp.getreply()
    if code != 250:
        letter.state = WAITING  # the server says that it has not taken it
        raise _Refused(code, text)


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise _Refused(*answer)


def _mark_handed(letter: Letter) -> None:
    with writing(POST, "letters.send"):
        letter.state = HANDED
        save(letter, by_model(Letter))


def _end(letter: Letter, state: str, error: str = "") -> None:
    with writing(POST, "letters.send"):
        letter.state, letter.error, letter.next_at = state, error[:300], None
        letter.sent_at = timezone.now() if state == SENT else None
        save(letter, by_model(Letter))
        emit(f"letters.{state}", letter, POST, {"to": letter.to})
        if state != SENT:
            _tell(letter)


def _try_later(letter: Letter, error: str, *, final: bool) -> None:
    if final or letter.tries >= len(PAUSES):
        _end(letter, FAILED, error)
        return
    with writing(POST, "letters.send"):
        letter.state, letter.error, letter.tries = WAITING, error[:300], letter.tries + 1
        letter.next_at = timezone.now() + dt.timedelta(minutes=PAUSES[letter.tries - 1])
        save(letter, by_model(Letter))


def _tell(letter: Letter) -> None:
    text = _("信函没有发出：%(subject)s") if letter.state == FAILED else _("信函不确定是否送达：%(subject)s")
    body = say(_("收件地址 %(to)s。%(error)s"), to=letter.to, error=letter.error)
    wanted = [letter.created_by_id or letter.owner_id]
    notify(wanted, "letter", say(text, subject=letter.subject), body, subject=letter, key=f"letter:{letter.pk}:{letter.tries}")


def send_again(actor: Any, letter: Letter) -> Letter:
    """Try a letter again that did not leave, or that somebody knows did not arrive. Raises wrong_state."""
    if letter.state not in (FAILED, DOUBTFUL):
        raise Conflict("wrong_state", _("只有未发出或不确定是否送达的信函可以再发。"))
    letter.state, letter.error, letter.tries, letter.next_at = WAITING, "", 0, timezone.now()
    save(letter, by_model(Letter))
    emit("letters.again", letter, actor)
    ring(letter.pk)
    return letter


def _message(letter: Letter) -> EmailMessage:
    headers = {"Message-ID": f"<{letter.pk}@{settings.BASE_URL.partition('//')[2].partition(':')[0].partition('/')[0] or 'zhuke'}>"}
    body = letter.body
    if letter.commercial:
        link = link_for(letter.to)
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        with translation.override(settings.LANGUAGE_CODE):
            body = f"{body}\n\n—\n{_('不想再收到这类邮件，请点此退订：%(link)s') % {'link': link}}"
    message = EmailMessage(letter.subject, body, to=[letter.to], cc=letter.cc, headers=headers)
    if letter.owner and letter.owner.email:
        message.reply_to = [letter.owner.email]
    for version in FileVersion.objects.filter(pk__in=letter.enclosed):
        with default_storage.open(version.path) as stored:
            message.attach(version.name, stored.read(), version.content_type)
    return message
