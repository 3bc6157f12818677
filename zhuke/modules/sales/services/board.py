"""The board: columns of stages (or of phases, where several sets of stages are in view), each with totals and its first cards.

It shows what is under way, and what was won within ``WON_DAYS``; lost ones are in lists and figures.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.query import ListQuery, base_rows, page
from zhuke.kernel.resource import by_model
from zhuke.modules.orgs.actors import tree
from zhuke.modules.sales.figures import Figures
from zhuke.modules.sales.models import PHASES, WON, Opportunity, Risk, Stage

from .stages import set_of, stage_sets

WON_DAYS = 90
OPEN = ["state", "=", "open"]
RECENT = {"and": [["state", "=", "won"], ["closed_at", "within", f"{WON_DAYS}d"]]}
UNDER_WAY = {"or": [OPEN, RECENT]}
CARD = (
    "name",
    "customer",
    "owner",
    "amount",
    "probability",
    "expected_on",
    "stage",
    "stage_since",
    "last_followed_at",
    "state",
    "created_at",
)
VERBS = ("update", "move", "lose", "assign", "follow")


@dataclass(frozen=True)
class Asked:
    """What a board is asked for.

    ``unit``: that unit and everything below it. ``phases``: only the columns of these (none named: all); the total is of all columns.
    """

    filter: Any = None
    q: str = ""
    unit: UUID | None = None
    limit: int = 20
    phases: frozenset[str] = frozenset()

    def query(self, column: Column | None = None) -> ListQuery:
        """The kernel's list query for the whole board, or for one column: there only one state occurs, so that an index finds its cards."""
        shown = UNDER_WAY if column is None else RECENT if column.phase in WON else OPEN
        parts = [shown, *([self.filter] if self.filter else []), *([["unit", "under", str(self.unit)]] if self.unit else [])]
        parts += [column.condition] if column else []
        return ListQuery(filter={"and": parts}, q=self.q, sort="stage_since", limit=self.limit, fields=CARD)


@dataclass(frozen=True)
class Column:
    """One column. ``condition`` finds its opportunities, in the filter language."""

    key: str
    label: str
    phase: str
    stage: Stage | None
    condition: Any


def board(actor: Actor, asked: Asked) -> dict[str, Any]:
    """All columns with totals and their first cards, and the total. Raises not_allowed, bad_filter."""
    by, columns = columns_of(actor, asked)
    sums = _sums(actor, asked, columns)
    shown = [_column_out(actor, asked, column, sums[column.key]) for column in columns if not asked.phases or column.phase in asked.phases]
    _finish(actor, [card for column in shown for card in column["items"]])
    return {
        "by": by,
        "columns": shown,
        "total": {"count": sum(s.count for s in sums.values()), "amount": str(sum((s.amount for s in sums.values()), Decimal(0)))},
        "won_days": WON_DAYS,
    }


def more(actor: Actor, asked: Asked, key: str, cursor: str) -> dict[str, Any]:
    """Further cards of one column: ``{"items", "next"}``. Raises not_found (no such column), bad_filter."""
    _by, columns = columns_of(actor, asked)
    column = next((c for c in columns if c.key == key), None)
    if column is None:
        raise NotFound(_("没有这一列，请刷新看板。"))
    cards, following = _cards(actor, asked, column, cursor)
    _finish(actor, cards)
    return {"items": cards, "next": following}


def columns_of(actor: Actor, asked: Asked) -> tuple[str, list[Column]]:
    """("stage" | "phase", columns): stages where one set holds for all that is in view, phases otherwise."""
    sets = {set_of(unit) for unit in _units(actor, asked)} or {set_of(actor.unit)}
    if len(sets) > 1:
        return "phase", [Column(code, str(label), code, None, ["phase", "=", code]) for code, label in PHASES]
    stages = stage_sets().get(sets.pop(), [])
    strays = _strays(stages)
    return "stage", [Column(str(s.pk), s.title, s.phase, s, _condition(s, stages, strays)) for s in stages]


def _units(actor: Actor, asked: Asked) -> Iterable[UUID]:
    """The units whose opportunities are in view."""
    units = tree()
    reach = actor.reach("opportunities", "read")
    within: Iterable[UUID] = units.paths if reach is None or reach.units is None else [*reach.units, *([actor.unit] if actor.unit else [])]
    below = units.below(asked.unit) if asked.unit else None
    return [unit for unit in within if below is None or unit in below]


def _condition(stage: Stage, stages: Sequence[Stage], strays: Mapping[UUID, str]) -> Any:
    """What stands in the stage. Opportunities in a stage that is not of this set (any more) stand in the first one of its phase."""
    first = next(s for s in stages if s.phase == stage.phase) is stage
    keys = [str(stage.pk), *(str(pk) for pk, phase in strays.items() if first and phase == stage.phase)]
    return ["stage", "in", keys] if len(keys) > 1 else ["stage", "=", keys[0]]


