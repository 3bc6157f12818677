"""Documents: registered, renamed, moved, copied, taken out of force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.library.domain import names
from zhuke.modules.library.models import Document, DocumentVersion, Folder

from . import folders, locks

OUT_OF_FORCE = ("void", "superseded")


def register(actor: Actor, *, pk: UUID | None = None, folder_id: UUID | None = None, **values: Any) -> Document:
    """Enter a document without a file (kept on paper, or the file follows). Raises invalid, not_found, not_allowed_here."""
    folder = folders.folder_of(actor, folder_id)
    row: Document = build(actor, by_model(Document), values, pk=pk)
    place(row, folder)
    row.name = clean_title(row.name)
    row.number = next_number(actor, "documents", row.unit_id, timezone.localdate())
    save(row, by_model(Document))
    emit("documents.created", row, actor)
    return row


def edit(actor: Actor, row: Document, **values: Any) -> Document:
    """Change what is known of a document; another folder is a move. Raises invalid, checked_out, wrong_state."""
    if row.status == "void":
        raise wrong_status(row)
    target = values.pop("folder_id", row.folder_id)
    if target != row.folder_id:
        move(actor, row, folder=target)
    if "name" in values:
        values["name"] = clean_title(values["name"])
    if row.status in ("released", "in_review") and values.keys() & {"drawing_number"} and values["drawing_number"] != row.drawing_number:
        raise Conflict("wrong_state", _("已发布或审核中的图纸不能改图号。请新建版次，或作废后重新登记。"))
    assign(row, values)
    save(row, by_model(Document))
    emit("documents.updated", row, actor, {"fields": sorted(values)})
    return row


def place(row: Document, folder: Folder) -> None:
    """Put a document into a folder, with what follows from it. Not saved."""
    row.folder, row.project_id, row.customer_id, row.unit_id = folder, folder.project_id, folder.customer_id, folder.unit_id


def clean_title(text: str) -> str:
    """A name that is also a good file name, its ending kept. Raises invalid."""
    stem, dot, ending = (text or "").rpartition(".")
    if not dot or not 0 < len(ending) <= 10 or not stem.strip():
        stem, dot, ending = text or "", "", ""
    name, ending = " ".join(names.plain_name(stem).split()), names.plain_name(ending)
    if not name:
        raise invalid({"name": [_("请填写资料名称，不能只有符号。")]})
    return f"{name}.{ending}" if ending else name


def move(actor: Actor, row: Document, *, folder: Any) -> Document:
    """Put it into another folder, of another project too. Raises checked_out, invalid (name or drawing number taken there), not_found."""
    locks.check_free(actor, row)
    target = folders.folder_of(actor, folder)
    if target.pk == row.folder_id:
        return row
    if row.status == "in_review" and target.project_id != row.project_id:
        raise wrong_status(row)
    before = row.folder_id
    place(row, target)
    save(row, by_model(Document))
    emit("documents.moved", row, actor, {"from": str(before), "to": str(target.pk)})
    return row


def copy_to(actor: Actor, row: Document, *, folder: Any) -> Document:
    """A new document with the newest file, in another folder; the original stays. Raises not_found, not_allowed_here.

    The copy begins as a draft without drawing number where the project has it already.
    """
    from . import versions

    target = folders.folder_of(actor, folder)
    taken = set(Document.objects.filter(folder=target, archived_at=None).values_list("name", flat=True))
    kept = ("kind", "tags", "note", "discipline", "scale", "drawing_status", "expires_on")
    copy: Document = build(actor, by_model(Document), {name: getattr(row, name) for name in kept})
    copy.name = names.numbered(row.name, taken)
    place(copy, target)
    if row.drawing_number and not _number_taken(target, row.drawing_number):
        copy.drawing_number = row.drawing_number
    copy.number = next_number(actor, "documents", copy.unit_id, timezone.localdate())
    save(copy, by_model(Document))
    emit("documents.created", copy, actor, {"copy_of": str(row.pk)})
    newest = DocumentVersion.objects.filter(document=row, number=row.current).first()
    if newest is not None:
        versions.repeat(actor, copy, newest, note="")
    emit("documents.copied", row, actor, {"copy": str(copy.pk), "folder": str(target.pk)})
    return row


def _number_taken(folder: Folder, number: str) -> bool:
    if folder.project_id is None:
        return False
    rows = Document.objects.filter(project_id=folder.project_id, drawing_number=number, archived_at=None)
    return rows.exclude(status__in=OUT_OF_FORCE).exists()


def release(actor: Actor, row: Document, *, note: str | None = None) -> Document:
    """The newest version is in force from now on; the one before is superseded. Raises wrong_state, no_file, checked_out."""
    locks.check_free(actor, row)
    if row.status != "draft":
        raise wrong_status(row)
    return put_in_force(actor, row, note or "")


def put_in_force(actor: Actor, row: Document, note: str) -> Document:
    """Release, whoever decided it. Raises no_file."""
    if not row.current:
        raise DomainError("no_file", _("还没有上传文件，不能发布。请先上传。"))
    released = DocumentVersion.objects.filter(document=row, state="released").exclude(number=row.current)
    for older in released:
        older.state = "superseded"
        older.save(update_fields=["state"])
    newest = DocumentVersion.objects.get(document=row, number=row.current)
    newest.state = "released"
    newest.save(update_fields=["state"])
    row.status, row.status_note = "released", note[:300]
    row.released_number, row.released_on = row.current, timezone.localdate()
    locks.clear(row)
    save(row, by_model(Document))
    emit("documents.released", row, actor, {"version": row.current, "revision": row.revision})
    return row


def new_revision(actor: Actor, row: Document) -> Document:
    """Begin the next revision of a released document; the released one stays in force. Raises wrong_state, checked_out."""
    locks.check_free(actor, row)
    if row.status != "released":
        raise wrong_status(row)
    row.status, row.status_note = "draft", ""
    save(row, by_model(Document))
    emit("documents.revised", row, actor, {"after": row.revision or str(row.current)})
    return row


def void(actor: Actor, row: Document, *, reason: str) -> Document:
    """Nobody may use it any more; it stays to be read. Raises wrong_state, checked_out."""
    locks.check_free(actor, row)
    if row.status in ("void", "in_review"):
        raise wrong_status(row)
    if not reason.strip():
        raise invalid({"reason": [_("请写明原因，最多 300 个字。")]})
    return _out_of_force(actor, row, "void", reason)


def supersede(actor: Actor, row: Document, *, by: Any) -> Document:
    """Another document takes its place. Raises wrong_state, checked_out, invalid (itself, or one out of force), not_found."""
    locks.check_free(actor, row)
    if row.status in (*OUT_OF_FORCE, "in_review"):
        raise wrong_status(row)
    other: Document = get_visible(actor, by_model(Document), getattr(by, "pk", by))
    if other.pk == row.pk or other.archived_at or other.status in OUT_OF_FORCE:
        raise invalid({"by": [_("请选择另一份有效的资料来替代它。")]})
    row.replaced_by = other
    return _out_of_force(actor, row, "superseded", str(_("由“%(name)s”替代") % {"name": other.name}))


def _out_of_force(actor: Actor, row: Document, status: str, note: str) -> Document:
    for version in DocumentVersion.objects.filter(document=row, state="released"):
        version.state = "superseded"
        version.save(update_fields=["state"])
    row.status, row.status_note, row.released_number = status, " ".join(note.split())[:300], None
    locks.clear(row)
    save(row, by_model(Document))
    emit(f"documents.{'voided' if status == 'void' else 'superseded'}", row, actor, {"note": row.status_note})
    return row


def wrong_status(row: Document) -> DomainError:
    """The refusal of a verb that the status does not allow."""
    return Conflict("wrong_state", _("这份资料现在是“%(status)s”，不能这样操作，请刷新后查看。") % {"status": row.get_status_display()})
