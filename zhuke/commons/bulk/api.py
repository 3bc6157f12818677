"""Many rows at once: new values or an action, each row in its own transaction."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Strict
from zhuke.kernel import query, writes
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.errors import DomainError
from zhuke.kernel.resource import Resource

BULK_CAP = 2000


class BulkInput(Strict):
    """Which rows, and either new values or an action."""

    ids: Annotated[list[UUID], Field(max_length=BULK_CAP)] | None = None
    filter: Any = None
    q: Annotated[str, Field(max_length=200)] = ""
    values: dict[str, Any] | None = None
    action: Annotated[str, Field(max_length=60)] = ""
    inputs: dict[str, Any] = {}


class BulkFailure(BaseModel):
    """A row that a bulk edit left as it was, and why."""

    id: UUID
    label: str
    message: str


class BulkResult(BaseModel):
    """What a bulk edit did."""

    done: int
    failed: list[BulkFailure]


router = Router(tags=["bulk"])
routers = [("/r", router)]


@router.post("/{name}/bulk", response={200: BulkResult, **REFUSALS}, operation_id="bulk_edit")
def bulk(request: HttpRequest, name: str, body: BulkInput) -> Any:
    """Edit or act on many rows."""
    actor, resource = actor_of(request), resource_or_404(name)
    require(actor, resource, "read")
    return raw(encode(bulk_edit(actor, resource, body)))


def bulk_edit(actor: Actor, resource: Resource, body: BulkInput) -> dict[str, Any]:
    """Change or act on many rows, each in its own transaction; a refused row says why and stops no other. At most 2,000."""
    if bool(body.values) == bool(body.action):
        raise DomainError("bad_bulk", _("请给出要修改的内容，或一个操作，二者选一。"))
    if body.ids is None and body.filter is None:
        raise DomainError("bad_bulk", _("请选择要处理的记录。"))
    rows = (
        query.base_rows(actor, resource, query.ListQuery(filter=body.filter, q=body.q))
        if body.ids is None
        else visible(actor, resource).filter(pk__in=body.ids)
    )
    ids = list(rows.order_by("pk").values_list("pk", resource.label_field)[: BULK_CAP + 1])
    if len(ids) > BULK_CAP:
        raise DomainError("too_many", _("一次最多处理 %(n)s 条，请缩小范围。") % {"n": BULK_CAP})
    done, failed = 0, []
    for pk, label in ids:
        try:
            _bulk_one(actor, resource, pk, body)
            done += 1
        except DomainError as error:
            message = " ".join(text for texts in error.fields.values() for text in texts) or str(error.message)
            failed.append({"id": pk, "label": str(label), "message": message})
    return {"done": done, "failed": failed}


def _bulk_one(actor: Actor, resource: Resource, pk: Any, body: BulkInput) -> None:
    if body.values:
        writes.change(actor, resource, pk, body.values, version=None)
    elif body.action in ("archive", "restore") and resource.archivable:
        writes.archive(actor, resource, pk, version=None, restore=body.action == "restore")
    else:
        action = resource.action(body.action)
        if action is None or not action.bulk:
            raise DomainError("unknown_action", _("这个操作不能批量执行。"))
        writes.act(actor, resource, pk, body.action, body.inputs)
