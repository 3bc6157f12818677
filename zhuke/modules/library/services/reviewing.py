"""What approval does to a document; the engine calls these (approvals.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals import services as approvals
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.library.models import Document

from . import documents, locks


def submit(actor: Actor, row: Document) -> Document:
    """Send it to review. Raises what ``submitted`` and the engine raise."""
    approvals.submit(actor, "documents", row, verb="review")
    return row


def submitted(actor: Actor, row: Document) -> None:
    """Its newest version is under review; nobody uploads meanwhile. Raises wrong_state, no_file, checked_out."""
    if row.status != "draft" or row.archived_at:
        raise documents.wrong_status(row)
    locks.check_free(actor, row)
    if not row.current:
        raise DomainError("no_file", _("还没有上传文件，不能送审。请先上传。"))
    locks.clear(row)
    _become(actor, row, "in_review", "documents.submitted")


def approved(actor: Actor, row: Document) -> None:
    """Released as it was reviewed. Raises wrong_state."""
    _expect_review(row)
    documents.put_in_force(actor, row, str(_("审核通过")))


def rejected(actor: Actor, row: Document) -> None:
    """Back to its author. Raises wrong_state."""
    _expect_review(row)
    _become(actor, row, "draft", "documents.rejected")


def withdrawn(actor: Actor, row: Document) -> None:
    """Taken back by who submitted it. Raises wrong_state."""
    _expect_review(row)
    _become(actor, row, "draft", "documents.withdrawn")


def title_of(row: Document) -> str:
    """What it is called in the approval centre."""
    version = row.revision or str(row.current)
    return f"{row.name} · {version}"[:200]


def _expect_review(row: Document) -> None:
    if row.status != "in_review":
        raise documents.wrong_status(row)


def _become(actor: Actor, row: Document, status: str, event: str) -> None:
    row.status = status
    save(row, by_model(Document))
    emit(event, row, actor, {"version": row.current})
