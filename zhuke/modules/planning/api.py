"""Routes of plans that are no resource: the network, its edits, taking them back."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.commons.jobs.api import JobOut, answer
from zhuke.http.routes import REFUSALS, actor_of, encode, full_row, raw
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.resource import by_model

from .api_files import router as files
from .inputs import PlanEditInput, Sensible
from .models import Plan
from .services import ahead, baselines, changes, earning, editing, levelling, marks, materials, network, scenarios, seeking, undoing

router = Router(tags=["planning"])
routers = [("/r/plans", router), ("/r/plans", files)]


class PlanNetworkInput(Strict):
    """``baseline``: also the dates that were agreed then."""

    baseline: UUID | None = None


class PlanChangesInput(Strict):
    """``before``: only what was changed before this revision."""

    before: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.get("/{uuid:pk}/network", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_network")
def read_network(request: HttpRequest, pk: UUID, params: Query[PlanNetworkInput]) -> Any:
    """The whole plan for the Gantt view."""
    return raw(encode(network.network(actor_of(request), pk, params.baseline)))


class PlanMarkOut(BaseModel):
    """Something to be put right at a task. ``level``: ``bad`` for what is urgent or late, else ``warn``."""

    task: UUID
    resource: str
    id: UUID
    label: str
    level: str
    due_on: dt.date | None


@router.get("/{uuid:pk}/marks", response={200: list[PlanMarkOut], **REFUSALS}, operation_id="plan_marks")
def read_marks(request: HttpRequest, pk: UUID) -> Any:
    """Issues at the tasks of a plan, as far as one may see them."""
    return raw(encode(marks.of_plan(actor_of(request), pk)))


@router.post("/{uuid:pk}/edit", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_edit")
def edit(request: HttpRequest, pk: UUID, body: PlanEditInput) -> Any:
    """Change the plan, or only tell what a change would bring about. Needs plans.update."""
    answer = editing.edit(actor_of(request), pk, body.plain(), revision=body.revision, preview=body.preview)
    return raw(encode(answer))


@router.post("/{uuid:pk}/undo", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_undo")
def undo(request: HttpRequest, pk: UUID) -> Any:
    """Take back one's own last change."""
    return raw(encode(undoing.undo(actor_of(request), pk)))


