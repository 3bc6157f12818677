"""Routes of reporting that are no resource: what a report says, its paper and photos; a project's rhythm; satisfaction."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field, StringConstraints

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotAllowed, NotFound
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.projects.models import Project

from .models import ProjectReport, Survey
from .services import composing, pages, photos, reports, rhythm, surveys

router = Router(tags=["reporting"])
of_projects = Router(tags=["reporting"])
of_customers = Router(tags=["reporting"])
routers = [("/r/project_reports", router), ("/r/projects", of_projects), ("/r/customers", of_customers)]

Edition = Literal["customer", "internal"]


class ReportingEditionInput(Strict):
    """For whom: the customer's edition is without costs, margins and risks."""

    edition: Edition = "customer"


class ReportingPageInput(ReportingEditionInput):
    """A page of an edition."""

    stamp: Annotated[str, StringConstraints(max_length=16)] = ""


class ReportingPages(BaseModel):
    """The pages of an edition."""

    count: int
    stamp: str


class ReportingPhotoInput(Strict):
    """A photo (version of a file) and what stands below it."""

    file: UUID
    caption: Annotated[Text, StringConstraints(max_length=80)] = ""


class ReportingPhotosInput(Strict):
    """The photos in their order, and the version that they were chosen on."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    photos: Annotated[list[ReportingPhotoInput], Field(max_length=24)]


class ReportingRhythmInput(Strict):
    """``weekday``: 1 Monday … 7 Sunday for weekly reports, 0 the last working day of the week."""

    rhythm: Literal["none", "weekly", "monthly", "both"]
    weekday: Annotated[int, Field(ge=0, le=7)] = 0
    ask: bool = True
    contacts: Annotated[list[UUID], Field(max_length=20)] = []


def _report(request: HttpRequest, pk: UUID, action: str = "read") -> tuple[Actor, ProjectReport]:
    actor, resource = actor_of(request), by_model(ProjectReport)
    require(actor, resource, "read")
    return actor, get_visible(actor, resource, pk, action)


def _content(actor: Actor, report: ProjectReport, which: Edition) -> dict[str, Any]:
    if which == "internal" and not actor.sees("projects", "cost_total"):
        raise NotAllowed("not_allowed", _("内部版有项目的成本和毛利，您的角色看不到。请查看客户版，或联系管理员开通项目金额。"))
    return composing.edition(composing.content_of(report), which)


@router.get("/{uuid:pk}/content", response={200: dict[str, Any], **REFUSALS}, operation_id="project_reports_content")
def content(request: HttpRequest, pk: UUID, params: Query[ReportingEditionInput]) -> Any:
    """What the report says; of a sent one what was sent."""
    actor, report = _report(request, pk)
    return raw(encode({**_content(actor, report, params.edition), "internal": actor.sees("projects", "cost_total")}))


@router.get("/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="project_reports_pdf")
def pdf(request: HttpRequest, pk: UUID, params: Query[ReportingEditionInput]) -> Any:
    """The report as PDF."""
    actor, report = _report(request, pk)
    response = HttpResponse(pages.pdf_of(_content(actor, report, params.edition)), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{report.number}.pdf") or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/{uuid:pk}/pages", response={200: ReportingPages, **REFUSALS}, operation_id="project_reports_pages")
def count_pages(request: HttpRequest, pk: UUID, params: Query[ReportingEditionInput]) -> Any:
    """How many pages it has; ``stamp`` changes with what it says."""
    actor, report = _report(request, pk)
    said = _content(actor, report, params.edition)
    return raw(encode({"count": pages.count(said), "stamp": pages.stamp_of(said)}))


@router.get("/{uuid:pk}/pages/{int:number}", response={200: bytes, **REFUSALS}, operation_id="project_reports_page")
def page(request: HttpRequest, pk: UUID, number: int, params: Query[ReportingPageInput]) -> Any:
    """One page as a picture (WebP). ``stamp`` only keeps browsers from showing an older one."""
    actor, report = _report(request, pk)
    drawn = pages.picture(_content(actor, report, params.edition), number)
    if drawn is None:
        raise NotFound(_("报告没有这一页，请刷新后查看。"))
    response = HttpResponse(drawn, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=600" if params.stamp else "private, no-store"
    return response


@router.get("/{uuid:pk}/photos", response={200: dict[str, Any], **REFUSALS}, operation_id="project_reports_photos")
def offered_photos(request: HttpRequest, pk: UUID) -> Any:
    """Photos of the project that the report may show, and those chosen."""
    actor, report = _report(request, pk)
    return raw(encode({"offered": photos.offered(actor, report), "chosen": photos.shown(report)}))


@router.put("/{uuid:pk}/photos", response={200: dict[str, Any], **REFUSALS}, operation_id="project_reports_set_photos")
def choose_photos(request: HttpRequest, pk: UUID, body: ReportingPhotosInput) -> Any:
    """Choose the photos of a draft."""
    actor = actor_of(request)
    with writing(actor):
        require(actor, by_model(ProjectReport), "read")
        report = get_visible(actor, by_model(ProjectReport), pk, "update", lock=True)
        if report.version != body.version:
            raise Conflict("stale", _("这份报告刚被别人改过，请刷新后再选照片。"))
        saved = reports.set_photos(actor, report, [photo.model_dump() for photo in body.photos])
    saved.refresh_from_db()
    return raw(encode({"version": saved.version, "chosen": photos.shown(saved)}))


def _project(request: HttpRequest, pk: UUID) -> tuple[Actor, Project]:
    actor = actor_of(request)
    require(actor, by_model(Project), "read")
    require(actor, by_model(ProjectReport), "read")
    return actor, get_visible(actor, by_model(Project), pk)


@of_projects.get("/{uuid:pk}/reporting", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_reporting")
def reporting_of(request: HttpRequest, pk: UUID) -> Any:
    """When the project's reports are made, and whether the actor may make them."""
    actor, project = _project(request, pk)
    return raw(encode({**rhythm.rhythm_of(project), "may_write": rhythm.may_write(actor, project)}))


@of_projects.put("/{uuid:pk}/reporting", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_set_reporting")
def set_reporting(request: HttpRequest, pk: UUID, body: ReportingRhythmInput) -> Any:
    """Choose when drafts are made by themselves, and to whom reports usually go."""
    actor, project = _project(request, pk)
    rhythm.set_rhythm(actor, project, rhythm=body.rhythm, weekday=body.weekday, ask=body.ask, contacts=body.contacts)
    return raw(encode({**rhythm.rhythm_of(project), "may_write": True}))


@of_projects.get("/{uuid:pk}/satisfaction", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_satisfaction")
def project_satisfaction(request: HttpRequest, pk: UUID) -> Any:
    """What customers answered about the project."""
    actor = actor_of(request)
    require(actor, by_model(Survey), "read")
    project = get_visible(actor, by_model(Project), pk)
    return raw(encode(surveys.satisfaction(actor, project=project)))


@of_customers.get("/{uuid:pk}/satisfaction", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_satisfaction")
def customer_satisfaction(request: HttpRequest, pk: UUID) -> Any:
    """What the customer answered about its projects."""
    actor, resource = actor_of(request), by_name("customers")
    assert resource is not None
    require(actor, by_model(Survey), "read")
    customer = get_visible(actor, resource, pk)
    return raw(encode(surveys.satisfaction(actor, customer=customer)))
