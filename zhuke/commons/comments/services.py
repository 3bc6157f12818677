"""Write, change and delete comments; whoever is mentioned is told, and must be able to see the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import may_see, notify, say
from zhuke.commons.records import editable, insert
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import Resource, by_name

from .models import Comment


def comments_of(actor: Actor, resource: Resource, pk: UUID) -> list[Comment]:
    """The comments on a record, oldest first. Raises not_found."""
    get_visible(actor, resource, pk)
    rows = Comment.objects.filter(resource=resource.name, object_id=pk, archived_at=None)
    return list(rows.select_related("created_by").order_by("created_at", "pk"))


def add(
    actor: Actor, resource: Resource, pk: UUID, body: str, mentions: Sequence[UUID] = (), *, comment_id: UUID | None = None
) -> tuple[Comment, bool]:
    """Comment on a record that one may read. With the client's ``comment_id`` sending twice is harmless: (comment, False).

    Raises invalid (empty text, a mentioned person who may not see the record), archived, id_taken, not_found.
    """
    with writing(actor):
        row = editable(actor, resource, pk, action="read")
        text, people = _checked(actor, resource, pk, body, mentions)
        if comment_id and (known := Comment.objects.filter(pk=comment_id).first()):
            return _repeated(actor, resource, pk, known, text), False
        values: dict[str, Any] = {"pk": comment_id} if comment_id else {}
        comment = Comment(resource=resource.name, object_id=pk, body=text, mentions=people, created_by_id=actor.id, **values)
        insert(comment)
        emit("comment.added", row, actor, {"comment": str(comment.pk), "mentions": [str(p) for p in people]})
        _tell(actor, resource, row, comment)
    return comment, True


def change(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID, body: str, mentions: Sequence[UUID] | None = None) -> Comment:
    """Reword one's own comment; people mentioned for the first time are told. Raises not_yours and what ``add`` raises."""
    with writing(actor):
        row = editable(actor, resource, pk, action="read")
        comment = _own(actor, resource, pk, comment_id)
        text, people = _checked(actor, resource, pk, body, comment.mentions if mentions is None else mentions)
        if (text, people) != (comment.body, comment.mentions):
            comment.body, comment.mentions, comment.edited_at = text, people, timezone.now()
            comment.save(update_fields=["body", "mentions", "edited_at"])
            emit("comment.changed", row, actor, {"comment": str(comment.pk)})
            _tell(actor, resource, row, comment)
    return comment


def remove(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID) -> None:
    """Delete one's own comment. Raises not_yours, not_found."""
    with writing(actor):
        row = editable(actor, resource, pk, action="read")
        comment = _own(actor, resource, pk, comment_id)
        comment.archived_at = timezone.now()
        comment.save(update_fields=["archived_at"])
        emit("comment.removed", row, actor, {"comment": str(comment.pk)})


def _own(actor: Actor, resource: Resource, pk: UUID, comment_id: UUID) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",))
    comment = rows.filter(pk=comment_id, resource=resource.name, object_id=pk, archived_at=None).first()
    if comment is None:
        raise NotFound(_("没有找到这条评论，它可能已被删除。请刷新后重试。"))
    if comment.created_by_id != actor.id:
        raise NotAllowed("not_yours", _("只能修改或删除自己写的评论。"))
    return comment


def _checked(actor: Actor, resource: Resource, pk: UUID, body: str, mentions: Sequence[UUID]) -> tuple[str, list[UUID]]:
    text = body.strip()
    if not text:
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


def _tell(actor: Actor, resource: Resource, row: Any, comment: Comment) -> None:
    about = {"who": actor.name, "what": resource.label, "name": getattr(row, resource.label_field, row)}
    others = [person for person in comment.mentions if person != actor.id]
    title = say(_("%(who)s 在%(what)s“%(name)s”的评论中提到了您"), **about)
    notify(others, "mention", title, comment.body[:500], subject=row, actor=actor, key=f"mention:{comment.pk}")
    owner = getattr(row, "owner_id", None)
    if owner and owner != actor.id and owner not in others:
        title = say(_("%(who)s 评论了您负责的%(what)s“%(name)s”"), **about)
        notify([owner], "comment", title, comment.body[:500], subject=row, actor=actor, key=f"comment:{comment.pk}")
