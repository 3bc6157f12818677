"""Routes of sales that are not a resource: the board, moves, figures, the collision guard, advice, whose stages hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from zhuke.commons.exports.sheets import CONTENT_TYPES
from zhuke.http.routes import REFUSALS, actor_of, encode, parse_filter, raw
from zhuke.http.schemas import Day, Strict, Text
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Customer

from .conditions import all_conditions
from .models import PHASES, Opportunity, Stage
from .services import advice, analysis, board, collisions, departures, journal, moving, stages, workbook

router = Router(tags=["sales"])
around = Router(tags=["opportunities"])
of_customer = Router(tags=["customers"])
routers = [("/sales", router), ("/r/opportunities", around), ("/r/customers", of_customer)]


def _opportunity(request: HttpRequest, pk: UUID) -> tuple[Actor, Opportunity]:
    actor, resource = actor_of(request), by_model(Opportunity)
    require(actor, resource, "read")
    return actor, get_visible(actor, resource, pk)


@around.get("/{uuid:pk}/moves", response={200: dict[str, Any], **REFUSALS}, operation_id="opportunities_moves")
def moves(request: HttpRequest, pk: UUID) -> Any:
    """Every stage that the opportunity can go to, with its checks, and where it stands."""
    _actor, row = _opportunity(request, pk)
    return raw(encode(moving.moves(row)))


@around.get("/{uuid:pk}/stage-changes", response={200: dict[str, Any], **REFUSALS}, operation_id="opportunities_stage_changes")
def stage_changes(request: HttpRequest, pk: UUID) -> Any:
    """The opportunity's way through the stages, newest first, with the days it stood in each."""
    _actor, row = _opportunity(request, pk)
    return raw(encode({"items": journal.stage_changes(row)}))


@around.get("/{uuid:pk}/follow-ups", response={200: dict[str, Any], **REFUSALS}, operation_id="opportunities_follow_ups")
def follow_ups(request: HttpRequest, pk: UUID) -> Any:
    """The talks about the opportunity, newest first."""
    actor, row = _opportunity(request, pk)
    return raw(encode({"items": journal.follow_ups(actor, row)}))


@around.get("/{uuid:pk}/advice", response={200: dict[str, Any], **REFUSALS}, operation_id="opportunities_advice")
def advice_for(request: HttpRequest, pk: UUID) -> Any:
    """What to do next, each with its reason."""
    actor, row = _opportunity(request, pk)
    return raw(encode({"items": advice.advise(actor, row)}))


