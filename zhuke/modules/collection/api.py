"""Routes of collection that are not a resource: the chain of a case, ageing, figures, forecast, credit, papers."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Day, Strict
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Receivable
from zhuke.modules.customers.models import Customer

from .models import CollectionCase, CustomerCredit, DunningLetter, DunningStep, Statement
from .services import ageing, chain, credit, figures, ladders, letters, papers, statements

router = Router(tags=["collection"])
of_case = Router(tags=["collection_cases"])
of_letter = Router(tags=["dunning_letters"])
of_statement = Router(tags=["statements"])
routers = [("/collection", router), ("/r/collection_cases", of_case), ("/r/dunning_letters", of_letter), ("/r/statements", of_statement)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Direction = Literal["income", "expense"]


class CollectionSelection(Strict):
    """Which receivables a figure looks at."""

    unit: UUID | None = None
    customer: UUID | None = None
    owner: UUID | None = None


class AgeingInput(CollectionSelection):
    """Ageing on a day."""

    on: Day | None = None
    by: Literal["", "customer", "unit", "owner"] = ""
    direction: Direction = "income"
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class DsoInput(CollectionSelection):
    """Months up to a day."""

    on: Day | None = None
    months: Annotated[int, Field(ge=1, le=36)] = 12


class ForecastInput(CollectionSelection):
    """Months or weeks from now on."""

    by: Literal["month", "week"] = "month"
    count: Annotated[int, Field(ge=1, le=26)] = 6


class CreditInput(Strict):
    """The new business that is thought of, ¥."""

    amount: Annotated[float, Field(ge=0, le=1e15)] | None = None


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, by_model(Receivable), "read")
    return actor


@router.get("/ageing", response={200: dict[str, Any], **REFUSALS}, operation_id="collection_ageing")
def show_ageing(request: HttpRequest, params: Query[AgeingInput]) -> Any:
    """What is owed on a day by how late it is."""
    asked = ageing.Asked(params.on, params.unit, params.customer, params.owner, params.by, params.direction)
    return raw(encode(ageing.ageing(_reader(request), asked, params.limit)))


@router.get("/dso", response={200: dict[str, Any], **REFUSALS}, operation_id="collection_dso")
def show_dso(request: HttpRequest, params: Query[DsoInput]) -> Any:
    """Days sales outstanding and the collection cycle, month by month."""
    asked = ageing.Asked(params.on, params.unit, params.customer, params.owner)
    return raw(encode(figures.dso(_reader(request), asked, params.months)))


@router.get("/forecast", response={200: dict[str, Any], **REFUSALS}, operation_id="collection_forecast")
def show_forecast(request: HttpRequest, params: Query[ForecastInput]) -> Any:
    """Money likely to come in, by month or week."""
    asked = ageing.Asked(None, params.unit, params.customer, params.owner)
    return raw(encode(figures.forecast(_reader(request), asked, params.by, params.count)))


@router.get("/credit/{uuid:customer}", response={200: dict[str, Any], **REFUSALS}, operation_id="collection_credit")
def show_credit(request: HttpRequest, customer: UUID, params: Query[CreditInput]) -> Any:
    """How far a customer is trusted, and what speaks against new business of this amount."""
    actor = actor_of(request)
    require(actor, by_model(CustomerCredit), "read")
    row = get_visible(actor, by_model(Customer), customer)
    found = credit.shown(credit.standing_of(row, credit.amount_of(params.amount)))
    return raw(encode(found if actor.sees("customer_credits", "limit") else credit.without_limit(found)))


@router.get("/roles", response={200: list[dict[str, str]], **REFUSALS}, operation_id="collection_roles")
def show_roles(request: HttpRequest) -> Any:
    """The roles that a step of a ladder may copy in and tell."""
    require(actor_of(request), by_model(DunningStep), "read")
    return raw(encode(ladders.roles()))


@of_case.get("/{uuid:pk}/chain", response={200: dict[str, Any], **REFUSALS}, operation_id="collection_cases_chain")
def show_chain(request: HttpRequest, pk: UUID) -> Any:
    """What happened in a case, and what comes."""
    actor = actor_of(request)
    require(actor, by_model(CollectionCase), "read")
    return raw(encode(chain.chain(actor, get_visible(actor, by_model(CollectionCase), pk))))


@of_letter.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="dunning_letters_pdf")
def letter_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A dunning letter on paper."""
    actor = actor_of(request)
    require(actor, by_model(DunningLetter), "read")
    row = get_visible(actor, by_model(DunningLetter), pk)
    return _file(letters.pdf_of(row), f"{row.name}.pdf", "application/pdf")


@of_statement.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="statements_pdf")
def statement_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A statement on paper."""
    row = _statement(request, pk)
    return _file(papers.statement_pdf(row), f"{row.number}.pdf", "application/pdf")


@of_statement.get("/{uuid:pk}/xlsx", response={200: bytes, **REFUSALS}, operation_id="statements_xlsx")
def statement_xlsx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A statement as a workbook."""
    row = _statement(request, pk)
    return _file(papers.statement_xlsx(row), f"{row.number}.xlsx", XLSX)


@of_statement.get("/{uuid:pk}/lines", response={200: dict[str, Any], **REFUSALS}, operation_id="statements_lines")
def statement_lines(request: HttpRequest, pk: UUID) -> Any:
    """The frozen lines of a statement."""
    row = _statement(request, pk)
    return raw(encode({"items": [{**line, "label": statements.label_of(line["what"])} for line in row.lines]}))


def _statement(request: HttpRequest, pk: UUID) -> Statement:
    actor = actor_of(request)
    require(actor, by_model(Statement), "read")
    row: Statement = get_visible(actor, by_model(Statement), pk)
    return row


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
