"""Routes of the tags of a record, and of suggestions."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Strict, Text

from . import services

router = Router(tags=["tags"])
routers = [("/r", router)]

Name = Annotated[Text, Field(max_length=200)]


class Suggestion(BaseModel):
    """A known tag."""

    name: str
    color: str


class SuggestInput(Strict):
    """What has been typed so far."""

    q: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 30


@router.get("/{name}/tags", response={200: list[Suggestion], **REFUSALS}, operation_id="tags_suggest")
def suggest(request: HttpRequest, name: str, params: Query[SuggestInput]) -> Any:
    """Tags of the group and of one's company, to offer for records of a resource."""
    found = services.suggest(actor_of(request), resource_or_404(name), params.q, params.limit)
    return raw(encode([{"name": tag.name, "color": tag.color} for tag in found]))


@router.get("/{name}/{uuid:pk}/tags", response={200: list[str], **REFUSALS}, operation_id="tags_of")
def tags_of(request: HttpRequest, name: str, pk: UUID) -> Any:
    """The tags of a record."""
    return raw(encode(services.tags_of(actor_of(request), resource_or_404(name), pk)))


@router.put("/{name}/{uuid:pk}/tags", response={200: list[str], **REFUSALS}, operation_id="tags_put")
def put_tags(request: HttpRequest, name: str, pk: UUID, body: Body[Annotated[list[Name], Field(max_length=100)]]) -> Any:
    """Replace the tags of a record."""
    return raw(encode(services.put_tags(actor_of(request), resource_or_404(name), pk, body)))
