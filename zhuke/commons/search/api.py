"""The route of the global search."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, OptionOut, actor_of, encode, raw
from zhuke.http.schemas import Strict

from . import services

router = Router(tags=["search"])
routers = [("/search", router)]


class SearchInput(Strict):
    """What was typed."""

    q: Annotated[str, Field(max_length=100)] = ""


class Group(BaseModel):
    """Hits of one resource, the closest first."""

    resource: str
    label: str
    items: list[OptionOut]


@router.get("", response={200: list[Group], **REFUSALS}, operation_id="search")
def search(request: HttpRequest, params: Query[SearchInput]) -> Any:
    """Everything that one may see and that holds the text."""
    return raw(encode(services.search_all(actor_of(request), params.q)))
