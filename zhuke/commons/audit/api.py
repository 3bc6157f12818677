"""Routes of the audit list."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.commons.jobs.api import JobOut, answer
from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Day, Strict, Text

from . import chain, exporting, services, signins
from .services import Asked

router = Router(tags=["audit"])
routers = [("/audit", router)]


class Someone(BaseModel):
    """Who it was; a part of the system has no id."""

    id: UUID | None
    label: str


class Something(BaseModel):
    """Which record; without a name when it is gone."""

    id: UUID
    label: str


class Entry(BaseModel):
    """One change, sign-in or export."""

    id: int
    at: dt.datetime
    event_at: dt.datetime | None
    actor: Someone | None
    cause: str
    operation: str
    resource: str
    resource_label: str
    object: Something
    changes: list[dict[str, Any]]


class AuditPage(BaseModel):
    """Entries, newest first."""

    items: list[Entry]
    next: int | None


class ChainState(BaseModel):
    """How far history is sealed. Who notes ``last`` and ``digest`` elsewhere can prove later that nothing before was touched."""

    links: int
    sealed: int
    waiting: int
    last: int | None
    at: dt.datetime | None
    digest: str


class ChangesInput(Strict):
    """Which changes: of whom, on what, from one day to another (both included). ``text`` needs days, at most a year."""

    who: UUID | None = None
    resource: Annotated[Text, Field(max_length=60)] = ""
    object: UUID | None = None
    cause: Annotated[Text, Field(max_length=40)] = ""
    since: Day | None = None
    until: Day | None = None
    text: Annotated[Text, Field(max_length=100)] = ""
    operation: Literal["", "create", "update", "delete"] = ""

    def asked(self) -> Asked:
        """The question as the services take it."""
        return Asked(self.who, self.resource, self.object, self.operation, self.cause, self.since, self.until, self.text)


class AuditInput(ChangesInput):
    """Query string of the list. ``sign_in`` and ``export`` are no changes of records; they have their own pages."""

    operation: Literal["", "create", "update", "delete", "sign_in", "export"] = ""  # type: ignore[assignment]
    cursor: Annotated[int, Field(ge=1, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class AuditExport(ChangesInput):
    """Which changes, as what kind of file."""

    format: Literal["xlsx", "csv"] = "xlsx"


@router.get("", response={200: AuditPage, **REFUSALS}, operation_id="audit_list")
def list_entries(request: HttpRequest, params: Query[AuditInput]) -> Any:
    """Who did what, as far as one may audit."""
    source = signins if params.operation in ("sign_in", "export") else services
    items, following = source.page(actor_of(request), params.asked(), before=params.cursor, limit=params.limit)
    return raw(encode({"items": items, "next": following}))


@router.get("/chain", response={200: ChainState, **REFUSALS}, operation_id="audit_chain")
def chain_state(request: HttpRequest) -> Any:
    """How far history is sealed into the hash chain."""
    services.auditor(actor_of(request))
    return raw(encode(chain.state()))


@router.post("/export", response={202: JobOut, **REFUSALS}, operation_id="audit_export")
def export(request: HttpRequest, body: AuditExport) -> Any:
    """Start an export of changes, one line per changed field."""
    return answer(exporting.ask(actor_of(request), body.asked(), body.format), 202)
