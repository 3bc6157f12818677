"""Routes of saved views."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, given, raw, resource_or_404
from zhuke.http.schemas import Strict, Text
from zhuke.kernel.access import Actor
from zhuke.kernel.resource import Resource

from . import services
from .models import SavedView

router = Router(tags=["views"])
routers = [("/views", router)]

Name = Annotated[Text, Field(max_length=60)]
Line = Annotated[Text, Field(max_length=200)]
Columns = Annotated[list[Name], Field(max_length=100)]


class ViewOut(BaseModel):
    """A saved view; ``usable`` is false when the fields it names are gone."""

    id: UUID
    name: str
    filter: Any
    q: str
    sort: str
    columns: list[str]
    shared: bool
    is_default: bool
    mine: bool
    usable: bool


class ViewInput(Strict):
    """A new view; the client's id makes sending twice harmless."""

    id: UUID | None = None
    name: Name
    filter: Any = None
    q: Line = ""
    sort: Line = ""
    columns: Columns = []
    shared: bool = False
    is_default: bool = False


class ViewChange(Strict):
    """What changes."""

    name: Name = ""
    filter: Any = None
    q: Line = ""
    sort: Line = ""
    columns: Columns = []
    shared: bool = False
    is_default: bool = False


def shown(actor: Actor, resource: Resource, view: SavedView, default: UUID | None) -> dict[str, Any]:
    """A view as the API answers it."""
    return {
        **{name: getattr(view, name) for name in ("id", "name", "filter", "q", "sort", "columns", "shared")},
        "is_default": view.pk == default,
        "mine": view.user_id == actor.id,
        "usable": services.works(actor, resource, view),
    }


def answer(actor: Actor, resource: Resource, view: SavedView, status: int = 200) -> HttpResponse:
    """One view as an answer."""
    return raw(encode(shown(actor, resource, view, services.default_of(actor, resource))), status)


@router.get("/{name}", response={200: list[ViewOut], **REFUSALS}, operation_id="views_list")
def list_views(request: HttpRequest, name: str) -> Any:
    """One's own views of a list and those that colleagues of the company share."""
    actor, resource = actor_of(request), resource_or_404(name)
    found, default = services.views_of(actor, resource), services.default_of(actor, resource)
    return raw(encode([shown(actor, resource, view, default) for view in found]))


@router.post("/{name}", response={200: ViewOut, 201: ViewOut, **REFUSALS}, operation_id="views_add")
def add_view(request: HttpRequest, name: str, body: ViewInput) -> Any:
    """Save a view."""
    actor, resource = actor_of(request), resource_or_404(name)
    view, fresh = services.create(actor, resource, body.model_dump(exclude={"id", "is_default"}), view_id=body.id)
    if body.is_default:
        view = services.change(actor, resource, view.pk, {"is_default": True})
    return answer(actor, resource, view, 201 if fresh else 200)


@router.patch("/{name}/{uuid:view_id}", response={200: ViewOut, **REFUSALS}, operation_id="views_change")
def change_view(request: HttpRequest, name: str, view_id: UUID, body: ViewChange) -> Any:
    """Change a view of one's own, or make any view one's default."""
    actor, resource = actor_of(request), resource_or_404(name)
    return answer(actor, resource, services.change(actor, resource, view_id, given(body)))


@router.delete("/{name}/{uuid:view_id}", response={204: None, **REFUSALS}, operation_id="views_remove")
def remove_view(request: HttpRequest, name: str, view_id: UUID) -> Any:
    """Delete a view of one's own."""
    services.remove(actor_of(request), resource_or_404(name), view_id)
    return HttpResponse(status=204)
