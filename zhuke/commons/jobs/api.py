"""Routes of one's own jobs."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict

from . import services
from .models import Job

router = Router(tags=["jobs"])
routers = [("/jobs", router)]


class JobOut(BaseModel):
    """Long work and how far it got."""

    id: UUID
    kind: str
    label: str
    state: str
    done: int
    total: int
    message: str
    result: dict[str, Any]
    cancel_requested: bool
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None


class JobsInput(Strict):
    """Query string of the list: only unfinished ones, only one kind."""

    active: bool = False
    kind: Annotated[str, Field(max_length=40)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def shown(job: Job) -> dict[str, Any]:
    """A job as the API answers it."""
    return {name: getattr(job, name) for name in JobOut.model_fields}


def answer(job: Job, status: int = 200) -> HttpResponse:
    """One job as an answer; 202 where it was just started."""
    return raw(encode(shown(job)), status)


@router.get("", response={200: list[JobOut], **REFUSALS}, operation_id="jobs_list")
def list_jobs(request: HttpRequest, params: Query[JobsInput]) -> Any:
    """One's own jobs, newest first."""
    found = services.mine(actor_of(request), active=params.active, kind=params.kind.replace("\x00", ""), limit=params.limit)
    return raw(encode([shown(job) for job in found]))


@router.get("/{uuid:job_id}", response={200: JobOut, **REFUSALS}, operation_id="jobs_read")
def read_job(request: HttpRequest, job_id: UUID) -> Any:
    """One of one's own jobs."""
    return answer(services.own(actor_of(request), job_id))


@router.post("/{uuid:job_id}/cancel", response={200: JobOut, **REFUSALS}, operation_id="jobs_cancel")
def cancel_job(request: HttpRequest, job_id: UUID) -> Any:
    """Stop a job; twice is harmless."""
    return answer(services.cancel(actor_of(request), job_id))
