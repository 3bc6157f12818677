"""Routes of the public pool: its list, and claiming one or many."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, parse_filter, raw
from zhuke.http.schemas import Strict
from zhuke.kernel.access import require, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.kernel.resource import by_model

from .models import Customer
from .services import pool, pool_list

router = Router(tags=["pool"])


class PoolInput(Strict):
    """Query string of the pool."""

    filter: Annotated[str, Field(max_length=20_000)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    cursor: Annotated[str, Field(max_length=40)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ClaimInput(Strict):
    """Whom to claim."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class Refusal(BaseModel):
    """One that was not claimed, and why."""

    id: UUID
    label: str
    code: str
    message: str


class Claimed(BaseModel):
    """What became of a claim."""

    done: int
    failed: list[Refusal]


class PoolPage(BaseModel):
    """A page of the pool; ``mine`` says how many customers one holds and may hold."""

    items: list[dict[str, Any]]
    next: UUID | None
    count: int
    count_exact: bool
    mine: dict[str, int | None]


@router.get("/customers", response={200: PoolPage, **REFUSALS}, operation_id="pool_customers")
def pool_customers(request: HttpRequest, params: Query[PoolInput]) -> Any:
    """The pooled customers that one may claim, without what would let one reach them."""
    actor = actor_of(request)
    asked = pool_list.PoolQuery(parse_filter(params.filter), params.q, params.cursor, params.limit)
    return raw(encode({**pool_list.page(actor, asked), "mine": pool_list.mine(actor)}))


@router.post("/customers/claim", response={200: Claimed, **REFUSALS}, operation_id="pool_claim")
def claim(request: HttpRequest, body: ClaimInput) -> Any:
    """Claim customers, each by itself: a refused one says why and stops no other."""
    actor = actor_of(request)
    require(actor, by_model(Customer), "claim")
    names = dict(visible(actor, by_model(Customer), "claim").filter(pk__in=body.ids).values_list("pk", "name"))
    done, failed = 0, []
    for pk in sorted(set(body.ids)):
        try:
            with writing(actor):
                pool.claim_one(actor, pk)
            done += 1
        except DomainError as error:
            failed.append({"id": pk, "label": names.get(pk, ""), "code": error.code, "message": str(error.message)})
    return raw(encode({"done": done, "failed": failed}))
