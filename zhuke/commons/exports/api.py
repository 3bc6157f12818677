"""Routes of exports and import templates."""

from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from zhuke.commons.jobs.api import JobOut, answer
from zhuke.http.routes import REFUSALS, actor_of, resource_or_404
from zhuke.http.schemas import Strict
from zhuke.kernel.access import require
from zhuke.kernel.errors import DomainError

from . import services, template
from .sheets import CONTENT_TYPES

router = Router(tags=["exports"])
files = Router(tags=["exports"])
routers = [("/r", router), ("/exports", files)]

Name = Annotated[str, Field(max_length=60)]


class ExportInput(Strict):
    """What to export: chosen rows by ``ids``, or what a list shows by filter and search. No fields: those of the list."""

    format: Literal["xlsx", "csv"] = "xlsx"
    fields: Annotated[list[Name], Field(max_length=200)] = []
    ids: Annotated[list[UUID], Field(min_length=1, max_length=2000)] | None = None
    filter: Any = None
    q: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(max_length=200)] = ""


class TemplateInput(Strict):
    """Which kind of file."""

    format: Literal["xlsx", "csv"] = "xlsx"


@router.post("/{name}/export", response={202: JobOut, **REFUSALS}, operation_id="export")
def export(request: HttpRequest, name: str, body: ExportInput) -> Any:
    """Start an export; the job's result holds the address of the file."""
    return answer(services.ask(actor_of(request), resource_or_404(name), body.model_dump(mode="json")), 202)


# Django Ninja writes every answer down as JSON; these are files.
FILES = {"responses": {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in CONTENT_TYPES.values()}}}}


@router.get("/{name}/template", response={200: bytes, **REFUSALS}, operation_id="import_template", openapi_extra=FILES)
def import_template(request: HttpRequest, name: str, params: Query[TemplateInput]) -> Any:
    """The import template of a resource, with its choices as drop-downs."""
    actor, resource = actor_of(request), resource_or_404(name)
    if not resource.importable:
        raise DomainError("not_importable", _("“%(label)s”不能导入。") % {"label": resource.label})
    require(actor, resource, "import")
    make = template.as_xlsx if params.format == "xlsx" else template.as_csv
    file_name = _("%(label)s导入模板") % {"label": resource.label} + f".{params.format}"
    response = HttpResponse(make(actor, resource), content_type=CONTENT_TYPES[params.format])
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(file_name)}"
    return response


@files.get("/{uuid:job_id}/content", response={200: bytes, **REFUSALS}, operation_id="export_content")
def content(request: HttpRequest, job_id: UUID) -> Any:
    """The finished file; only for the person who asked, for seven days."""
    found, file = services.open_file(actor_of(request), job_id)
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=CONTENT_TYPES[found.name.rsplit(".", 1)[-1]])
    response["Cache-Control"] = "private, no-store"
    return response
