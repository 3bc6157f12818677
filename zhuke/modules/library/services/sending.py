"""Transmittals: what was given to whom, in which version, and who confirmed it (收发文)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.letters.services.writing import check_addresses
from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, check_version, save
from zhuke.modules.library.models import Document, DocumentVersion, Opening, Transmittal, TransmittalItem, TransmittalRecipient

from .linking import digest, new_token

DAYS = 14
MOST_DAYS = 90
MOST_ITEMS, MOST_RECIPIENTS = 200, 50


@dataclass(frozen=True)
class Item:
    """One document that goes along; ``version`` None: the newest."""

    document: UUID
    version: int | None = None
    copies: int = 1


@dataclass(frozen=True)
class Recipient:
    """Somebody of the contacts, or anybody by name."""

    contact: UUID | None = None
    name: str = ""
    company: str = ""
    email: str = ""


def write(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Transmittal:
    """Begin a transmittal. Raises invalid."""
    row: Transmittal = build(actor, by_model(Transmittal), values, pk=pk)
    _check(row)
    row.number = next_number(actor, "transmittals", row.unit_id, timezone.localdate())
    save(row, by_model(Transmittal))
    emit("transmittals.created", row, actor)
    return row


def edit(actor: Actor, row: Transmittal, **values: Any) -> Transmittal:
    """Change a draft; of a sent one only the remark and who looks after it. Raises wrong_state, invalid."""
    fixed = [name for name in values if name not in ("remark", "owner_id") and values[name] != getattr(row, name)]
    if row.state != "draft" and fixed:
        raise wrong_state(row)
    assign(row, values)
    _check(row)
    save(row, by_model(Transmittal))
    emit("transmittals.updated", row, actor, {"fields": sorted(values)})
    return row


def _check(row: Transmittal) -> None:
    if row.direction == "in" and row.received_on and row.received_on > timezone.localdate():
        raise invalid({"received_on": [_("收文日期不能晚于今天。")]})


def fill(actor: Actor, pk: UUID, *, version: int | None, items: Sequence[Item], recipients: Sequence[Recipient]) -> Transmittal:
    """Say what goes and to whom, the whole of it. Raises not_found, wrong_state, stale_version, invalid."""
    with writing(actor):
        row: Transmittal = get_visible(actor, by_model(Transmittal), pk, "update", lock=True)
        check_version(actor, by_model(Transmittal), row, version)
        if row.state != "draft" or row.archived_at:
            raise wrong_state(row)
        made = [_item(actor, number, item) for number, item in enumerate(items, 1)]
        if len({item.document_id for item in made}) != len(made):
            raise invalid({"items": [_("同一份资料出现了两次，请删除其中一行。")]})
        people = [_recipient(actor, number, wish) for number, wish in enumerate(recipients, 1)]
        row.items.all().delete()
        row.recipients.all().delete()
        for position, item in enumerate(made):
            item.transmittal, item.position = row, position
        for position, person in enumerate(people):
            person.transmittal, person.position = row, position
        TransmittalItem.objects.bulk_create(made)
        TransmittalRecipient.objects.bulk_create(people)
        row.items_count, row.recipients_count, row.acknowledged_count = len(made), len(people), 0
        save(row, by_model(Transmittal))
        emit("transmittals.filled", row, actor, {"items": len(made), "recipients": len(people)})
        return row


def _item(actor: Actor, number: int, wish: Item) -> TransmittalItem:
    row = visible(actor, by_model(Document), "share").filter(pk=wish.document, archived_at=None).first()
    if row is None:
        raise invalid({"items": [_("第 %(n)d 行的资料不存在，或您无权对外发送，请重新选择。") % {"n": number}]})
    version = DocumentVersion.objects.filter(document=row, number=wish.version or row.current).first()
    if version is None and wish.version is not None:
        raise invalid({"items": [_("第 %(n)d 行的资料没有这个版本，请重新选择。") % {"n": number}]})
    return TransmittalItem(document=row, version=version, copies=wish.copies)


def _recipient(actor: Actor, number: int, wish: Recipient) -> TransmittalRecipient:
    if wish.contact is None:
        name = " ".join(wish.name.split())
        if not name:
            raise invalid({"recipients": [_("第 %(n)d 个收件人请选择联系人或填写姓名。") % {"n": number}]})
        address = wish.email.strip()
        if address and not is_address(address):
            raise invalid(
                {"recipients": [_("第 %(n)d 个收件人的邮箱“%(address)s”不对，请改正或留空。") % {"n": number, "address": address[:80]}]}
            )
        return TransmittalRecipient(name=name[:80], company=" ".join(wish.company.split())[:120], email=address)
    contacts = by_name("contacts")
    contact = visible(actor, contacts).select_related("customer").filter(pk=wish.contact, archived_at=None).first() if contacts else None
    if contact is None:
        raise invalid({"recipients": [_("第 %(n)d 个收件人不在您的联系人里，请重新选择。") % {"n": number}]})
    return TransmittalRecipient(contact=contact, name=contact.name[:80], company=contact.customer.name[:120])


def is_address(text: str) -> bool:
    """Whether mail may go there."""
    try:
        check_addresses([text])
    except DomainError:
        return False
    return True


def send(actor: Actor, row: Transmittal, *, days: int | None = None, mail: bool | None = None) -> Transmittal:
    """Fix versions, date it, and give each recipient a link, shown this once (``_once.links``).

    The links go by mail to those who have an address, unless ``mail`` says no or no mail server is set up.
    Raises wrong_state, nothing_to_send, no_template.
    """
    if row.state != "draft" or row.archived_at:
        raise wrong_state(row)
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise invalid({"days": [_("有效期请填 1 到 90 天。")]})
    if not row.items_count or not row.recipients_count:
        raise DomainError("nothing_to_send", _("请先添加资料和收件人，再发送。"))
    for item in row.items.select_related("document", "version"):
        if item.document.status == "void" or item.document.archived_at:
            raise DomainError("nothing_to_send", _("“%(name)s”已作废或被删除，请从清单中移除。") % {"name": item.document.name})
        if not visible(actor, by_model(Document), "share").filter(pk=item.document_id).exists():
            raise DomainError("nothing_to_send", _("“%(name)s”您无权对外发送，请从清单中移除。") % {"name": item.document.name})
    row.state, row.sent_on = "sent", timezone.localdate() if row.direction == "out" else row.received_on or timezone.localdate()
    save(row, by_model(Transmittal))
    emit("transmittals.sent", row, actor, {"items": row.items_count, "recipients": row.recipients_count})
    if row.direction == "out":
        row.shown_once = {"links": _links(actor, row, days or DAYS, mail=mail is not False)}  # type: ignore[attr-defined]
    return row


def renew_links(actor: Actor, pk: UUID, *, days: int = DAYS, mail: bool = False) -> list[dict[str, Any]]:
    """Fresh links for everybody, by mail too if asked for; the old ones die.

    Raises not_found, not_allowed(_here), wrong_state, no_template.
    """
    with writing(actor):
        row: Transmittal = get_visible(actor, by_model(Transmittal), pk, "send", lock=True)
        if row.state not in ("sent", "acknowledged") or row.direction != "out":
            raise wrong_state(row)
        emit("transmittals.links_renewed", row, actor)
        return _links(actor, row, days, mail=mail)


def _links(actor: Actor, row: Transmittal, days: int, *, mail: bool) -> list[dict[str, Any]]:
    from .mailing import mail_links

    urls = {}
    people = list(row.recipients.select_related("contact"))
    for person in people:
        token = new_token()
        person.digest, person.expires_at = digest(token), timezone.now() + dt.timedelta(days=days)
        person.save(update_fields=["digest", "expires_at"])
        urls[person.pk] = f"{settings.BASE_URL}/transmittal/{token}"
    mailed = mail_links(actor, row, people, urls) if mail else set()
    return [{"recipient": {"id": str(one.pk), "label": one.name}, "url": urls[one.pk], "mailed": one.pk in mailed} for one in people]


def acknowledge(actor: Actor, row: Transmittal, *, who: str, on: dt.date | None = None) -> Transmittal:
    """Enter by hand that it has arrived (signed slip, telephone). Raises wrong_state, invalid."""
    if row.state != "sent":
        raise wrong_state(row)
    day, name = on or timezone.localdate(), " ".join(who.split())[:80]
    if not name:
        raise invalid({"who": [_("请填写签收人。")]})
    if day > timezone.localdate() or (row.sent_on and day < row.sent_on):
        raise invalid({"on": [_("签收日期应在发送日期与今天之间。")]})
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    row.recipients.filter(acknowledged_at=None).update(acknowledged_at=moment, acknowledged_by=name)
    return _count(actor, row)


def _count(actor: Actor, row: Transmittal) -> Transmittal:
    row.acknowledged_count = row.recipients.filter(acknowledged_at__isnull=False).count()
    if row.acknowledged_count == row.recipients_count:
        row.state = "acknowledged"
    save(row, by_model(Transmittal))
    emit("transmittals.acknowledged", row, actor, {"done": row.acknowledged_count, "of": row.recipients_count})
    return row


def void(actor: Actor, row: Transmittal, *, reason: str) -> Transmittal:
    """It counts no more and its links open nothing. Raises wrong_state."""
    if row.state not in ("draft", "sent"):
        raise wrong_state(row)
    if not reason.strip():
        raise invalid({"reason": [_("请写明原因，最多 300 个字。")]})
    row.recipients.update(digest="", expires_at=None)
    row.state, row.void_reason = "void", " ".join(reason.split())[:300]
    save(row, by_model(Transmittal))
    emit("transmittals.voided", row, actor, {"reason": row.void_reason})
    return row


def content(actor: Actor, row: Transmittal) -> dict[str, Any]:
    """What goes and to whom; documents that the reader may not see are only counted."""
    items = list(row.items.select_related("document", "version"))
    seen = set(visible(actor, by_model(Document)).filter(pk__in=[item.document_id for item in items]).values_list("pk", flat=True))
    people = row.recipients.select_related("contact", "letter")
    fields = ("id", "name", "company", "opened_at", "acknowledged_at", "acknowledged_by", "expires_at")
    email = actor.sees("contacts", "email")
    return {
        "version": row.version,
        "items": [_shown(item) for item in items if item.document_id in seen],
        "hidden": len([item for item in items if item.document_id not in seen]),
        "recipients": [
            {
                **{name: getattr(one, name) for name in fields}, "email": address_of(one) if email or one.contact_id is None else "",
                "reachable": bool(address_of(one)), "mail": _mail(one),
                "contact": {"id": one.contact_id, "label": one.contact.name} if one.contact else None,
            }
            for one in people
        ],
    }  # fmt: skip


def address_of(person: TransmittalRecipient) -> str:
    """Where mail for a recipient goes: what was written down, else what is known of the contact now. Empty: nowhere."""
    return person.email or (person.contact.email if person.contact else "")


def _mail(person: TransmittalRecipient) -> dict[str, Any] | None:
    letter = person.letter
    return {"state": letter.state, "at": letter.sent_at or letter.created_at, "error": letter.error} if letter else None


def _shown(item: TransmittalItem) -> dict[str, Any]:
    document, version = item.document, item.version
    return {
        "id": item.pk, "document": {"id": document.pk, "label": document.name}, "number": document.number,
        "drawing_number": document.drawing_number, "version": version.number if version else None,
        "revision": version.revision if version else "", "newer": bool(version and document.current > version.number),
        "file": version.file if version else None, "status": document.status, "copies": item.copies,
    }  # fmt: skip


# From outside.


def by_token(token: str, *, lock: bool = False) -> TransmittalRecipient:
    """The recipient of a live link. Raises not_found for all others, in the same words."""
    rows = TransmittalRecipient.objects.select_for_update(of=("self",)) if lock else TransmittalRecipient.objects.all()
    one = rows.select_related("transmittal__unit", "transmittal__project", "transmittal__owner").filter(digest=digest(token[:200])).first()
    live = one is not None and one.expires_at is not None and one.expires_at > timezone.now()
    if one is None or not live or one.transmittal.state not in ("sent", "acknowledged") or one.transmittal.archived_at:
        raise NotFound(_("这个链接不存在、已过期或已被收回，请联系发给您的人。"))
    return one


def opened(one: TransmittalRecipient, address: str, what: str = "opened", name: str = "") -> None:
    """Write down what a recipient did."""
    Opening.objects.create(recipient=one, what=what, address=address[:45], name=name[:200])
    if one.opened_at is None:
        TransmittalRecipient.objects.filter(pk=one.pk).update(opened_at=timezone.now())


def confirm(token: str, *, who: str, address: str) -> TransmittalRecipient:
    """A recipient confirms the receipt, once. Raises not_found, invalid."""
    visitor = Actor(None, str(_("收件人")), "system")
    with writing(visitor, "transmittal.link"):
        one = by_token(token, lock=True)
        name = " ".join(who.split())[:80]
        if not name:
            raise invalid({"who": [_("请填写您的姓名。")]})
        if one.acknowledged_at is None:
            one.acknowledged_at, one.acknowledged_by = timezone.now(), name
            one.save(update_fields=["acknowledged_at", "acknowledged_by"])
            opened(one, address, "acknowledged", name)
            row = Transmittal.objects.select_for_update(of=("self",)).get(pk=one.transmittal_id)
            _count(visitor, row)
            told = say(_("%(who)s 已签收：%(subject)s"), who=name, subject=row.subject)
            notify([row.owner_id], "library", told, subject=row, key=f"transmittal:{one.pk}")
        return one


def files_of(one: TransmittalRecipient) -> list[tuple[Document, DocumentVersion]]:
    """What a recipient may download."""
    items = one.transmittal.items.select_related("document", "version").filter(version__isnull=False, document__archived_at=None)
    return [(item.document, item.version) for item in items if item.version]


def wrong_state(row: Transmittal) -> DomainError:
    """The refusal of a verb that the state does not allow."""
    return Conflict("wrong_state", _("这份收发文现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": row.get_state_display()})
