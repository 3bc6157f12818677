"""Minutes: what is published is frozen, told to all who were there, and printed from what was frozen."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.documents import compile_pdf
from zhuke.commons.letters.services.writing import Envelope, send
from zhuke.commons.notify.kinds import email_works
from zhuke.commons.notify.services import notify, say
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.control.models import Meeting, MeetingMinutes
from zhuke.modules.orgs.models import Unit
from zhuke.modules.projects.papers import Paper

TEMPLATE = Path(__file__).resolve().parent.parent / "minutes.typ"
DRAFT = 0


def publish(actor: Actor, row: Meeting) -> Meeting:
    """Freeze the minutes as the next edition; colleagues are told, outsiders with an address get them by mail as PDF.

    Raises nothing_to_publish.
    """
    decisions, actions = row.decisions.filter(archived_at=None), row.actions.filter(archived_at=None)
    if not row.minutes.strip() and not decisions.exists() and not actions.exists():
        raise DomainError("nothing_to_publish", _("还没有纪要、决议或行动项，请先写上再发布。"))
    row.state, row.edition, row.published_at = "published", row.edition + 1, timezone.now()
    save(row, by_model(Meeting))
    # Minutes are kept and leave the house in the firm's language, whoever publishes them.
    with translation.override("zh-hans"):
        frozen = MeetingMinutes.objects.create(meeting=row, edition=row.edition, content=snapshot(row), by_name=actor.name[:80])
        mailed, unsent = _mail(actor, row, frozen)
    frozen.content |= {"mailed": mailed, "unsent": unsent}
    frozen.save(update_fields=["content"])
    emit("meetings.published", row, actor, {"project": str(row.project_id or ""), "edition": row.edition, "mailed": len(mailed)})
    people = {row.owner_id, row.chair_id, *row.attendees.filter(archived_at=None).values_list("person_id", flat=True)}
    people |= set(actions.values_list("owner_id", flat=True))
    title = say(gettext_lazy("会议纪要已发布：%(title)s"), title=row.title)
    notify(people - {actor.id, None}, "control", title, subject=row, actor=actor, key=f"minutes:{row.pk}:{row.edition}")
    return row


def withdraw(actor: Actor, row: Meeting, *, reason: str) -> Meeting:
    """Open the minutes again; what was published stays on file and the next publishing is a new edition."""
    row.state = "held"
    save(row, by_model(Meeting))
    emit("meetings.withdrawn", row, actor, {"reason": reason, "edition": row.edition})
    return row


def _mail(actor: Actor, row: Meeting, frozen: MeetingMinutes) -> tuple[list[str], list[str]]:
    """Names of the outsiders who get a letter, and of those who do not because no mail server is set up."""
    outside = [one for one in row.attendees.filter(archived_at=None, person=None).order_by("created_at", "pk") if one.email]
    if not outside or not email_works():
        return [], [one.name for one in outside]
    pdf = pdf_of(row, frozen)
    subject = _("会议纪要：%(title)s") % {"title": row.title}
    day = timezone.localtime(row.starts_at).strftime("%Y-%m-%d")
    for one in outside:
        body = _("%(name)s，您好！\n\n附上 %(day)s“%(title)s”的会议纪要，请查收。如有不同意见，请尽快告知我们。\n\n%(sender)s") % {
            "name": one.name, "day": day, "title": row.title, "sender": actor.name,
        }  # fmt: skip
        envelope = Envelope(to=one.email, name=one.name, about=row, attach=[(f"{row.number}-{frozen.edition}.pdf", pdf)])
        send(actor, key=f"minutes:{row.pk}:{frozen.edition}:{one.pk}", subject=subject, body=body, envelope=envelope)
    return [one.name for one in outside], []


# ---- among the documents of the project


def papers(row: Meeting) -> list[Paper]:
    """Every published edition as a paper of the project, the oldest first; none of a meeting without a project."""
    if row.project_id is None:
        return []
    with translation.override("zh-hans"):
        day = timezone.localtime(row.starts_at).strftime("%Y-%m-%d")
        name = _("%(day)s %(title)s 会议纪要") % {"day": day, "title": row.title[:100]}
        folders = (_("会议纪要"), _("纪要"), _("会议"))
        return [
            Paper(
                row.project_id, "meetings", row.pk, one.edition, name, "minutes", folders, partial(_in_chinese, row, one),
                note=_("会议 %(number)s 第 %(n)s 版纪要") % {"number": row.number, "n": one.edition},
                in_force=row.state == "published" and one.edition == row.edition,
            )
            for one in row.editions.order_by("edition")
        ]  # fmt: skip


def withdrawn_note() -> str:
    """What stands on the document of minutes that were taken back."""
    with translation.override("zh-hans"):
        return _("纪要已撤回，待重新发布")


def _in_chinese(row: Meeting, frozen: MeetingMinutes) -> bytes:
    with translation.override("zh-hans"):
        return pdf_of(row, frozen)


# ---- what is printed


def snapshot(row: Meeting) -> dict[str, Any]:
    """All that minutes say, as plain JSON."""
    people = row.attendees.filter(archived_at=None).order_by("created_at", "pk").select_related("person__unit")
    return {
        "number": row.number, "title": row.title, "kind": _label("meeting_kind", row.kind),
        "project": row.project.name if row.project else "", "customer": row.customer.name if row.customer else "",
        "starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat() if row.ends_at else None,
        "place": row.place, "link": row.link, "chair": row.chair.name if row.chair else "", "owner": row.owner.name if row.owner else "",
        "agenda": row.agenda, "minutes": row.minutes, "company": _company(row),
        "people": [{"name": one.name, "company": _unit_of(one), "presence": one.presence} for one in people],
        "decisions": [{"text": d.text, "note": d.note} for d in row.decisions.filter(archived_at=None).order_by("position", "pk")],
        "actions": [
            {"title": a.title, "who": a.owner.name if a.owner else a.outside, "due_on": a.due_on.isoformat() if a.due_on else ""}
            for a in row.actions.filter(archived_at=None).exclude(state="dropped").select_related("owner").order_by("created_at", "pk")
        ],
    }  # fmt: skip


def editions(row: Meeting) -> list[dict[str, Any]]:
    """What was published, the newest first: when, by whom, who got it by mail and who could not."""
    return [
        {"edition": one.edition, "at": one.at, "by": one.by_name, "mailed": one.content.get("mailed", []),
         "unsent": one.content.get("unsent", [])}
        for one in row.editions.order_by("-edition")
    ]  # fmt: skip


def paper(row: Meeting, edition: int | None = None) -> bytes:
    """The PDF of an edition; none given: the newest, and while nothing is published the draft, marked as one. Raises not_found."""
    if edition == DRAFT or (edition is None and row.edition == 0):
        return pdf_of(row, None)
    found = row.editions.filter(edition=edition or row.edition).first()
    if found is None:
        raise NotFound(_("没有第 %(n)s 版纪要，请刷新后重选。") % {"n": edition})
    return pdf_of(row, found)


def pdf_of(row: Meeting, frozen: MeetingMinutes | None) -> bytes:
    """The minutes on paper, in the language of the request."""
    content = frozen.content if frozen else snapshot(row)
    presence = dict(row.attendees.model.PRESENCE)
    begin = timezone.localtime(dt.datetime.fromisoformat(content["starts_at"]))
    when = begin.strftime("%Y-%m-%d %H:%M")
    if content["ends_at"]:
        when += timezone.localtime(dt.datetime.fromisoformat(content["ends_at"])).strftime("–%H:%M")
    facts = [
        (_("项目"), content["project"]), (_("客户"), content["customer"]), (_("时间"), when), (_("地点"), content["place"]),
        (_("主持人"), content["chair"]), (_("记录人"), content["owner"]), (_("类型"), content["kind"]), (_("编号"), content["number"]),
    ]  # fmt: skip
    return compile_pdf(
        TEMPLATE,
        {
            **content,
            "facts": [pair for pair in facts if pair[1]],
            "people": [[one["name"], one["company"], str(presence.get(one["presence"], ""))] for one in content["people"]],
            "agenda": [
                [item["title"], item["who"], str(item["minutes"] or ""), item["note"]] for item in content["agenda"]
            ],
            "mark": "" if frozen else _("草稿"),
            "edition": _("第 %(n)s 版") % {"n": frozen.edition} if frozen else "",
            "labels": {
                "heading": _("会议纪要"), "people": _("参会人员"), "agenda": _("议程"), "minutes": _("会议内容"), "decisions": _("决议"),
                "actions": _("行动项"), "name": _("姓名"), "company": _("单位"), "presence": _("到会"), "item": _("议题"),
                "who": _("汇报人"),
                "length": _("分钟"), "note": _("说明"), "what": _("事项"), "responsible": _("责任人"), "due": _("截止日期"),
            },
        },
    )  # fmt: skip


def _label(dictionary: str, code: str) -> str:
    return next((entry.label for entry in config.entries(dictionary) if entry.code == code), "")


def _unit_of(one: Any) -> str:
    return one.company or (one.person.unit.name if one.person and one.person.unit else "")


def _company(row: Meeting) -> str:
    unit: Unit = row.unit
    while unit.kind not in ("subsidiary", "group") and unit.parent:
        unit = unit.parent
    return unit.name
