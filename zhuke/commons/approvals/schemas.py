"""What the routes of approvals take and answer."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from zhuke.http.schemas import Ref, Strict, Text

Opinion = Annotated[Text, Field(max_length=1000)]
People = Annotated[list[UUID], Field(min_length=1, max_length=20)]
State = Literal["", "running", "approved", "rejected", "returned", "withdrawn", "cancelled"]


class ApprovalCentreInput(Strict):
    """Query string of the centre."""

    box: Literal["todo", "handled", "mine", "copied", "all"] = "todo"
    q: Annotated[Text, Field(max_length=100)] = ""
    resource: Annotated[str, Field(max_length=40)] = ""
    state: State = ""
    cursor: Annotated[str, Field(max_length=300)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class ApprovalFactOut(BaseModel):
    """One fact of the record in a list."""

    label: str
    text: str


class ApprovalItemOut(BaseModel):
    """One approval in a list."""

    id: UUID
    title: str
    label: str
    verb: str
    resource: str
    resource_label: str
    object_id: UUID
    state: Literal["running", "approved", "rejected", "returned", "withdrawn", "cancelled"]
    submitter: Ref | None
    unit: Ref | None
    note: str
    submitted_at: dt.datetime
    finished_at: dt.datetime | None
    facts: list[ApprovalFactOut]
    node: str
    current: list[Ref]
    task: UUID | None
    opinion: Literal["required", "optional"]
    acts_for: Ref | None
    my_decision: str | None
    read: bool
    since: dt.datetime


class ApprovalPageOut(BaseModel):
    """A page of the centre."""

    items: list[ApprovalItemOut]
    next: str | None


class ApprovalCountsOut(BaseModel):
    """What waits, runs and was not read."""

    todo: int
    mine: int
    copied: int


class ApprovalTurnOut(BaseModel):
    """One person at a node."""

    task: UUID | None
    person: Ref | None
    for_: Annotated[Ref | None, Field(alias="for")]
    state: str
    by: Ref | None
    opinion: str
    opened_at: dt.datetime | None
    decided_at: dt.datetime | None
    added: str | None


class ApprovalNodeOut(BaseModel):
    """A node that was passed, is current or will come."""

    key: str
    node: str
    name: str
    kind: str
    mode: str
    state: str
    reason: str
    people: list[ApprovalTurnOut]


class ApprovalFieldOut(BaseModel):
    """One fact of the record as submitted."""

    name: str
    label: str
    type: str
    value: Any
    text: str
    right: Literal["read", "edit"]


class ApprovalColumnOut(BaseModel):
    """A column of a table of children."""

    name: str
    label: str
    type: str


class ApprovalTableOut(BaseModel):
    """The children of a record as submitted, as texts."""

    resource: str
    label: str
    columns: list[ApprovalColumnOut]
    rows: list[dict[str, str]]


class ApprovalChangeOut(BaseModel):
    """What of the record is no longer as it was submitted."""

    name: str
    label: str
    old: str
    new: str


class ApprovalStepOut(BaseModel):
    """One line of what happened."""

    id: int
    at: dt.datetime
    kind: str
    text: str
    who: Ref | None
    for_: Annotated[Ref | None, Field(alias="for")]
    node: str
    opinion: str
    people: list[Ref]


class ApprovalCopyOut(BaseModel):
    """Somebody who got a copy."""

    person: Ref | None
    read_at: dt.datetime | None


class ApprovalTargetOut(BaseModel):
    """Where it can be sent back to."""

    node: str
    name: str


class ApprovalFlowRefOut(BaseModel):
    """The flow and the version that it runs on."""

    id: UUID
    name: str
    number: int


class ApprovalDetailOut(ApprovalItemOut):
    """One approval with everything."""

    facts: list[ApprovalFieldOut]  # type: ignore[assignment]
    readable: bool
    flow: ApprovalFlowRefOut
    tables: list[ApprovalTableOut]
    changes: list[ApprovalChangeOut]
    nodes: list[ApprovalNodeOut]
    timeline: list[ApprovalStepOut]
    copies: list[ApprovalCopyOut]
    return_to: list[ApprovalTargetOut]
    can: Annotated[list[str], Field(alias="_can")]


class ApprovalOfOut(ApprovalItemOut):
    """An approval on the page of its record."""

    nodes: list[ApprovalNodeOut]
    can: Annotated[list[str], Field(alias="_can")]


class ApprovalsOfRecordOut(BaseModel):
    """The approvals of a record, newest first."""

    items: list[ApprovalOfOut]
    running: UUID | None


class ApprovalOpinionInput(Strict):
    """What one says to it."""

    opinion: Opinion = ""


class ApprovalYesInput(ApprovalOpinionInput):
    """A yes; ``values`` of fields that the node opens; ``task`` where one has several turns."""

    values: Annotated[dict[str, Any], Field(max_length=50)] = {}
    task: UUID | None = None


class ApprovalNoInput(ApprovalOpinionInput):
    """A no."""

    task: UUID | None = None


class ApprovalReturnInput(ApprovalOpinionInput):
    """Back to a node; ``start``: to the submitter."""

    node: Annotated[str, Field(min_length=1, max_length=40)]


class ApprovalPeopleInput(ApprovalOpinionInput):
    """Others."""

    people: People


class ApprovalPersonInput(ApprovalOpinionInput):
    """Another person."""

    person: UUID


class ApprovalReassignInput(ApprovalPersonInput):
    """Whose turn goes to another person."""

    task: UUID


class ApprovalBatchInput(Strict):
    """Several at once."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    verb: Literal["approve", "reject"]
    opinion: Opinion = ""


class ApprovalFailedOut(BaseModel):
    """One that could not be decided."""

    id: UUID
    label: str
    code: str
    message: str


class ApprovalBatchOut(BaseModel):
    """How many were decided, and why the others were not."""

    done: int
    failed: list[ApprovalFailedOut]
