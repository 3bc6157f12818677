"""What a hand-over would move, before it does: by resource, by group of customers, by receiver."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from zhuke.kernel.access import Actor
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_name
from zhuke.modules.orgs.handover.models import Handover
from zhuke.modules.orgs.models import Delegation, Membership, Unit, User

from .holdings import Holding, holdings
from .moving import TEAM, Plan, label_of, may_change_team, problems, shares, team_share

DIMENSIONS = ("unit", "region", "kind", "value_class")


def preview(actor: Actor, person: User) -> dict[str, Any]:
    """Everything the person holds, open work first; the values by which it can be split; roles, deputies and earlier hand-overs."""
    found = [(holding, _counted(actor, person, holding)) for holding in holdings()]
    team = list(TeamMember.objects.filter(user=person))
    earlier = Handover.objects.filter(user=person).select_related("created_by").order_by("-created_at")[:10]
    lines = [line for _holding, line in found if line["total"]]
    if team:
        reachable = sum(may_change_team(actor, member) for member in team)
        lines.append(
            {"resource": TEAM, "label": label_of(TEAM), "total": len(team), "open": len(team), "out_of_reach": len(team) - reachable}
        )
    return {
        "holdings": sorted(lines, key=lambda line: -line["open"]),
        "groups": {by: _groups(actor, person, [h for h, line in found if line["total"]], by) for by in DIMENSIONS},
        "memberships": [
            {"id": m.pk, "unit": m.unit.name, "role": m.role.name}
            for m in Membership.objects.filter(user=person, archived_at=None).select_related("unit", "role").order_by("pk")
        ],
        "deputies": Delegation.objects.filter(
            Q(user=person) | Q(deputy=person), archived_at=None, ends_on__gte=timezone.localdate()
        ).count(),
        "earlier": [_earlier(row) for row in earlier],
    }


def _counted(actor: Actor, person: User, holding: Holding) -> dict[str, Any]:
    counts = holding.rows(person.pk).aggregate(total=Count("pk"), open=Count("pk", filter=holding.open))
    reachable = holding.movable(actor, person.pk).count() if counts["total"] else 0
    return {"resource": holding.key, "label": label_of(holding.key), **counts, "out_of_reach": counts["total"] - reachable}


def _groups(actor: Actor, person: User, held: list[Holding], by: str) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    for holding in held:
        if path := holding.path(by):
            rows = holding.movable(actor, person.pk).values_list(path).annotate(Count("pk")).order_by()
            counts.update({str(value or ""): count for value, count in rows})
    labels = _labels(by, list(counts))
    return [{"value": value, "label": labels.get(value, value), "count": count} for value, count in counts.most_common(200)]


def _labels(by: str, values: list[str]) -> dict[str, str]:
    if by == "unit":
        return {str(pk): name for pk, name in Unit.objects.filter(pk__in=[v for v in values if v]).values_list("pk", "name")}
    customers = by_name("customers")
    spec = customers.specs.get(by) if customers else None
    return {option["value"]: option["label"] for option in spec.options()} if spec else {}


def outcome(actor: Actor, person: User, plan: Plan) -> dict[str, Any]:
    """What the plan would do: counts for each resource and receiver, what stays, what stands against it."""
    found = problems(actor, person, plan)
    counts: Counter[tuple[str, UUID | None]] = Counter()
    if not any(problem["code"] != "no_right" for problem in found):
        for holding, to, rows in shares(actor, person, plan):
            counts[holding.key, to] += rows.count()
        to, places = team_share(actor, person, plan)
        counts[TEAM, to] += len(places)
    names = dict(User.objects.filter(pk__in=plan.receivers()).values_list("pk", "name"))
    lines = [
        {"resource": key, "label": label_of(key), "to": {"id": to, "label": names.get(to, "")} if to else None, "count": count}
        for (key, to), count in counts.items()
        if count
    ]
    return {
        "items": [line for line in lines if line["to"]],
        "stays": [line for line in lines if not line["to"]],
        "total": sum(line["count"] for line in lines if line["to"]),
        "problems": found,
    }


def _earlier(row: Handover) -> dict[str, Any]:
    names = {str(pk): name for pk, name in User.objects.filter(pk__in={item["to"] for item in row.moved}).values_list("pk", "name")}
    return {
        "id": row.pk,
        "at": row.created_at,
        "by": row.created_by.name if row.created_by else "",
        "finished": row.finished_at is not None,
        "moved": [
            {
                "resource": item["resource"],
                "label": label_of(item["resource"]),
                "to": {"id": item["to"], "label": names.get(item["to"], "")},
                "count": item["count"],
            }
            for item in row.moved
        ],
    }
