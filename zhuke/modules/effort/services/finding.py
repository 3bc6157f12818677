"""Who is free, where, with what skills; and whom a project should take, with reasons (R106).

Both read over the whole group, for a shortage does not end at the company's door: they tell name, unit, place, skills and load, no more.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import NotAllowed, invalid
from zhuke.modules.projects.models import Project, ProjectMember
from zhuke.modules.workforce.models import Certificate, PoolResource

from .loads import Loaded, loads, narrowed

LONGEST = 366
MOST = 400  # resources looked at; the best of them are answered
ANSWERED = 60
# Which skills and papers a role of a project asks for; codes that the firm has taken out of its dictionaries fit nobody, which is right.
ROLE_SKILLS: dict[str, tuple[str, ...]] = {
    "manager": ("project_management",),
    "technical_lead": ("structure", "architecture", "municipal"),
    "construction_lead": ("project_management", "structure"),
    "commercial": ("cost",),
    "budgeter": ("cost",),
    "quality": ("quality",),
    "safety": ("safety",),
    "materials": ("materials",),
    "documents": ("documents",),
    "surveyor": ("survey",),
    "designer": ("architecture", "structure", "bim"),
    "engineer": ("structure", "mep", "fit_out", "municipal"),
    "crew_leader": ("rebar", "formwork", "concrete", "masonry"),
}
ROLE_PAPERS: dict[str, tuple[str, ...]] = {
    "manager": ("constructor_1", "constructor_2", "safety_b"),
    "safety": ("safety_c",),
    "commercial": ("cost_engineer",),
    "budgeter": ("cost_engineer",),
    "technical_lead": ("constructor_1",),
}


@dataclass(frozen=True)
class Candidate:
    """A person for a role: points out of 100 and why."""

    loaded: Loaded
    score: int
    reasons: list[str]


def free(
    actor: Actor, *, since: dt.date, until: dt.date, kind: str = "", skills: Sequence[str] = (), near: str = "", q: str = ""
) -> list[Loaded]:
    """Resources of the group by how much of them is free in the period; those in the city first. Raises not_allowed, invalid."""
    if not actor.can("resource_requests", "create") and not actor.can("pool_resources", "read"):
        raise NotAllowed("not_allowed", _("您没有查看资源的权限，请联系管理员开通。"))
    _check_period(since, until)
    rows = narrowed(PoolResource.objects.all(), kind=kind, skills=skills, q=q).select_related("unit").order_by("pinyin", "pk")
    near = near.strip()
    found = loads(list(rows[:MOST]), since, until)
    found.sort(key=lambda each: (bool(near) and near not in each.resource.city, -each.free, each.resource.pinyin))
    return found[:ANSWERED]


def candidates(actor: Actor, project: Project, role: str) -> list[Candidate]:
    """People for a role of the project, the best first: skills, papers, load in the time of the project, similar projects, city."""
    today = timezone.localdate()
    since = max(project.starts_on or today, today)
    until = min(max(project.ends_on or since, since), since + dt.timedelta(days=LONGEST - 1))
    until = until if until > since else since + dt.timedelta(days=90)
    here = ProjectMember.objects.filter(project=project, archived_at=None, person__isnull=False).values("person")
    rows = PoolResource.objects.filter(kind="person", user__isnull=False, user__is_active=True, archived_at=None).exclude(user__in=here)
    people = list(rows.select_related("unit").order_by("pinyin", "pk")[:MOST])
    similar = _similar(project)
    papers = _papers(people, role, until)
    wanted = ROLE_SKILLS.get(role, ())
    found = [
        _judge(project, each, wanted, papers[each.resource.pk], similar[each.resource.user_id]) for each in loads(people, since, until)
    ]
    found.sort(key=lambda each: (-each.score, each.loaded.resource.pinyin))
    return found[:12]


def _judge(project: Project, each: Loaded, wanted: Sequence[str], papers: int, similar: int) -> Candidate:
    resource, reasons, score = each.resource, [], 0
    fitting = [code for code in wanted if code in resource.skills]
    if fitting:
        score += 35
        reasons.append(_("具备该角色需要的技能"))
    if papers:
        score += 15
        reasons.append(_("持有有效证书 %(n)s 本") % {"n": papers})
    score += round(each.free * 0.25)
    reasons.append(_("项目期间空闲 %(n)s%%") % {"n": each.free})
    if similar:
        score += min(similar, 3) * 5
        reasons.append(_("做过 %(n)s 个同类项目") % {"n": similar})
    if resource.unit_id == project.unit_id:
        score += 6
        reasons.append(_("就在本单位"))
    if project.city and resource.city == project.city:
        score += 4
        reasons.append(_("人在%(city)s") % {"city": project.city})
    if each.away:
        reasons.append(_("其间有 %(n)s 个工作日不可用") % {"n": each.away})
    return Candidate(each, min(score, 100), reasons)


def _similar(project: Project) -> Counter[UUID | None]:
    """How many other projects of the same type each person has been on."""
    if not project.project_type:
        return Counter()
    rows = ProjectMember.objects.filter(project__project_type=project.project_type, person__isnull=False).exclude(project=project)
    return Counter(person for person, _project in rows.values_list("person_id", "project_id").distinct())


def _papers(people: Sequence[PoolResource], role: str, until: dt.date) -> Counter[UUID]:
    """How many papers that the role asks for each holds, and still holds at the end of the time."""
    kinds = ROLE_PAPERS.get(role, ())
    rows: Any = Certificate.objects.filter(resource__in=people, kind__in=kinds, archived_at=None)
    return Counter(key for key, expires in rows.values_list("resource_id", "expires_on") if expires is None or expires >= until)


def _check_period(since: dt.date, until: dt.date) -> None:
    if until < since or (until - since).days >= LONGEST:
        raise invalid({"until": [_("请选择不超过 %(n)s 天的时间段，结束日期不早于开始日期。") % {"n": LONGEST}]})