@of_customer.get("/{uuid:pk}/advice", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_advice")
def advice_for_customer(request: HttpRequest, pk: UUID) -> Any:
    """What to do next with a customer, each with its reason."""
    actor, resource = actor_of(request), by_model(Customer)
    require(actor, resource, "read")
    return raw(encode({"items": advice.advise_customer(actor, get_visible(actor, resource, pk))}))


class BoardInput(Strict):
    """What the board shows."""

    filter: Annotated[str, Field(max_length=20_000)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    unit: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    phases: Annotated[str, Field(max_length=200)] = ""

    def asked(self) -> board.Asked:
        """As the service takes it. ``phases``: codes with commas between, unknown ones find nothing. Raises bad_filter."""
        return board.Asked(parse_filter(self.filter), self.q, self.unit, self.limit, frozenset(filter(None, self.phases.split(","))))


class ColumnInput(BoardInput):
    """Where to go on in a column."""

    cursor: Annotated[str, Field(max_length=2000)] = ""


@router.get("/board", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_board")
def show_board(request: HttpRequest, params: Query[BoardInput]) -> Any:
    """The columns with totals and their first cards."""
    return raw(encode(board.board(actor_of(request), params.asked())))


@router.get("/board/{key}", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_board_column")
def show_column(request: HttpRequest, key: Annotated[str, Field(max_length=40)], params: Query[ColumnInput]) -> Any:
    """Further cards of one column."""
    actor = actor_of(request)
    require(actor, by_model(Opportunity), "read")
    return raw(encode(board.more(actor, params.asked(), key, params.cursor)))


class FigureInput(Strict):
    """Period and selection of a figure."""

    since: Day | None = None
    until: Day | None = None
    unit: UUID | None = None
    owner: UUID | None = None
    project_type: Annotated[Text, Field(max_length=40)] = ""
    region: Annotated[Text, Field(max_length=40)] = ""

    def asked(self) -> analysis.Asked:
        """As the service takes it."""
        return analysis.Asked(self.since, self.until, self.unit, self.owner, self.project_type, self.region)


class LossInput(FigureInput):
    """By what losses are counted."""

    by: Literal["phase", "region", "project_type", "reason", "owner"] = "reason"


class WinInput(FigureInput):
    """By what success is counted."""

    by: Literal["region", "project_type", "owner", "source"] = "region"


@router.get("/funnel", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_funnel")
def funnel(request: HttpRequest, params: Query[FigureInput]) -> Any:
    """Of the opportunities opened in the period: how many reached each phase, conversion and dwell."""
    return raw(encode(analysis.funnel(actor_of(request), params.asked())))


@router.get("/forecast", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_forecast")
def forecast(request: HttpRequest, params: Query[FigureInput]) -> Any:
    """By month: what is expected, weighted by its odds, and what was won."""
    return raw(encode(analysis.forecast(actor_of(request), params.asked(), today=timezone.localdate())))


@router.get("/losses", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_losses")
def losses(request: HttpRequest, params: Query[LossInput]) -> Any:
    """What was lost in the period, by phase, region, project type, reason or owner."""
    return raw(encode(analysis.losses(actor_of(request), params.asked(), params.by)))


@router.get("/win-rates", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_win_rates")
def win_rates(request: HttpRequest, params: Query[WinInput]) -> Any:
    """How much of what was decided in the period was won, and of what was quoted."""
    return raw(encode(analysis.win_rates(actor_of(request), params.asked(), params.by)))


class DepartureInput(FigureInput):
    """By what customers that have left are counted. Region, type and owner are those of the customer."""

    by: Literal["phase", "churn_reason", "region", "project_type", "owner"] = "churn_reason"


@router.get("/departures", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_departures")
def customers_left(request: HttpRequest, params: Query[DepartureInput]) -> Any:
    """Customers that left in the period, by phase, reason, region, industry or owner, and how many of them came back."""
    return raw(encode(departures.departures(actor_of(request), params.asked(), params.by)))


@router.get("/analysis.xlsx", response={200: bytes, **REFUSALS}, operation_id="sales_analysis_xlsx")
def analysis_file(request: HttpRequest, params: Query[FigureInput]) -> Any:
    """Funnel, forecast, losses and success as a workbook. Needs opportunities.export, and reaches as far as that."""
    today = timezone.localdate()
    body = workbook.workbook(actor_of(request), params.asked(), today=today)
    answer = HttpResponse(body, content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(True, f"{_('销售分析')}-{today:%Y%m%d}.xlsx") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


class CollisionInput(Strict):
    """The owner and the project that are being entered."""

    customer: UUID | None = None
    name: Annotated[Text, Field(max_length=120)] = ""
    exclude: UUID | None = None


@router.get("/collisions", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_collisions")
def find_collisions(request: HttpRequest, params: Query[CollisionInput]) -> Any:
    """Who in the group is after the same owner or project: one's own in full, a sister company's only as whom to call."""
    actor = actor_of(request)
    require(actor, by_model(Opportunity), "create")
    found = collisions.collisions(actor, customer=params.customer, name=params.name, exclude=params.exclude)
    return raw(encode({"items": [collisions.told(item) for item in found]}))


class UnitInput(Strict):
    """For which unit."""

    unit: UUID | None = None


@router.get("/stages", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_stages")
def stages_for(request: HttpRequest, params: Query[UnitInput]) -> Any:
    """The stages that hold for a unit (one's own unless given), in order."""
    actor = actor_of(request)
    require(actor, by_model(Opportunity), "read")
    unit = params.unit or actor.unit
    held = stages.stages_of(unit)
    return raw(encode({"unit": stages.set_of(unit), "items": [stage_out(stage) for stage in held]}))


def stage_out(stage: Stage) -> dict[str, Any]:
    """A stage for bars and menus."""
    return {
        "id": stage.pk,
        "label": stage.title,
        "phase": stage.phase,
        "allowed_days": stage.allowed_days,
        "probability": stage.probability,
        "responsible": stage.responsible.name if stage.responsible else None,
    }


@router.get("/stage-options", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_stage_options")
def stage_options(request: HttpRequest) -> Any:
    """What a stage may ask for: fields of opportunities and registered conditions, with their labels; and the phases."""
    require(actor_of(request), by_model(Stage), "read")
    specs = by_model(Opportunity).specs
    return raw(
        encode(
            {
                "phases": [{"code": code, "label": str(label)} for code, label in PHASES],
                "fields": [{"name": name, "label": str(specs[name].label)} for name in by_model(Opportunity).fields],
                "conditions": [{"code": c.code, "label": str(c.label)} for c in all_conditions()],
            }
        )
    )


class AdoptInput(Strict):
    """The unit that is to have stages of its own."""

    unit: UUID


@router.post("/stages/adopt", response={200: dict[str, Any], **REFUSALS}, operation_id="sales_stages_adopt")
def adopt(request: HttpRequest, body: AdoptInput) -> Any:
    """Copy the stages that hold for a unit into a set of its own."""
    made = stages.adopt_stages(actor_of(request), body.unit)
    return raw(encode({"unit": body.unit, "items": [stage_out(stage) for stage in made]}))
