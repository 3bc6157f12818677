"""What one should know of a project at one glance, cut to what the reader may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_name
from zhuke.modules.contracts.models import Contract
from zhuke.modules.projects.models import Project, ProjectContract, ProjectMember

from . import health

AHEAD = dt.timedelta(days=60)
MOST = 12


def of(actor: Actor, project: Project) -> dict[str, Any]:
    """Health, members, contracts, coming days."""
    contracts = _contracts(actor, project)
    return {
        "health": {"level": project.health, "reasons": health.reasons_for(actor, project)},
        "members": _members(actor, project),
        "contracts": contracts,
        "coming": _coming(actor, project),
    }


def _rows(actor: Actor, resource: str) -> Any:
    found = by_name(resource)
    assert found is not None
    return visible(actor, found).filter(archived_at=None)


def _members(actor: Actor, project: Project) -> list[dict[str, Any]]:
    rows = _rows(actor, "project_members").filter(project=project).select_related("person").order_by("role", "pk")
    return [_member(row) for row in rows[:60]]


def _member(row: ProjectMember) -> dict[str, Any]:
    person = {"id": row.person_id, "label": row.person.name} if row.person else None
    return {"id": row.pk, "role": row.role, "person": person, "since": row.since, "until": row.until}


def _contracts(actor: Actor, project: Project) -> list[dict[str, Any]]:
    links = _rows(actor, "project_contracts").filter(project=project).select_related("contract").order_by("part", "pk")
    seen = set(_rows(actor, "contracts").filter(pk__in=[link.contract_id for link in links]).values_list("pk", flat=True))
    amounts = actor.sees("contracts", "current_amount")
    return [_contract(link, amounts) for link in links if link.contract_id in seen]


def _contract(link: ProjectContract, amounts: bool) -> dict[str, Any]:
    contract: Contract = link.contract
    return {
        "id": link.pk,
        "contract": {"id": contract.pk, "label": contract.name},
        "number": contract.number,
        "part": link.part,
        "direction": contract.direction,
        "state": contract.state,
        **({"amount": contract.total} if amounts else {}),
    }


def _coming(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Days of the project and of its payment terms within two months, and those that are late, the earliest first."""
    today = timezone.localdate()
    last = today + AHEAD
    found: list[dict[str, Any]] = []
    for day, done, label in ((project.starts_on, project.began_on, _("计划开工")), (project.ends_on, project.finished_on, _("计划竣工"))):
        if day and not done and day <= last and project.phase != "closed":
            found.append(_day(day, label, "projects", project.pk, today))
    links = ProjectContract.objects.filter(project=project, archived_at=None).values("contract")
    terms = _rows(actor, "payment_terms").filter(
        contract__in=links, state="planned", planned_on__lte=last, contract__state__in=Contract.LIVE
    )
    found += [
        _day(term.planned_on, term.milestone or term.name, "payment_terms", term.pk, today) for term in terms.order_by("planned_on")[:MOST]
    ]
    return sorted(found, key=lambda one: one["on"])[:MOST]


def _day(on: dt.date, label: str, resource: str, key: Any, today: dt.date) -> dict[str, Any]:
    return {"on": on, "label": label, "resource": resource, "id": key, "late": on < today}
