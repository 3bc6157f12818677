"""The HTTP routes that every resource gets. Thin: parse, call the one door, answer."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Query, Router
from pydantic import BaseModel, Field

from zhuke.http.later import Once, body_of
from zhuke.http.schemas import Problem, Strict, create_input, patch_input, row_output
from zhuke.kernel import audit, meta, query, writes
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.filters import bad
from zhuke.kernel.resource import Resource, all_resources, by_name

REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)


class ListInput(Strict):
    """Query string of a list."""

    filter: Annotated[str, Field(max_length=20_000)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(max_length=200)] = ""
    cursor: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    fields: Annotated[str, Field(max_length=2000)] = ""
    count: bool = False

    def query(self) -> query.ListQuery:
        """The kernel's list query. Raises bad_filter."""
        names = tuple(name for name in self.fields.split(",") if name)
        return query.ListQuery(parse_filter(self.filter), self.q, self.sort, self.cursor, self.limit, names)


class OptionsInput(Strict):
    """Query string of a select."""

    q: Annotated[str, Field(max_length=100)] = ""
    ids: Annotated[str, Field(max_length=4000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class VersionInput(Strict):
    """The version that the caller saw; None: does not mind."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ActionInput(VersionInput):
    """Inputs of an action beside the version."""

    inputs: dict[str, Any] = {}


class HistoryInput(Strict):
    """Query string of a history."""

    cursor: Annotated[int, Field(ge=1, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OptionOut(BaseModel):
    """One choice of a select."""

    id: UUID
    label: str
    hint: str


class HistoryPage(BaseModel):
    """Changes of a record, newest first."""

    items: list[dict[str, Any]]
    next: int | None


def parse_filter(text: str) -> Any:
    """The filter JSON of a query string. Raises bad_filter."""
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise bad(_("筛选条件不是有效的 JSON。")) from error


def raw(body: bytes, status: int = 200) -> HttpResponse:
    """A finished JSON answer."""
    return HttpResponse(body, content_type="application/json; charset=utf-8", status=status)


def encode(value: Any) -> bytes:
    """JSON bytes, Chinese unescaped."""
    return msgspec.json.encode(value, enc_hook=str)


def actor_of(request: HttpRequest) -> Actor:
    """The actor that authentication put on the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def full_row(actor: Actor, resource: Resource, row: Any, status: int = 200) -> HttpResponse:
    """One row with what the actor may do to it, and ``_once``: what a service shows this one time (a first password), kept nowhere."""
    once = {"_once": row.shown_once} if hasattr(row, "shown_once") else {}
    if not visible(actor, resource).filter(pk=row.pk).exists():
        return raw(encode({"id": row.pk, "version": row.version, "_can": [], **once}), status)
    return raw(encode({**query.one(actor, resource, row.pk), "_can": row_rights(actor, resource, row), **once}), status)


def row_rights(actor: Actor, resource: Resource, row: Any) -> list[str]:
    """The actions that the actor may do to this row in its state: one query per differing reach.

    ``attach`` (files, tags, team) asks for the right to update, in whatever state the row is.
    """
    found, within = [], {}
    whens = {a.name: a.when for a in resource.actions} | {"update": resource.editable}
    names = {name: name for name in meta.rights(actor, resource) if name in ("read", "update", "archive")}
    names |= {"attach": "update"} if "update" in names else {}
    names |= {a.name: a.right for a in resource.actions}
    if row.__dict__.get("archived_at"):  # nothing is done with it before it is restored
        names = {"restore" if name == "archive" else name: right for name, right in names.items() if name in ("read", "archive")}
    for name, right in names.items():
        reach = actor.reach(resource.name, right)
        if reach is None or ((when := whens.get(name)) and not when(row)):
            continue
        if reach not in within:
            within[reach] = visible(actor, resource, right).filter(pk=row.pk).exists()
        if within[reach]:
            found.append(name)
    return found


def resource_or_404(name: str) -> Resource:
    """The resource of that name. Raises not_found."""
    resource = by_name(name)
    if resource is None or resource.hidden:
        raise NotFound()
    return resource


def meta_router() -> Router:
    """``/meta`` and ``/meta/{resource}``."""
    router = Router(tags=["meta"])

    @router.get("", response={200: dict[str, Any], **REFUSALS}, operation_id="meta_overview")
    def overview(request: HttpRequest) -> Any:
        from zhuke.kernel.config import dictionary_names

        return raw(
            encode(
                {
                    "resources": meta.overview(actor_of(request)),
                    "dictionaries": {name: meta.dictionary(name) for name in dictionary_names()},
                }
            )
        )

    @router.get("/{name}", response={200: dict[str, Any], **REFUSALS}, operation_id="meta_resource")
    def one(request: HttpRequest, name: str) -> Any:
        resource, actor = resource_or_404(name), actor_of(request)
        if not actor.can(resource.name, "read"):
            raise NotFound()
        return raw(encode(meta.describe_resource(actor, resource)))

    return router


def resource_router(resource: Resource) -> Router:
    """The standard routes of one resource, typed for OpenAPI."""
    router = Router(tags=[resource.name])
    row = Once(partial(row_output, resource))
    row_answers: Any = {200: row, **REFUSALS}
    _reading(router, resource, row, row_answers)
    if resource.fields:
        _writing(router, resource, row, row_answers)
    if "archived_at" in resource.specs and resource.archivable:
        _archiving(router, resource, row_answers)
    if resource.actions:
        _acting(router, resource, row_answers)
    return router


def _reading(router: Router, resource: Resource, row: Once, row_answers: Any) -> None:
    name = resource.name

    @router.get("", response={200: Once(lambda: page_of(row())), **REFUSALS}, operation_id=f"{name}_list")
    def list_rows(request: HttpRequest, params: Query[ListInput]) -> Any:
        actor, asked = actor_of(request), params.query()
        body = query.page(actor, resource, asked)
        if not params.count:
            return raw(body + b',"count":null,"count_exact":true}')
        number, exact = query.count(actor, resource, asked)
        return raw(body + f',"count":{number},"count_exact":{str(exact).lower()}}}'.encode())

    @router.get("/options", response={200: list[OptionOut], **REFUSALS}, operation_id=f"{name}_options")
    def options(request: HttpRequest, params: Query[OptionsInput]) -> Any:
        from zhuke.kernel.ids import parse_uuid

        ids = [str(key) for key in map(parse_uuid, params.ids.split(",")) if key]
        return raw(encode(query.options(actor_of(request), resource, params.q if resource.search_fields else "", ids, params.limit)))

    @router.get("/{uuid:pk}", response=row_answers, operation_id=f"{name}_read")
    def read(request: HttpRequest, pk: UUID) -> Any:
        actor = actor_of(request)
        require(actor, resource, "read")
        return full_row(actor, resource, get_visible(actor, resource, pk))

    @router.get("/{uuid:pk}/history", response={200: HistoryPage, **REFUSALS}, operation_id=f"{name}_history")
    def history(request: HttpRequest, pk: UUID, params: Query[HistoryInput]) -> Any:
        actor = actor_of(request)
        get_visible(actor, resource, pk)
        items = audit.history(actor, resource, pk, before=params.cursor, limit=params.limit)
        return raw(encode({"items": items, "next": items[-1]["id"] if len(items) == params.limit else None}))


def _writing(router: Router, resource: Resource, row: Once, row_answers: Any) -> None:
    name = resource.name

    def create(request: HttpRequest, body: Any) -> Any:
        values = given(body)
        made, fresh = writes.create(actor_of(request), resource, values, pk=values.pop("id", None))
        return full_row(actor_of(request), resource, made, 201 if fresh else 200)

    body_of(create, lambda: Annotated[create_input(resource), Body(...)])
    router.post("", response={201: row, **row_answers}, operation_id=f"{name}_create")(create)

    def patch(request: HttpRequest, pk: UUID, body: Any) -> Any:
        values = given(body)
        changed = writes.change(actor_of(request), resource, pk, values, version=values.pop("version"))
        return full_row(actor_of(request), resource, changed)

    body_of(patch, lambda: Annotated[patch_input(resource), Body(...)])
    router.patch("/{uuid:pk}", response=row_answers, operation_id=f"{name}_change")(patch)


def _archiving(router: Router, resource: Resource, row_answers: Any) -> None:
    name = resource.name

    @router.post("/{uuid:pk}/archive", response=row_answers, operation_id=f"{name}_archive")
    def archive(request: HttpRequest, pk: UUID, body: VersionInput) -> Any:
        return full_row(actor_of(request), resource, writes.archive(actor_of(request), resource, pk, version=body.version))

    @router.post("/{uuid:pk}/restore", response=row_answers, operation_id=f"{name}_restore")
    def restore(request: HttpRequest, pk: UUID, body: VersionInput) -> Any:
        return full_row(actor_of(request), resource, writes.archive(actor_of(request), resource, pk, version=body.version, restore=True))


def _acting(router: Router, resource: Resource, row_answers: Any) -> None:
    def act_on(action: str) -> Any:
        def run(request: HttpRequest, pk: UUID, body: ActionInput) -> Any:
            actor = actor_of(request)
            return full_row(actor, resource, writes.act(actor, resource, pk, action, body.inputs, version=body.version))

        return run

    for action in resource.actions:
        router.post(f"/{{uuid:pk}}/do/{action.name}", response=row_answers, operation_id=f"{resource.name}_{action.name}")(
            act_on(action.name)
        )


def given(body: BaseModel) -> dict[str, Any]:
    """The fields that a request really named."""
    return {name: getattr(body, name) for name in body.model_fields_set}


def page_of(row: Any) -> Any:
    """The schema of a page of rows."""
    from pydantic import create_model

    fields: dict[str, Any] = {"items": (list[row], ...), "next": (str | None, ...), "count": (int | None, ...), "count_exact": (bool, ...)}
    return create_model(f"{row.__name__}Page", **fields)


def all_routers() -> list[tuple[str, Router]]:
    """(prefix, router) of meta and of every resource."""
    return [("/meta", meta_router()), *((f"/r/{r.name}", resource_router(r)) for r in all_resources() if not r.hidden)]
