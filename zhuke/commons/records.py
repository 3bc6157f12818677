"""What the commons around a record share: the door to it, and a line in its history."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, NotAllowed
from zhuke.kernel.resource import Resource


def person(actor: Actor) -> UUID:
    """The id of the person who acts. Raises not_allowed for parts of the system: views, inboxes and teams belong to people."""
    if actor.id is None:
        raise NotAllowed("not_allowed", _("这里只对登录的人开放。"))
    return actor.id


def editable(actor: Actor, resource: Resource, pk: UUID, *, action: str = "update", lock: bool = False) -> Any:
    """The record, if the actor may do ``action`` on it and it is not archived. Raises not_found, not_allowed(_here), archived."""
    row = get_visible(actor, resource, pk, action, lock=lock)
    if row.__dict__.get("archived_at"):
        raise Conflict("archived", _("该记录已归档，请先恢复再操作。"))
    return row


def note(resource: Resource, pk: UUID, what: str, old: Any, new: Any) -> None:
    """Write a line into the record's history about something beside its columns (``files``, ``team``). Inside ``writing``."""
    before, after = ({"id": str(pk), what: value} for value in (old, new))
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.kernel_log(%s, 'UPDATE', %s, %s)", [resource.table, json.dumps(before), json.dumps(after)])


def insert(row: Any) -> None:
    """Save a new row under its (perhaps client-made) id. Raises conflict when the same id is being saved at this moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("conflict", _("同一内容正在保存，请稍后刷新查看。")) from error