@router.post("/{uuid:pk}/redo", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_redo")
def redo(request: HttpRequest, pk: UUID) -> Any:
    """Do again what one has taken back last."""
    return raw(encode(undoing.redo(actor_of(request), pk)))


@router.get("/{uuid:pk}/changes", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_changes")
def read_changes(request: HttpRequest, pk: UUID, params: Query[PlanChangesInput]) -> Any:
    """Who changed what, newest first, and whether one can undo or redo."""
    return raw(encode(changes.changes(actor_of(request), pk, before=params.before, limit=params.limit)))


class PlanBaselineInput(Strict):
    """What the baseline is called; left out: numbered."""

    name: Annotated[Text, Field(max_length=80)] = ""


class PlanCopyInput(Strict):
    """What the scenario is called."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]


class PlanPreviewInput(Strict):
    """``preview``: only tell what would follow."""

    preview: bool = False


class PlanLevelInput(Strict):
    """``rule``: best tries all and keeps the shortest; optimal takes what ``optimise`` has found.

    ``within_float``: the end stays. ``others``: count what other projects have taken.

    ``clear``: only take an earlier levelling back.
    """

    rule: Literal["best", "late_finish", "late_start", "successors", "weight", "slack", "priority", "optimal"] = "best"
    within_float: bool = False
    others: bool = True
    clear: bool = False
    preview: bool = False


class PlanSeekInput(Strict):
    """As in levelling: ``within_float``: the end stays; ``others``: count what other projects have taken."""

    within_float: bool = False
    others: bool = True


class PlanCompareInput(Strict):
    """Another plan of the project, or a baseline."""

    with_: Annotated[UUID, Field(alias="with")]


class PlanEarnedInput(Strict):
    """At the end of which day; left out: today."""

    on: Sensible | None = None


class PlanAheadInput(Strict):
    """How many weeks, from which day on (left out: today)."""

    weeks: Annotated[int, Field(ge=1, le=26)] = 3
    since: Sensible | None = None


@router.post("/{uuid:pk}/baselines", response={201: dict[str, Any], **REFUSALS}, operation_id="plan_take_baseline")
def take_baseline(request: HttpRequest, pk: UUID, body: PlanBaselineInput) -> Any:
    """Keep the dates of all tasks as they are."""
    return raw(encode(baselines.shown(baselines.take(actor_of(request), pk, name=body.name))), 201)


@router.delete("/{uuid:pk}/baselines/{uuid:baseline}", response={204: None, **REFUSALS}, operation_id="plan_remove_baseline")
def remove_baseline(request: HttpRequest, pk: UUID, baseline: UUID) -> Any:
    """Put a baseline away."""
    baselines.remove(actor_of(request), pk, baseline)
    return raw(b"", 204)


@router.post("/{uuid:pk}/copy", response={201: dict[str, Any], **REFUSALS}, operation_id="plan_copy")
def copy(request: HttpRequest, pk: UUID, body: PlanCopyInput) -> Any:
    """A scenario to try things out on."""
    actor = actor_of(request)
    return full_row(actor, by_model(Plan), scenarios.copy(actor, pk, name=body.name), 201)


@router.post("/{uuid:pk}/adopt", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_adopt")
def adopt(request: HttpRequest, pk: UUID, body: PlanPreviewInput) -> Any:
    """Make the live plan what this scenario says; answers as an edit of the live plan."""
    return raw(encode(scenarios.adopt(actor_of(request), pk, preview=body.preview)))


@router.get("/{uuid:pk}/compare", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_compare")
def compare(request: HttpRequest, pk: UUID, params: Query[PlanCompareInput]) -> Any:
    """What differs from another plan or a baseline."""
    return raw(encode(scenarios.compare(actor_of(request), pk, params.with_)))


@router.post("/{uuid:pk}/level", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_level")
def level(request: HttpRequest, pk: UUID, body: PlanLevelInput) -> Any:
    """Delay tasks until what they need is free."""
    return raw(encode(levelling.level_plan(actor_of(request), pk, **body.model_dump())))


@router.post("/{uuid:pk}/optimise", response={202: JobOut, **REFUSALS}, operation_id="plan_optimise")
def optimise(request: HttpRequest, pk: UUID, body: PlanSeekInput) -> Any:
    """Start seeking the shortest levelled plan; then ``level`` by the rule optimal shows and saves it. Needs plans.update."""
    return answer(seeking.ask(actor_of(request), pk, within_float=body.within_float, others=body.others), 202)


@router.get("/{uuid:pk}/earned", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_earned")
def earned(request: HttpRequest, pk: UUID, params: Query[PlanEarnedInput]) -> Any:
    """Earned value and the S-curve."""
    return raw(encode(earning.earned_value(actor_of(request), pk, params.on)))


@router.get("/{uuid:pk}/lookahead", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_lookahead")
def lookahead(request: HttpRequest, pk: UUID, params: Query[PlanAheadInput]) -> Any:
    """The next weeks, with what each task waits for."""
    return raw(encode(ahead.look_ahead(actor_of(request), pk, weeks=params.weeks, since=params.since)))


class PlanMaterialsInput(Strict):
    """Totals by week or by month."""

    by: Literal["week", "month"] = "week"


@router.get("/{uuid:pk}/materials", response={200: dict[str, Any], **REFUSALS}, operation_id="plan_materials")
def read_materials(request: HttpRequest, pk: UUID, params: Query[PlanMaterialsInput]) -> Any:
    """What materials the plan needs and when."""
    return raw(encode(materials.of_plan(actor_of(request), pk, params.by)))
