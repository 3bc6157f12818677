"""Routes of approvals: the centre, one approval and its verbs, those of a record, flows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.kernel.access import Actor, require
from zhuke.kernel.resource import by_model

from . import api_flows, printing
from .models import Approval
from .schemas import (
    ApprovalBatchInput,
    ApprovalBatchOut,
    ApprovalCentreInput,
    ApprovalCountsOut,
    ApprovalDetailOut,
    ApprovalNoInput,
    ApprovalOpinionInput,
    ApprovalPageOut,
    ApprovalPeopleInput,
    ApprovalPersonInput,
    ApprovalReassignInput,
    ApprovalReturnInput,
    ApprovalsOfRecordOut,
    ApprovalYesInput,
)
from .services import centre, deciding, detail, ending, passing

router = Router(tags=["approvals"])
routers = [("/approvals/flows", api_flows.router), ("/approvals", router)]

DETAIL: Any = {200: ApprovalDetailOut, **REFUSALS}


def _shown(actor: Actor, pk: UUID) -> HttpResponse:
    return raw(encode(detail.detail(actor, pk)))


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, by_model(Approval), "read")
    return actor


def _doer(request: HttpRequest) -> Actor:
    """Whoever may take part; a key for programs that only reads may not."""
    actor = _reader(request)
    require(actor, by_model(Approval), "decide")
    return actor


@router.get("/centre", response={200: ApprovalPageOut, **REFUSALS}, operation_id="approvals_centre")
def read_centre(request: HttpRequest, params: Query[ApprovalCentreInput]) -> Any:
    """A box of the centre."""
    return raw(encode(centre.page(_reader(request), centre.Asked(**params.model_dump()))))


@router.get("/counts", response={200: ApprovalCountsOut, **REFUSALS}, operation_id="approvals_counts")
def read_counts(request: HttpRequest) -> Any:
    """The numbers on the boxes."""
    return raw(encode(centre.counts(_reader(request))))


@router.post("/batch", response={200: ApprovalBatchOut, **REFUSALS}, operation_id="approvals_batch")
def decide_many(request: HttpRequest, body: ApprovalBatchInput) -> Any:
    """Approve or reject several; each by itself."""
    return raw(encode(deciding.decide_many(_doer(request), body.ids, body.verb, body.opinion)))


@router.get("/of/{name}/{uuid:pk}", response={200: ApprovalsOfRecordOut, **REFUSALS}, operation_id="approvals_of_record")
def of_record(request: HttpRequest, name: str, pk: UUID) -> Any:
    """The approvals of a record: all of them for whoever reads it, else those in which the actor takes part."""
    return raw(encode(detail.of_record(actor_of(request), resource_or_404(name), pk)))


@router.get("/{uuid:pk}", response=DETAIL, operation_id="approvals_read")
def read_one(request: HttpRequest, pk: UUID) -> Any:
    """One approval with everything about it."""
    return _shown(_reader(request), pk)


@router.get("/{uuid:pk}/print", response={200: bytes, **REFUSALS}, operation_id="approvals_print")
def print_one(request: HttpRequest, pk: UUID) -> Any:
    """The approval as PDF: facts, opinions, what happened."""
    found = detail.detail(_reader(request), pk)
    answer = HttpResponse(printing.pdf_of(found), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{printing.file_name(found)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.post("/{uuid:pk}/approve", response=DETAIL, operation_id="approvals_approve")
def approve(request: HttpRequest, pk: UUID, body: ApprovalYesInput) -> Any:
    """Agree."""
    actor = _doer(request)
    deciding.approve(actor, pk, opinion=body.opinion, values=body.values, task=body.task)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/reject", response=DETAIL, operation_id="approvals_reject")
def reject(request: HttpRequest, pk: UUID, body: ApprovalNoInput) -> Any:
    """Say no, which ends it."""
    actor = _doer(request)
    deciding.reject(actor, pk, opinion=body.opinion, task=body.task)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/return", response=DETAIL, operation_id="approvals_return")
def send_back(request: HttpRequest, pk: UUID, body: ApprovalReturnInput) -> Any:
    """Return it to an earlier node or to the submitter."""
    actor = _doer(request)
    passing.send_back(actor, pk, node=body.node, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/add_before", response=DETAIL, operation_id="approvals_add_before")
def add_before(request: HttpRequest, pk: UUID, body: ApprovalPeopleInput) -> Any:
    """Ask others first."""
    actor = _doer(request)
    passing.add_before(actor, pk, people=body.people, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/add_after", response=DETAIL, operation_id="approvals_add_after")
def add_after(request: HttpRequest, pk: UUID, body: ApprovalPeopleInput) -> Any:
    """Agree and ask others after."""
    actor = _doer(request)
    passing.add_after(actor, pk, people=body.people, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/hand_over", response=DETAIL, operation_id="approvals_hand_over")
def hand_over(request: HttpRequest, pk: UUID, body: ApprovalPersonInput) -> Any:
    """Let another person decide instead."""
    actor = _doer(request)
    passing.hand_over(actor, pk, person=body.person, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/reassign", response=DETAIL, operation_id="approvals_reassign")
def reassign(request: HttpRequest, pk: UUID, body: ApprovalReassignInput) -> Any:
    """Give anybody's turn to another person (administrators)."""
    actor = _doer(request)
    passing.reassign(actor, pk, task=body.task, person=body.person, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/withdraw", response=DETAIL, operation_id="approvals_withdraw")
def withdraw(request: HttpRequest, pk: UUID, body: ApprovalOpinionInput) -> Any:
    """Take back what one has submitted."""
    actor = _doer(request)
    ending.withdraw(actor, pk, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/cancel", response=DETAIL, operation_id="approvals_cancel")
def cancel(request: HttpRequest, pk: UUID, body: ApprovalOpinionInput) -> Any:
    """End it (administrators)."""
    actor = _doer(request)
    ending.cancel(actor, pk, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/remind", response=DETAIL, operation_id="approvals_remind")
def remind(request: HttpRequest, pk: UUID) -> Any:
    """Urge those who are asked."""
    actor = _doer(request)
    passing.remind(actor, pk)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/copy", response=DETAIL, operation_id="approvals_copy")
def copy_to(request: HttpRequest, pk: UUID, body: ApprovalPeopleInput) -> Any:
    """Send copies."""
    actor = _doer(request)
    passing.copy_to(actor, pk, people=body.people, opinion=body.opinion)
    return _shown(actor, pk)


@router.post("/{uuid:pk}/comment", response=DETAIL, operation_id="approvals_comment")
def comment(request: HttpRequest, pk: UUID, body: ApprovalOpinionInput) -> Any:
    """Say something without deciding."""
    actor = _doer(request)
    passing.comment(actor, pk, opinion=body.opinion)
    return _shown(actor, pk)
