"""Write, change and delete comments; whoever is mentioned is told, and must be able to see the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.live import push
from zhuke.commons.notify.services import may_see
from zhuke.commons.records import editable, insert
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import Resource, by_name

from .models import Comment
from .pictures import files_of, has_files
from .telling import tell

EDITABLE = dt.timedelta(minutes=10)
"""So long one's own wording may be changed; afterwards people have read it."""


def comments_of(actor: Actor, resource: Resource, pk: UUID, *, before: UUID | None = None, limit: int | None = None) -> list[Comment]:
    """The comments on a record, oldest first; with ``limit`` the newest of those ``before`` a comment. Raises not_found."""
    get_visible(actor, resource, pk)
    rows = Comment.objects.filter(resource=resource.name, object_id=pk, archived_at=None)
    if before:
        rows = rows.filter(_earlier(resource, pk, before))
    rows = rows.select_related("created_by", "reply_to__created_by")
    if limit is None:
        return list(rows.order_by("created_at", "pk"))
    return list(reversed(rows.order_by("-created_at", "-pk")[:limit]))


def _earlier(resource: Resource, pk: UUID, before: UUID) -> Q:
    # A deleted comment still marks its place: pages go on where somebody has just taken one away.
    place = Comment.objects.filter(pk=before, resource=resource.name, object_id=pk).first()
    if place is None:
        raise NotFound(_("没有找到这条评论，它可能已被删除。请刷新后重试。"))
    return Q(created_at__lt=place.created_at) | Q(created_at=place.created_at, pk__lt=place.pk)


def add(
    actor: Actor,
    resource: Resource,
    pk: UUID,
    body: str,
    mentions: Sequence[UUID] = (),
    *,
    comment_id: UUID | None = None,
    reply_to: UUID | None = None,
) -> tuple[Comment, bool]:
    """Comment on a record that one may read. With the client's ``comment_id`` sending twice is harmless: (comment, False).

    Files that the actor hung on that id beforehand belong to it; then the text may be empty.
    Raises invalid (empty text, a mentioned person who may not see the record, an answer to something else), archived, id_taken, not_found.
    """
    with writing(actor):
        row = editable(actor, resource, pk, action="read")
        text, people = _checked(actor, resource, pk, body, mentions, empty=comment_id is not None and has_files(actor, comment_id))
        if comment_id and (known := Comment.objects.filter(pk=comment_id).first()):
            return _repeated(actor, resource, pk, known, text), False
        values: dict[str, Any] = {"pk": comment_id} if comment_id else {}
        if reply_to:
            values["reply_to"] = _answered(resource, pk, reply_to)
        comment = Comment(resource=resource.name, object_id=pk, body=text, mentions=people, created_by_id=actor.id, **values)
        insert(comment)
        emit("comment.added", row, actor, {"comment": str(comment.pk), "mentions": [str(p) for p in people]})
        tell(actor, resource, row, comment)
        _push(actor, resource, pk)
    return comment, True


def change(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID, body: str, mentions: Sequence[UUID] | None = None) -> Comment:
    """Reword one's own comment; people mentioned for the first time are told. Raises not_yours, too_late and what ``add`` raises."""
    with writing(actor):
        row = editable(actor, resource, pk, action="read")
        comment = _own(actor, resource, pk, comment_id)
        if not may_change(actor, comment):
            raise Conflict("too_late", _("评论发出 10 分钟后不能再修改。可以删除后重写，或另写一条更正。"))
        people = comment.mentions if mentions is None else mentions
        text, people = _checked(actor, resource, pk, body, people, empty=has_files(actor, comment_id))
        if (text, people) != (comment.body, comment.mentions):
            comment.body, comment.mentions, comment.edited_at = text, people, timezone.now()
            comment.save(update_fields=["body", "mentions", "edited_at"])
            emit("comment.changed", row, actor, {"comment": str(comment.pk)})
            tell(actor, resource, row, comment, again=True)
            _push(actor, resource, pk)
    return comment


