"""Routes of expenses that are no resource: a claim saved and read as a whole, and what expenses come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, given, raw, row_rights
from zhuke.http.schemas import Day, Strict, Text
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.resource import Resource, by_model

from .models import ExpenseClaim
from .services import totals, whole

router = Router(tags=["expenses"])
around = Router(tags=["expenses"])
routers = [("/r/expense_claims", router), ("/expenses", around)]

Yuan = Annotated[Decimal, Field(ge=0, le=10**8, decimal_places=2)]
ShortText = Annotated[Text, StringConstraints(max_length=200)]


class ExpenseLineInput(Strict):
    """One expense as typed. Left out fields of a known line stay; an unknown ``id`` is the new line's own."""

    id: UUID | None = None
    kind: Annotated[Text, StringConstraints(max_length=40)] = ""
    on: Day
    amount: Yuan = Decimal(0)
    tax: Yuan | None = None
    invoice_number: Annotated[Text, StringConstraints(max_length=40)] = ""
    invoice_code: Annotated[Text, StringConstraints(max_length=20)] = ""
    project: UUID | None = None
    note: ShortText = ""


class ExpenseFieldsInput(Strict):
    """Fields of the claim that are saved together with its lines."""

    purpose: Annotated[Text, StringConstraints(max_length=160)] | None = None
    owner: UUID | None = None
    unit: UUID | None = None
    project: UUID | None = None
    customer: UUID | None = None
    opportunity: UUID | None = None
    bank_account: Annotated[Text, StringConstraints(max_length=120)] | None = None
    remark: Annotated[Text, StringConstraints(max_length=2000)] | None = None


class ExpenseWholeInput(Strict):
    """A claim as the editor holds it."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    lines: Annotated[list[ExpenseLineInput], Field(max_length=300)]
    values: ExpenseFieldsInput | None = None


class ExpenseTotalsInput(Strict):
    """What is added up: approved and paid claims, by the day of the expense."""

    by: Literal["project", "person", "unit", "kind", "month"] = "project"
    since: Day | None = None
    until: Day | None = None
    project: UUID | None = None
    unit: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100


def _claims() -> Resource:
    return by_model(ExpenseClaim)


def _claim(request: HttpRequest, pk: UUID, action: str = "read") -> tuple[Actor, ExpenseClaim]:
    actor = actor_of(request)
    require(actor, _claims(), "read")
    return actor, get_visible(actor, _claims(), pk, action)


def _whole(actor: Actor, claim: ExpenseClaim) -> HttpResponse:
    row = {**whole.shown(actor, claim), "_can": row_rights(actor, _claims(), claim)}
    return raw(encode({"claim": row, "lines": whole.lines_of(actor, claim)}))


@router.get("/{uuid:pk}/lines", response={200: dict[str, Any], **REFUSALS}, operation_id="expense_claims_whole")
def whole_of(request: HttpRequest, pk: UUID) -> Any:
    """The claim with all its lines in their order, their receipts and what is to be said about them."""
    return _whole(*_claim(request, pk))


@router.put("/{uuid:pk}/lines", response={200: dict[str, Any], **REFUSALS}, operation_id="expense_claims_save_whole")
def save_whole(request: HttpRequest, pk: UUID, body: ExpenseWholeInput) -> Any:
    """Save fields and lines together; lines left out are deleted. Problems of a line are named ``lines.<index>.<field>``."""
    actor, claim = _claim(request, pk, "update")
    values = given(body.values) if body.values else {}
    saved = whole.save_whole(actor, claim.pk, version=body.version, lines=[given(line) for line in body.lines], values=values)
    return _whole(actor, saved)


@around.get("/totals", response={200: dict[str, Any], **REFUSALS}, operation_id="expenses_totals")
def totals_of(request: HttpRequest, params: Query[ExpenseTotalsInput]) -> Any:
    """What expenses come to, by project, person, unit, kind or month, as far as the actor's right to read claims reaches."""
    actor = actor_of(request)
    require(actor, _claims(), "read")
    wanted = totals.Wanted(params.by, params.since, params.until, params.project, params.unit, params.limit)
    return raw(encode(totals.totals_of(actor, wanted)))