def _strays(stages: Sequence[Stage]) -> dict[UUID, str]:
    """Stages outside the set in which opportunities stand, with their phases."""
    here = Opportunity.objects.filter(stage=OuterRef("pk"))
    rows = Stage.objects.exclude(pk__in=[s.pk for s in stages]).filter(Exists(here))
    return dict(rows.values_list("pk", "phase"))


@dataclass
class Sum:
    """Count, amount and weighted amount of a column."""

    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)


def _sums(actor: Actor, asked: Asked, columns: Sequence[Column]) -> dict[str, Sum]:
    """Totals of all columns: one statement, one pass over the rows."""
    sums = {column.key: Sum() for column in columns}
    firsts: dict[str, str] = {}
    for column in columns:
        firsts.setdefault(column.phase, column.key)
    rows: Figures = base_rows(actor, by_model(Opportunity), asked.query())  # type: ignore[assignment]
    for found in rows.totals():
        key = str(found["stage_id"])
        into = sums[key if key in sums else firsts[found["phase"]]]
        into.count += found["count"]
        into.amount += found["total"] or 0
        into.weighted += found["weighted"] or 0
    return sums


def _column_out(actor: Actor, asked: Asked, column: Column, total: Sum) -> dict[str, Any]:
    cards, following = _cards(actor, asked, column, "") if total.count else ([], None)
    return {
        "key": column.key,
        "label": column.label,
        "phase": column.phase,
        "stage": column.stage.pk if column.stage else None,
        "allowed_days": column.stage.allowed_days if column.stage else None,
        "count": total.count,
        "count_exact": True,
        "amount": _money(total.amount),
        "weighted": _money(total.weighted),
        "items": cards,
        "next": following,
    }


def _money(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01")))


def _cards(actor: Actor, asked: Asked, column: Column, cursor: str) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of a column as cards, longest in the stage first; risks and rights are put in by ``_finish``."""
    query = replace(asked.query(column), cursor=cursor)
    found = json.loads(page(actor, by_model(Opportunity), query) + b"}")
    allowed = {stage.pk: stage.allowed_days for stages in stage_sets().values() for stage in stages}
    today = timezone.localdate()
    return [_card(row, allowed, today) for row in found["items"]], found["next"]


def _card(row: dict[str, Any], allowed: dict[UUID, int | None], today: dt.date) -> dict[str, Any]:
    days = _days(row["stage_since"], today)
    limit = allowed.get(UUID(row["stage"]["id"]))
    return {
        **{name: row[name] for name in ("id", "version", "name", "customer", "owner", "amount", "probability", "expected_on", "state")},
        "stage": row["stage"],
        "days_in_stage": days,
        "overdue": row["state"] == "open" and limit is not None and days is not None and days > limit,
        "silent_days": _days(row["last_followed_at"] or row["created_at"], today),
        "risk": None,
        "_can": [],
    }


def _days(moment: str | None, today: dt.date) -> int | None:
    at = parse_datetime(moment) if moment else None
    return max(0, (today - timezone.localdate(at)).days) if at else None


def _finish(actor: Actor, cards: Sequence[dict[str, Any]]) -> None:
    """The worst open risk and the rights, for all cards at once: one query for risks, one for each differing reach."""
    ids = [card["id"] for card in cards]
    if not ids:
        return
    risks = worst_risks(actor, ids)
    within: dict[Any, set[str]] = {}
    for verb in VERBS:
        reach = actor.reach("opportunities", verb)
        if reach is not None and reach not in within:
            rows = visible(actor, by_model(Opportunity), verb).filter(pk__in=ids)
            within[reach] = {str(pk) for pk in rows.values_list("pk", flat=True)}
    for card in cards:
        card["risk"] = risks.get(card["id"])
        card["_can"] = [
            verb
            for verb in VERBS
            if (reach := actor.reach("opportunities", verb)) is not None and card["id"] in within[reach] and _fits(verb, card["state"])
        ]


def _fits(verb: str, state: str) -> bool:
    return state == "open" or verb != "lose"


def worst_risks(actor: Actor, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """The gravest open risk of each of these opportunities, as far as the actor may read risks."""
    weight = Case(When(level="high", then=Value(0)), When(level="medium", then=Value(1)), default=Value(2), output_field=IntegerField())
    rows = visible(actor, by_model(Risk)).filter(opportunity__in=ids, state="open", archived_at=None).annotate(weight=weight)
    found: dict[str, dict[str, str]] = {}
    for key, level, title in rows.order_by("weight", "due_on", "pk").values_list("opportunity_id", "level", "title"):
        found.setdefault(str(key), {"level": level, "title": title})
    return found
