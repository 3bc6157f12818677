"""Routes of bank statements: the file, its lines with proposals, and what becomes of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, UploadedFile
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, full_row, raw
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import Resource, by_model

from .models import BankLine, BankStatement
from .services.bank import deciding, matching, statements

router = Router(tags=["billing"])


class BankPartInput(Strict):
    """So much for a receivable."""

    receivable: UUID
    amount: Annotated[Decimal, Field(gt=0, le=10**15, decimal_places=2)]


class BankConfirmInput(Strict):
    """Whose money it is (null: not known yet) and what it settles."""

    customer: UUID | None = None
    parts: Annotated[list[BankPartInput], Field(max_length=50)] = []
    remark: Annotated[Text, Field(max_length=1000)] = ""


class BankReasonInput(Strict):
    """Why a line is set aside."""

    reason: Annotated[Text, Field(max_length=300)]


class BankLinesInput(Strict):
    """A page of lines."""

    state: Literal["", "waiting", "matched", "ignored"] = ""
    after: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class BankSureInput(Strict):
    """Lines whose sure proposals are taken."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


def _statements() -> Resource:
    return by_model(BankStatement)


@router.post("/statements/{uuid:pk}/file", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_statement_file")
def fill(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Any:
    """Read a bank's file (xlsx, xls, csv …) into the statement; movements that are known are left out."""
    actor = actor_of(request)
    require(actor, _statements(), "read")
    with writing(actor):
        row = get_visible(actor, _statements(), pk, "update", lock=True)
        statements.fill(actor, row, file, file.name or "")
    return full_row(actor, _statements(), row)


@router.get("/statements/{uuid:pk}/lines", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_statement_lines")
def lines(request: HttpRequest, pk: UUID, params: Query[BankLinesInput]) -> Any:
    """The lines in the order of the file, waiting ones with their proposals."""
    actor = actor_of(request)
    require(actor, _statements(), "read")
    statement = get_visible(actor, _statements(), pk)
    rows = BankLine.objects.filter(statement=statement, number__gt=params.after).select_related("receipt", "customer")
    if params.state:
        rows = rows.filter(state=params.state)
    found = list(rows.order_by("number", "pk")[: params.limit + 1])
    page = found[: params.limit]
    book = matching.load(actor, statement.unit_id, [row for row in page if row.state == "waiting"])
    items = [_line(row, book) for row in page]
    return raw(encode({"items": items, "next": page[-1].number if len(found) > params.limit else None}))


def _line(row: BankLine, book: matching.Book) -> dict[str, Any]:
    plain = ("number", "on", "direction", "party", "party_account", "summary", "reference", "state", "note")
    return (
        {"id": row.pk}
        | {name: getattr(row, name) for name in plain}
        | {
            "amount": str(row.amount),
            "balance": None if row.balance is None else str(row.balance),
            "receipt": {"id": row.receipt_id, "label": row.receipt.number} if row.receipt else None,
            "customer": {"id": row.customer_id, "label": row.customer.name} if row.customer else None,
            "proposals": [matching.shown(p) for p in matching.propose(row, book)] if row.state == "waiting" else [],
        }
    )


def _one(request: HttpRequest, row: BankLine) -> Any:
    row = BankLine.objects.select_related("receipt", "customer", "statement").get(pk=row.pk)
    return raw(encode(_line(row, matching.load(actor_of(request), row.statement.unit_id, [row]))))


@router.post(
    "/statements/{uuid:pk}/lines/{uuid:line}/confirm", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_line_confirm"
)
def confirm(request: HttpRequest, pk: UUID, line: UUID, body: BankConfirmInput) -> Any:
    """Enter the line as a receipt (or payment) and settle these receivables with it."""
    actor = actor_of(request)
    require(actor, _statements(), "read")
    with writing(actor):
        statement = deciding.statement_for(actor, pk)
        row = deciding.line_of(statement, line, "waiting")
        parts = [(part.receivable, part.amount) for part in body.parts]
        deciding.confirm(actor, statement, row, customer_id=body.customer, parts=parts, remark=body.remark)
    return _one(request, row)


@router.post(
    "/statements/{uuid:pk}/lines/{uuid:line}/ignore", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_line_ignore"
)
def ignore(request: HttpRequest, pk: UUID, line: UUID, body: BankReasonInput) -> Any:
    """Set the line aside, with the reason."""
    actor = actor_of(request)
    require(actor, _statements(), "read")
    with writing(actor):
        statement = deciding.statement_for(actor, pk)
        row = deciding.ignore(actor, statement, deciding.line_of(statement, line, "waiting"), reason=body.reason)
    return _one(request, row)


@router.post(
    "/statements/{uuid:pk}/lines/{uuid:line}/reopen", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_line_reopen"
)
def reopen(request: HttpRequest, pk: UUID, line: UUID) -> Any:
    """Decide anew about a line that was set aside, or whose receipt was reversed."""
    actor = actor_of(request)
    require(actor, _statements(), "read")
    with writing(actor):
        statement = deciding.statement_for(actor, pk)
        row = deciding.reopen(actor, statement, deciding.line_of(statement, line, "matched", "ignored"))
    return _one(request, row)


@router.post("/statements/{uuid:pk}/confirm-sure", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_statement_sure")
def confirm_sure(request: HttpRequest, pk: UUID, body: BankSureInput) -> Any:
    """Take the sure proposals of these lines; those that are not sure are named."""
    actor = actor_of(request)
    require(actor, _statements(), "read")
    with writing(actor):
        return raw(encode(deciding.confirm_sure(actor, deciding.statement_for(actor, pk), body.ids)))