def may_change(actor: Actor, comment: Comment) -> bool:
    """Whether the actor may still reword it."""
    return actor.id is not None and comment.created_by_id == actor.id and timezone.now() - comment.created_at <= EDITABLE


def remove(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID) -> None:
    """Delete one's own comment. Raises not_yours, not_found."""
    with writing(actor):
        row = editable(actor, resource, pk, action="read")
        comment = _own(actor, resource, pk, comment_id)
        comment.archived_at = timezone.now()
        comment.save(update_fields=["archived_at"])
        emit("comment.removed", row, actor, {"comment": str(comment.pk)})
        _push(actor, resource, pk)


def check_upload(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID) -> None:
    """Let a file be hung on a comment, written or about to be. Raises not_found, not_yours, archived, too_many, too_late."""
    editable(actor, resource, pk, action="read")
    known = Comment.objects.filter(pk=comment_id).first()
    if known is not None:
        if (known.resource, known.object_id) != (resource.name, pk) or known.archived_at:
            raise NotFound(_("没有找到这条评论，它可能已被删除。请刷新后重试。"))
        if known.created_by_id != actor.id:
            raise NotAllowed("not_yours", _("只能修改或删除自己写的评论。"))
        if not may_change(actor, known):
            raise Conflict("too_late", _("评论发出 10 分钟后不能再修改。可以删除后重写，或另写一条更正。"))
    if len(files_of([comment_id])) >= MOST_FILES:
        raise Conflict("too_many", _("一条评论最多带 %(n)d 个文件，请分几条发送。") % {"n": MOST_FILES})


MOST_FILES = 9


def _push(actor: Actor, resource: Resource, pk: UUID) -> None:
    # Only ids: whoever has the record open asks again, with own rights.
    push(None, "changed", {"resource": "comments", "of": resource.name, "id": str(pk), "by": str(actor.id or "")})


def _answered(resource: Resource, pk: UUID, reply_to: UUID) -> Comment:
    found = Comment.objects.filter(pk=reply_to, resource=resource.name, object_id=pk, archived_at=None).first()
    if found is None:
        raise invalid({"reply_to": [_("要回复的评论已不存在，请取消回复后再发送。")]})
    return found


def _own(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",))
    comment = rows.filter(pk=comment_id, resource=resource.name, object_id=pk, archived_at=None).first()
    if comment is None:
        raise NotFound(_("没有找到这条评论，它可能已被删除。请刷新后重试。"))
    if comment.created_by_id != actor.id:
        raise NotAllowed("not_yours", _("只能修改或删除自己写的评论。"))
    return comment


def _checked(
    actor: Actor, resource: Resource, pk: UUID, body: str, mentions: Sequence[UUID], *, empty: bool = False
) -> tuple[str, list[UUID]]:
    text = body.strip()
    if not text and not empty:
        raise invalid({"body": [_("请写点什么再发送。")]})
    people = list(dict.fromkeys(mentions))
    active = dict(get_user_model().objects.filter(pk__in=people, is_active=True).values_list("pk", "name"))
    users = by_name("users")
    for person in people:
        if person not in active or not may_see(person, resource, pk):
            known = users is not None and visible(actor, users).filter(pk=person).exists()
            name = active.get(person) if known else None
            raise invalid({"mentions": [_refusal(name)]})
    return text, people


def _refusal(name: str | None) -> Any:
    if name is None:
        return _("提到的人里有人看不到这条记录，请改选其他人。")
    return _("%(name)s看不到这条记录，收不到提醒。请先把对方加入团队，或改选其他人。") % {"name": name}


def _repeated(actor: Actor, resource: Resource, pk: UUID, known: Comment, text: str) -> Comment:
    if (known.created_by_id, known.resource, known.object_id, known.body) == (actor.id, resource.name, pk, text):
        return known
    raise Conflict("id_taken", _("这个编号已用于另一条评论，请重新发送。"))
