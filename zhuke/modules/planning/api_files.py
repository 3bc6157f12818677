"""Routes of plan files: load one into a plan, take one out of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict

from .inputs import Sensible
from .services import filing, printing, receiving

router = Router(tags=["planning"])


class PlanFileInput(Strict):
    """``mode``: replace the plan, or add to it; ``project``: which one of several in a Primavera file; a preview writes nothing."""

    preview: bool = True
    mode: Literal["replace", "append"] = "replace"
    project: Annotated[str, Field(max_length=40)] = ""


class PlanFileFormat(Strict):
    """MS Project XML or Excel."""

    format: Literal["mspdi", "xlsx"] = "mspdi"


class PlanFileProject(Schema):
    """A project in a file of several."""

    id: str
    name: str


class PlanFileCounts(Schema):
    """What a file holds."""

    tasks: int
    milestones: int
    links: int
    calendars: int
    resources: int
    assignments: int
    baselines: int


class PlanFileFinding(Schema):
    """What is read differently or left out."""

    kind: Literal["warning", "note"]
    code: str
    message: str
    task: str | None = None


class PlanFileDifference(Schema):
    """A task whose dates are not those of the file; start and finish."""

    name: str
    file: list[str | None]
    ours: list[str | None]


class PlanFileDifferences(Schema):
    """All of them counted, the first ones shown."""

    count: int
    rows: list[PlanFileDifference]


class PlanFileOut(Schema):
    """What was found in a file and what it means for the plan."""

    format: str
    name: str
    projects: list[PlanFileProject]
    counts: PlanFileCounts
    start: str | None
    finish: str | None
    findings: list[PlanFileFinding]
    differing: PlanFileDifferences
    revision: int
    consequences: dict[str, Any]


class PlanPrintInput(Strict):
    """``scale``: fit puts the whole time on one page; ``depth``: levels of the outline; ``critical``: only the critical path.

    ``slack``: floats are drawn; ``baseline``: one of the plan's; ``since``, ``until``: only what goes on in these days.
    """

    size: Literal["a3", "a4"] = "a3"
    scale: Literal["fit", "day", "week", "month", "quarter"] = "fit"
    depth: Annotated[int, Field(ge=1, le=20)] | None = None
    baseline: UUID | None = None
    links: bool = True
    slack: bool = False
    critical: bool = False
    since: Sensible | None = None
    until: Sensible | None = None


@router.post("/{uuid:pk}/file", response={200: PlanFileOut, **REFUSALS}, operation_id="plan_load_file")
def load(request: HttpRequest, pk: UUID, body: Form[PlanFileInput], file: File[UploadedFile]) -> Any:
    """Load a plan from MS Project (XML), Primavera (XER, XML) or a table (Excel, CSV). Needs plans.update."""
    return raw(encode(receiving.receive(actor_of(request), pk, file, mode=body.mode, preview=body.preview, project=body.project)))


@router.get("/{uuid:pk}/file", response={200: bytes, **REFUSALS}, operation_id="plan_file")
def save(request: HttpRequest, pk: UUID, params: Query[PlanFileFormat]) -> Any:
    """The plan as a file. Needs plans.export."""
    content, name, media = filing.export(actor_of(request), pk, params.format)
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/{uuid:pk}/print", response={200: bytes, **REFUSALS}, operation_id="plan_print")
def print_out(request: HttpRequest, pk: UUID, params: Query[PlanPrintInput]) -> Any:
    """The bars on paper: a PDF in landscape, cut by rows and time, with title block and legend."""
    content, name = printing.print_plan(actor_of(request), pk, printing.Wish(**params.model_dump()))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
