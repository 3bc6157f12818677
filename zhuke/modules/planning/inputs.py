"""What the routes of plans take. Every number, length and date is bounded here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from zhuke.http.schemas import Strict, Text

from .services.moments import parse

MOST_MINUTES = 60 * 24 * 366 * 50
MOST_OPERATIONS = 2_000
Sensible = Annotated[dt.date, Field(ge=dt.date(1990, 1, 1), le=dt.date(2140, 1, 1))]
"""Days in which calendars of plans know their way."""


def _minute(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > 35:
        raise PydanticCustomError("moment", "请填写日期时间，例如 2026-03-02T08:00。")
    try:
        return parse(value)
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("moment", "日期时间应在 1985 与 2148 年之间，例如 2026-03-02T08:00。") from error


def _cents(value: Decimal) -> str:
    return f"{value:.2f}"


# A local time of the site as text, minutes inside.
Minute = Annotated[int, BeforeValidator(_minute, json_schema_input_type=str)]
Minutes = Annotated[int, Field(ge=0, le=MOST_MINUTES)]
Lag = Annotated[int, Field(ge=-MOST_MINUTES, le=MOST_MINUTES)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Kind = Literal["task", "milestone"]
LinkKindInput = Literal["FS", "SS", "FF", "SF"]
ConstraintInput = Literal["asap", "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo"]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
LagPercent = Annotated[float, Field(ge=-1000, le=10_000, allow_inf_nan=False)]
Units = Annotated[float, Field(ge=0.01, le=1_000_000, allow_inf_nan=False)]
Money = Annotated[Decimal, Field(ge=0, le=10**15, decimal_places=2), AfterValidator(_cents), PlainSerializer(str, return_type=str)]


class PlanTaskValues(Strict):
    """Values of a task. ``start``/``end``: where its bar is put. None empties what may be empty."""

    name: Name | None = None
    kind: Kind | None = None
    owner: UUID | None = None
    priority: Annotated[int, Field(ge=0, le=1000)] | None = None
    tag: Annotated[Text, Field(max_length=40)] | None = None
    duration: Minutes | None = None
    elapsed: bool | None = None
    constraint: ConstraintInput | None = None
    constraint_at: Minute | None = None
    deadline: Minute | None = None
    progress: Percent | None = None
    actual_start: Minute | None = None
    actual_end: Minute | None = None
    remaining: Minutes | None = None
    calendar: UUID | None = None
    inactive: bool | None = None
    manual: bool | None = None
    paused: bool | None = None
    start: Minute | None = None
    end: Minute | None = None
    cost_item: UUID | None = None
    budget: Money | None = None
    note: Annotated[Text, Field(max_length=10_000)] | None = None


# These cannot be emptied: sending null for them means leaving them alone.
NEVER_EMPTY = (
    "name", "kind", "priority", "duration", "elapsed", "constraint", "progress", "inactive", "manual", "paused", "start", "end",
    "remaining",
)  # fmt: skip


class PlanAdd(PlanTaskValues):
    """A new task below ``parent``, behind its sibling ``after`` (null: first; left out: last)."""

    op: Literal["add"]
    id: UUID
    name: Name
    parent: UUID | None = None
    after: UUID | None = None


class PlanSet(Strict):
    """Other values for a task; ``version``: the one that was seen."""

    op: Literal["set"]
    task: UUID
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    values: PlanTaskValues


class PlanRemove(Strict):
    """Take tasks out of the plan, with all below them."""

    op: Literal["remove"]
    tasks: Annotated[list[UUID], Field(min_length=1, max_length=5_000)]


class PlanMove(Strict):
    """Another place in the outline."""

    op: Literal["move"]
    task: UUID
    parent: UUID | None = None
    after: UUID | None = None


class PlanLink(Strict):
    """Tie two tasks. ``lag`` in working minutes, or ``lag_percent`` of the predecessor's duration."""

    op: Literal["link"]
    id: UUID
    from_: Annotated[UUID, Field(alias="from")]
    to: UUID
    kind: LinkKindInput = "FS"
    lag: Lag = 0
    lag_percent: LagPercent | None = None
    elapsed: bool = False


class PlanRelink(Strict):
    """Another kind or lag of a link."""

    op: Literal["relink"]
    id: UUID
    kind: LinkKindInput = "FS"
    lag: Lag = 0
    lag_percent: LagPercent | None = None
    elapsed: bool = False


class PlanUnlink(Strict):
    """Untie two tasks."""

    op: Literal["unlink"]
    id: UUID


class PlanAssign(Strict):
    """So many percent of a resource work on a task; naming the pair again changes the percent."""

    op: Literal["assign"]
    id: UUID
    task: UUID
    resource: UUID
    units: Units = 100


class PlanUnassign(Strict):
    """Take a resource off a task."""

    op: Literal["unassign"]
    id: UUID


PlanOperation = Annotated[
    PlanAdd | PlanSet | PlanRemove | PlanMove | PlanLink | PlanRelink | PlanUnlink | PlanAssign | PlanUnassign, Discriminator("op")
]


class PlanEditInput(Strict):
    """Operations in order; all of them or none. ``preview``: only tell what would follow."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    preview: bool = False
    operations: Annotated[list[PlanOperation], Field(min_length=1, max_length=MOST_OPERATIONS)]

    def plain(self) -> list[dict[str, Any]]:
        """The operations as services take them: only what was said."""
        return [_plain(operation.model_dump(exclude_unset=True, by_alias=True)) for operation in self.operations]


def _plain(operation: dict[str, Any]) -> dict[str, Any]:
    for values in (operation, operation.get("values", {})):
        for name in NEVER_EMPTY:
            if name in values and values[name] is None:
                del values[name]
        for name in ("tag", "note"):
            if name in values and values[name] is None:
                values[name] = ""
    return operation
