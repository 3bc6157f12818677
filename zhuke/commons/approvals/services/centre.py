"""The centre: what waits for me, what I have handled, what I submitted, what was copied to me. One query for a page, one for the counts."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhuke.commons.approvals.domain.definition import node_of
from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.commons.approvals.registry import known
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.filters import bad
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import by_model, by_name

from .recording import fact_specs, text_of

BOXES = ("todo", "handled", "mine", "copied", "all")
DECIDED = ("approved", "rejected", "returned", "handed_over")
FEW = 3
WEIGHT = {"money": 0, "ref": 1}


@dataclass(frozen=True)
class Asked:
    """What of the centre is asked for. ``cursor``: that of the page before."""

    box: str = "todo"
    q: str = ""
    resource: str = ""
    state: str = ""
    cursor: str = ""
    limit: int = 30


def page(actor: Actor, asked: Asked) -> dict[str, Any]:
    """A page of a box, what came last first; of what waits the oldest first."""
    require(actor, by_model(Approval), "read")
    rows = _narrowed(_box(actor, asked.box), asked)
    rising = asked.box == "todo"
    if asked.cursor:
        moment, key = _place(asked.cursor)
        beyond = "gt" if rising else "lt"
        rows = rows.filter(Q(**{f"since__{beyond}": moment}) | Q(since=moment, **{f"pk__{beyond}": key}))
    order = ("since", "pk") if rising else ("-since", "-pk")
    found = list(_with_people(actor, rows).order_by(*order)[: asked.limit + 1])
    items = [item(actor, row) for row in found[: asked.limit]]
    last = found[asked.limit - 1] if len(found) > asked.limit else None
    return {"items": items, "next": _cursor(last.since, last.pk) if last else None}


def counts(actor: Actor) -> dict[str, int]:
    """How much waits for the actor, runs of what the actor submitted, and was not read of what was copied."""
    require(actor, by_model(Approval), "read")
    mine = Q(submitter_id__in=actor.owner_ids)
    todo = Q(tasks__state="open", tasks__person_id__in=actor.owner_ids)
    copied = Q(tasks__kind="copy", tasks__read_at=None, tasks__person_id__in=actor.owner_ids)
    one = Approval.objects.filter(
        Q(pk__in=_of(actor, state="open")) | (mine & Q(state="running")) | Q(pk__in=_of(actor, kind="copy", read_at=None))
    )
    found = one.aggregate(
        todo=Count("pk", filter=todo & Q(state="running"), distinct=True),
        mine=Count("pk", filter=mine & Q(state="running"), distinct=True),
        copied=Count("pk", filter=copied, distinct=True),
    )
    return {name: int(value) for name, value in found.items()}


def _of(actor: Actor, **values: Any) -> Any:
    return ApprovalTask.objects.filter(person_id__in=actor.owner_ids, **values).values("approval")


def waiting(actor: Actor) -> Any:
    """What waits for the actor, the oldest turn first."""
    return _box(actor, "todo").order_by("since", "pk")


def some(ids: list[UUID]) -> Any:
    """Approvals by their ids."""
    return Approval.objects.filter(pk__in=ids)


def _box(actor: Actor, box: str) -> Any:
    """The approvals of a box with ``since``, the moment that counts there."""
    rows = visible(actor, by_model(Approval))
    turn = ApprovalTask.objects.filter(approval=OuterRef("pk"), person_id__in=actor.owner_ids)
    if box == "todo":
        turn = turn.filter(kind="approve", state="open", entry=OuterRef("entry"))
        return rows.filter(state="running", pk__in=_of(actor, kind="approve", state="open")).annotate(since=_latest(turn, "opened_at"))
    if box == "handled":
        done = ApprovalTask.objects.filter(Q(person_id__in=actor.owner_ids) | Q(decided_by_id=actor.id), kind="approve", state__in=DECIDED)
        turn = done.filter(approval=OuterRef("pk"))
        return rows.filter(pk__in=done.values("approval")).annotate(since=_latest(turn, "decided_at"))
    if box == "copied":
        return rows.filter(pk__in=_of(actor, kind="copy")).annotate(since=_latest(turn.filter(kind="copy"), "opened_at"))
    if box == "mine":
        rows = rows.filter(submitter_id__in=actor.owner_ids)
    return rows.annotate(since=F("submitted_at"))


def _latest(turn: QuerySet[ApprovalTask], name: str) -> Any:
    newest = turn.order_by(F(name).desc(nulls_last=True)).values(name)[:1]
    return Coalesce(Subquery(newest, output_field=DateTimeField()), F("submitted_at"))


def _narrowed(rows: Any, asked: Asked) -> Any:
    if asked.q.strip():
        text = asked.q.strip()[:100]
        rows = rows.filter(Q(title__icontains=text) | Q(submitter__name__icontains=text))
    if asked.resource:
        rows = rows.filter(resource=asked.resource)
    return rows.filter(state=asked.state) if asked.state else rows


def _with_people(actor: Actor, rows: Any) -> Any:
    """The rows with everybody who is asked now, and what the actor did or shall do."""
    open_now = ApprovalTask.objects.filter(approval=OuterRef("pk"), kind="approve", state="open").order_by("position", "pk")
    mine = ApprovalTask.objects.filter(approval=OuterRef("pk"), person_id__in=actor.owner_ids)
    person = JSONObject(id="person_id", label="person__name")
    turn = mine.filter(kind="approve", state="open").order_by("position", "pk")
    own = turn.values(found=JSONObject(task="pk", person="person_id", name="person__name"))
    decided = mine.filter(kind="approve", state__in=DECIDED).order_by(F("decided_at").desc(nulls_last=True))
    return rows.select_related("submitter", "unit", "flow_version").annotate(
        asked_now=ArraySubquery(open_now.values(found=person)),
        own_turn=Subquery(own[:1]),
        own_decision=Subquery(decided.values("state")[:1]),
        own_copy=ArraySubquery(mine.filter(kind="copy").values("read_at")[:1]),
    )


def rows_of(actor: Actor, rows: QuerySet[Approval]) -> list[Any]:
    """Approvals ready for ``item``."""
    return list(_with_people(actor, rows.annotate(since=F("submitted_at"))))


def item(actor: Actor, row: Any) -> dict[str, Any]:
    """One line of the centre."""
    declared, resource = known(row.resource, row.verb), by_name(row.resource)
    node = node_of(row.flow_version.definition, row.node) if row.is_running else None
    turn = row.own_turn or {}
    acts_for = {"id": turn["person"], "label": turn["name"]} if turn and parse_uuid(turn["person"]) != actor.id else None
    return {
        "id": row.pk,
        "title": row.title,
        "label": str(declared.label) if declared else row.verb,
        "verb": row.verb,
        "resource": row.resource,
        "resource_label": str(resource.label) if resource else row.resource,
        "object_id": row.object_id,
        "state": row.state,
        "submitter": ref(row.submitter_id, row.submitter.name if row.submitter else ""),
        "unit": ref(row.unit_id, row.unit.name if row.unit else ""),
        "note": row.note,
        "submitted_at": row.submitted_at,
        "finished_at": row.finished_at,
        "facts": _few(actor, row) if declared else [],
        "node": str(node["name"]) if node else "",
        "current": row.asked_now if row.is_running else [],
        "task": turn.get("task") if row.is_running else None,
        "opinion": str(node.get("opinion", "optional")) if node else "optional",
        "acts_for": acts_for,
        "my_decision": row.own_decision,
        "read": bool(row.own_copy and row.own_copy[0]),
        "since": row.since,
    }


def ref(key: UUID | None, label: str) -> dict[str, Any] | None:
    """A reference as answers carry it."""
    return {"id": key, "label": label} if key else None


def _few(actor: Actor, row: Any) -> list[dict[str, str]]:
    declared = known(row.resource, row.verb)
    assert declared is not None
    found = []
    # What decides most comes first: how much, then with whom.
    for name, spec in sorted(fact_specs(declared).items(), key=lambda fact: WEIGHT.get(fact[1].type, 2)):
        text = text_of(spec, row.snapshot.get("fields", {}).get(name))
        if text and text != row.title and not hidden(actor, row, name):
            found.append({"label": str(spec.label), "text": text})
    return found[:FEW]


def hidden(actor: Actor, row: Any, name: str) -> bool:
    """Whether a fact is closed to the actor: masked, or hidden by the node where the approval stands."""
    declared = known(row.resource, row.verb)
    if declared is not None and name in declared.of().masked and not actor.sees(row.resource, name):
        return True
    node = node_of(row.flow_version.definition, row.node)
    asked = any(parse_uuid(one["id"]) in actor.owner_ids for one in row.asked_now)
    return bool(asked and node and node.get("fields", {}).get(name) == "hidden")


def _cursor(since: dt.datetime, pk: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([since.isoformat(), str(pk)]).encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[dt.datetime, UUID]:
    try:
        moment, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        since, pk = parse_datetime(str(moment)), parse_uuid(key)
    except (ValueError, TypeError):
        since, pk = None, None
    if since is None or since.tzinfo is None or pk is None:
        raise bad(_("翻页标记已失效，请从第一页重新打开列表。"))
    return since, pk
