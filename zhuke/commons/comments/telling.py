"""Who hears of a comment: the mentioned at once, the others once until they have looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.models import Notice
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import Resource

from .models import Comment

_talked_about: set[str] = set()


def tell_team(resource: str) -> None:
    """On records of this resource people talk: the whole team hears of comments, not the owner alone. Called when an app is ready."""
    _talked_about.add(resource)


def tell(actor: Actor, resource: Resource, row: Any, comment: Comment, *, again: bool = False) -> None:
    """Notices about a comment; ``again``: it was reworded, so only people mentioned for the first time hear of it."""
    about = {"who": actor.name, "what": resource.label, "name": getattr(row, resource.label_field, row)}
    body = comment.body[:500]
    others = [person for person in comment.mentions if person != actor.id]
    title = say(_("%(who)s 在%(what)s“%(name)s”的评论中提到了您"), **about)
    notify(others, "mention", title, body, subject=row, actor=actor, key=f"mention:{comment.pk}")
    if again:
        return
    owner = getattr(row, "owner_id", None)
    told = {actor.id, *others, *_waiting(resource, row.pk)}
    key = f"comment:{comment.pk}"
    if owner and owner not in told:
        title = say(_("%(who)s 评论了您负责的%(what)s“%(name)s”"), **about)
        notify([owner], "comment", title, body, subject=row, actor=actor, key=key)
    if resource.name in _talked_about:
        team = TeamMember.objects.filter(resource=resource.name, object_id=row.pk).values_list("user_id", flat=True)
        members = [person for person in team if person not in told and person != owner]
        title = say(_("%(who)s 在%(what)s“%(name)s”里发了消息"), **about)
        notify(members, "comment", title, body, subject=row, actor=actor, key=key)


def _waiting(resource: Resource, pk: UUID) -> set[UUID]:
    """People who were told that there is something new to read, and have not looked since: they are not told of each message."""
    rows = Notice.objects.filter(kind="comment", resource=resource.name, object_id=pk, read_at=None)
    return set(rows.values_list("user_id", flat=True))
