"""A report leaves: the customer's edition by letter with PDF and questionnaire, the internal one as a notice to colleagues."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as plain
from django.utils.translation import gettext_lazy as _

from zhuke.commons.letters.services import writing as post
from zhuke.commons.notify.kinds import email_works
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import save
from zhuke.modules.customers.models import Contact
from zhuke.modules.customers.services.interactions import log_interaction
from zhuke.modules.reporting.models import ProjectReport

from . import composing, papers, surveys

TEMPLATE = "reporting.report"
MOST = 20


def send(
    actor: Actor,
    report: ProjectReport,
    *,
    edition: str | None = None,
    contacts: Any = None,
    people: Any = None,
    ask: bool | None = None,
) -> ProjectReport:
    """Send it: ``customer`` to contacts of the project's customer, ``internal`` to colleagues who may see the report.

    The first sending fixes the content; later ones send the same. Raises invalid, no_mail, no_template.
    """
    which = edition or "customer"
    if which == "internal":
        _to_colleagues(actor, report, _ids(people, "people"))
    else:
        _to_customer(actor, report, _ids(contacts, "contacts"), ask=ask is not False)
    return report


def _ids(value: Any, field: str) -> list[UUID]:
    keys = [parse_uuid(one) if isinstance(one, str) else None for one in value] if isinstance(value, list) else []
    if not keys or None in keys:
        raise invalid({field: [_("请选择收件人。")]})
    found = list(dict.fromkeys(key for key in keys if key))
    if len(found) > MOST:
        raise invalid({field: [_("一次最多发给 %(n)d 人。") % {"n": MOST}]})
    return found


def _fix(actor: Actor, report: ProjectReport) -> dict[str, Any]:
    """The content as it leaves; the first time it becomes the content for good."""
    if report.state == "sent" and report.content:
        return dict(report.content)
    report.content = composing.compose(report)
    report.state, report.sent_at = "sent", timezone.now()
    save(report, by_model(ProjectReport))
    return dict(report.content)


def _to_colleagues(actor: Actor, report: ProjectReport, people: list[UUID]) -> None:
    content = _fix(actor, report)
    title = say(_("%(who)s 发来项目报告：%(name)s"), who=actor.name, name=report.name)
    told = notify(
        [key for key in people if key != actor.id], "reporting", title, content["texts"]["overview"][:300], subject=report, actor=actor,
        key=f"report:{report.pk}",
    )  # fmt: skip
    emit("project_reports.sent", report, actor, {"edition": "internal", "people": [str(notice.user_id) for notice in told]})


def _to_customer(actor: Actor, report: ProjectReport, keys: list[UUID], *, ask: bool) -> None:
    if not email_works():
        raise DomainError("no_mail", post.NO_MAIL)
    contacts = _contacts(actor, report, keys)
    content = composing.edition(_fix(actor, report), "customer")
    pdf = papers.report_pdf(content)
    for contact in contacts:
        _letter(actor, report, contact, pdf, ask=ask)
    names = "、".join(contact.name for contact in contacts)
    resource = by_name("interactions")
    assert resource is not None
    with translation.override("zh-hans"):
        text = plain("发送项目报告 %(name)s（%(number)s），收件人：%(names)s")
    log_interaction(
        actor,
        customer_id=report.project.customer_id,
        contact_id=contacts[0].pk if len(contacts) == 1 else None,
        channel="email",
        occurred_at=timezone.now(),
        content=text % {"name": report.name, "number": report.number, "names": names},
        owner_id=actor.id,
    )
    emit("project_reports.sent", report, actor, {"edition": "customer", "contacts": [str(contact.pk) for contact in contacts]})


def _contacts(actor: Actor, report: ProjectReport, keys: list[UUID]) -> list[Contact]:
    resource = by_model(Contact)
    rows = visible(actor, resource).filter(pk__in=keys, customer_id=report.project.customer_id, archived_at=None)
    found = {row.pk: row for row in rows}
    if len(found) < len(keys):
        raise invalid({"contacts": [_("有的收件人不是该项目客户的联系人，请重新选择。")]})
    without = [row.name for row in found.values() if not row.email]
    if without:
        raise invalid({"contacts": [_("%(names)s没有邮箱，请先在联系人里补上。") % {"names": "、".join(without)}]})
    return [found[key] for key in keys]


def _letter(actor: Actor, report: ProjectReport, contact: Contact, pdf: bytes, *, ask: bool) -> None:
    said = ""
    if ask:
        _survey, link = surveys.hand_out(actor, report, contact)
        with translation.override("zh-hans"):
            said = plain("请用一分钟评价我们的工作，无需登录，30 天内有效：\n%(link)s") % {"link": link}
    extra = {"receiver": contact.name, "survey": said, "sender": actor.name, "project_name": report.project.name}
    envelope = post.Envelope(
        contact.email, contact.name, about=report, unit_id=report.project.unit_id, owner_id=report.owner_id,
        attach=[(f"{report.number}.pdf", pdf)],
    )  # fmt: skip
    post.send_by_template(actor, TEMPLATE, key="", extra=extra, envelope=envelope)
