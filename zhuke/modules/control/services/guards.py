"""What risks, issues and meetings have in common when they are written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import may_see, notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.resource import by_name


def check_owner(actor: Actor, owner_id: UUID | None, resource: str, pk: UUID | None) -> None:
    """Raise invalid for somebody who could not see the record that the work is about."""
    known = by_name(resource)
    if owner_id and owner_id != actor.id and pk and known and not may_see(owner_id, known, pk):
        raise invalid({"owner": [_("对方看不到相关记录，请改选其他人，或先把对方加入项目成员。")]})


def tell_owner(actor: Actor, row: Any, before: UUID | None, sentence: Any) -> None:
    """Tell whoever has just become responsible; ``sentence`` has a place for %(title)s."""
    if row.owner_id and row.owner_id not in (before, actor.id):
        notify([row.owner_id], "control", say(sentence, title=row.title), subject=row, actor=actor, key=f"owner:{row.pk}:{row.version}")
