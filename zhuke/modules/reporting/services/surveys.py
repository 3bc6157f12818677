"""The questionnaire: handed out with a report, answered once through its link, added up for project and customer."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Avg, Count
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.todos.services import create_todo
from zhuke.kernel.access import Actor, system, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.customers.models import Contact
from zhuke.modules.reporting.models import SCORES, ProjectReport, Survey

GUEST = system("满意度调查")
OPEN_FOR = dt.timedelta(days=30)
LOW = 2
"""From this score downwards the customer's owner has to do something."""
SHOWN = 20


def hand_out(actor: Actor, report: ProjectReport, contact: Contact) -> tuple[Survey, str]:
    """A fresh questionnaire for one person, and its address; the address is known only now. Inside ``writing``."""
    token = secrets.token_urlsafe(24)
    survey = Survey(project_id=report.project_id, customer_id=report.project.customer_id, report=report, contact=contact)
    survey.name, survey.expires_at, survey.token_hash = contact.name[:80], timezone.now() + OPEN_FOR, _hash(token)
    survey.created_by_id = actor.id
    save(survey, by_model(Survey))
    emit("surveys.sent", survey, actor, {"report": str(report.pk)})
    return survey, f"{settings.BASE_URL}/survey/{token}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str, *, lock: bool = False) -> Survey:
    """The questionnaire of a link. Raises not_found for a link that is not ours, and the same for one that has expired unanswered."""
    rows = Survey.objects.select_related("project__customer", "project__unit", "report")
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows
    row = rows.filter(token_hash=_hash(token), archived_at=None).first()
    if row is None or (row.state != "answered" and row.expires_at <= timezone.now()):
        raise NotFound(_("这个链接不完整或已过期。如仍想提出意见，请直接联系您的项目经理。"))
    return row


def answer(token: str, scores: Mapping[str, int], remark: str, address: str) -> Survey:
    """The customer's answer, once. Raises not_found, wrong_state (answered already), invalid (a score is missing)."""
    with writing(GUEST, "survey.link"):
        row = by_token(token, lock=True)
        if row.state == "answered":
            raise Conflict("wrong_state", _("这份问卷已经答复过，谢谢您。"))
        for name in SCORES:
            setattr(row, name, scores.get(name))
        row.remark, row.answered_from = remark.strip()[:1000], address[:80]
        _count(GUEST, row)
    return row


def enter(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Survey:
    """What a customer said on the telephone or on paper. Raises invalid (a score is missing, somebody else's contact, nobody named)."""
    row: Survey = build(actor, by_model(Survey), values, pk=pk)
    contact = row.contact
    if contact and contact.customer_id != row.project.customer_id:
        raise invalid({"contact": [_("这位联系人不属于该项目的客户，请重新选择。")]})
    row.name = (row.name.strip() or (contact.name if contact else ""))[:80]
    if not row.name:
        raise invalid({"name": [_("请选择联系人，或填写是谁评价的。")]})
    row.customer_id, row.expires_at, row.token_hash = row.project.customer_id, timezone.now(), _hash(secrets.token_urlsafe(24))
    _count(actor, row)
    return row


def refuse_change(actor: Actor, row: Survey, **values: Any) -> Survey:
    """What a customer said is kept as it was said. Raises fixed."""
    raise Conflict("fixed", _("客户的评价不能修改。录错了请另录一份，并在意见里说明。"))


def _count(actor: Actor, row: Survey) -> None:
    given = [getattr(row, name) for name in SCORES]
    missing = [name for name, score in zip(SCORES, given, strict=True) if score not in (1, 2, 3, 4, 5)]
    if missing:
        raise invalid({name: [_("请打分。")] for name in missing})
    row.score, row.lowest = Decimal(sum(given)) / len(given), min(given)
    row.state, row.answered_at = "answered", timezone.now()
    save(row, by_model(Survey))
    emit("surveys.answered", row, actor, {"score": str(row.score), "lowest": row.lowest})
    _tell(row)


def _tell(row: Survey) -> None:
    project = row.project
    about = {"who": row.name, "project": project.name, "score": f"{row.score:.1f}"}
    title = say(_("%(who)s 对“%(project)s”的满意度：%(score)s 分"), **about)
    notify([project.owner_id], "reporting", title, row.remark, subject=row, actor=GUEST, key=f"survey:{row.pk}")
    customer = row.customer
    keeper = customer.owner_id or project.owner_id
    if row.lowest is not None and row.lowest <= LOW and keeper:
        with translation.override("zh-hans"):  # stored, whatever language the page was read in
            what = str(_("回访%(who)s：“%(project)s”满意度低")) % about
        create_todo(
            GUEST,
            assignee_id=keeper,
            title=what[:200],
            body=row.remark[:500],
            due_on=timezone.localdate() + dt.timedelta(days=2),
            resource="customers",
            object_id=customer.pk,
        )


def expire(now: dt.datetime | None = None) -> int:
    """Close questionnaires that nobody answered in time; returns how many."""
    rows = Survey.objects.filter(state="open", expires_at__lte=now or timezone.now()).values_list("pk", flat=True)[:1000]
    closed = 0
    for pk in list(rows):
        with writing(GUEST, "survey.expire"):
            row = Survey.objects.select_for_update().get(pk=pk)
            if row.state == "open":
                row.state = "expired"
                save(row, by_model(Survey))
                closed += 1
    return closed


def satisfaction(actor: Actor, **within: Any) -> dict[str, Any]:
    """Averages over the answers that the actor may see (``project=…`` or ``customer=…``), and the last of them."""
    rows = visible(actor, by_model(Survey)).filter(archived_at=None, **within).order_by()
    answered = rows.filter(state="answered")
    means = answered.aggregate(count=Count("pk"), score=Avg("score"), **{f"mean_{name}": Avg(name) for name in SCORES})
    last = answered.select_related("project").order_by("-answered_at", "-pk")[:SHOWN]
    return {
        "asked": rows.count(),
        "answered": means["count"],
        "score": _mean(means["score"]),
        "scores": {name: _mean(means[f"mean_{name}"]) for name in SCORES},
        "items": [
            {
                "id": row.pk, "name": row.name, "at": row.answered_at, "score": _mean(row.score), "lowest": row.lowest,
                "remark": row.remark,
                "project": {"id": row.project_id, "label": row.project.name}, **{name: getattr(row, name) for name in SCORES},
            }
            for row in last
        ],
    }  # fmt: skip


def _mean(value: Any) -> float | None:
    return None if value is None else round(float(value), 2)
