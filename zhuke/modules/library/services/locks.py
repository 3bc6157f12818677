"""Check-out: one person works on a document, the others wait and see who it is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.library.models import Document, Folder

HOURS = 72
MOST_HOURS = 720
STATUSES = ("draft", "released")


def holder(row: Document) -> bool:
    """Whether somebody holds it now; a lock that ran out counts no more."""
    return row.checked_out_by_id is not None and (row.checked_out_until is None or row.checked_out_until > timezone.now())


def check_free(actor: Actor, row: Document) -> None:
    """Raise checked_out when somebody else works on it."""
    if holder(row) and row.checked_out_by_id != actor.id:
        name = row.checked_out_by.name if row.checked_out_by else ""
        raise Conflict(
            "checked_out",
            _("%(name)s 正在编辑“%(document)s”（已签出）。请等对方签入，或请资料管理员取消签出。") % {"name": name, "document": row.name},
            data={"by": {"id": str(row.checked_out_by_id), "label": name}},
        )


def check_out(actor: Actor, row: Document, *, hours: int | None = None) -> Document:
    """Take it for editing for some hours (1–720). Raises checked_out, invalid."""
    if hours is not None and not 1 <= hours <= MOST_HOURS:
        raise invalid({"hours": [_("请填写 1 到 720 小时。")]})
    check_free(actor, row)
    now = timezone.now()
    row.checked_out_by_id, row.checked_out_at = actor.id, now
    row.checked_out_until = now + dt.timedelta(hours=hours or HOURS)
    save(row, by_model(Document))
    emit("documents.checked_out", row, actor)
    return row


def cancel(actor: Actor, row: Document) -> Document:
    """Give it back unchanged: one's own lock, or anybody's for who manages the folder. Raises wrong_state, not_allowed_here."""
    if row.checked_out_by_id is None:
        raise Conflict("wrong_state", _("这份资料没有被签出，请刷新后查看。"))
    if row.checked_out_by_id != actor.id and not visible(actor, by_model(Folder), "manage").filter(pk=row.folder_id).exists():
        raise NotAllowed("not_allowed_here", _("只有签出人或文件夹的管理者可以取消签出。"))
    clear(row)
    save(row, by_model(Document))
    emit("documents.check_out_cancelled", row, actor)
    return row


def clear(row: Document) -> None:
    """Take the lock off. Not saved."""
    row.checked_out_by, row.checked_out_at, row.checked_out_until = None, None, None
