"""What of the comments on a record somebody has read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuke.commons.notify import services as notices
from zhuke.commons.notify.models import Notice
from zhuke.commons.records import person
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import Resource

from .models import Comment, CommentsRead


def unread(actor: Actor, resource: Resource, pk: UUID) -> dict[str, Any]:
    """How many comments of others are new, and the first of them; who never looked has read nothing. Raises not_found, not_allowed."""
    me = person(actor)
    get_visible(actor, resource, pk)
    known = CommentsRead.objects.filter(object_id=pk, user_id=me, resource=resource.name).first()
    rows = Comment.objects.filter(resource=resource.name, object_id=pk, archived_at=None).exclude(created_by_id=me)
    if known:
        rows = rows.filter(created_at__gt=known.at)
    first = rows.order_by("created_at", "pk").first()
    return {"count": rows.count(), "first": first.pk if first else None, "read_at": known.at if known else None}


def mark_read(actor: Actor, resource: Resource, pk: UUID) -> None:
    """Everything up to now is read; what the inbox said about it is done with. Raises not_found, not_allowed."""
    me = person(actor)
    get_visible(actor, resource, pk)
    with writing(actor):
        CommentsRead.objects.update_or_create(object_id=pk, user_id=me, defaults={"resource": resource.name, "at": timezone.now()})
        waiting = Notice.objects.filter(user_id=me, kind__in=("comment", "mention"), resource=resource.name, object_id=pk, read_at=None)
        keys = list(waiting.values_list("pk", flat=True))
        if keys:
            notices.mark_read(actor, keys)
            Notice.objects.filter(pk__in=keys, read_at=None).update(read_at=timezone.now())
