"""Papers that other modules make stand among the documents of their project: minutes as published, reports as sent.

They lie in a folder like any document, so the rights of that folder decide who reads them. What an edition was filed as is kept
(``FiledPaper``): sending again, a repeated job or two jobs at once file nothing twice.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.numbering.services import next_number
from zhuke.commons.switches.services import is_on
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.library.domain import names
from zhuke.modules.library.models import Document, DocumentVersion, FiledPaper, Folder
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.papers import Paper

from . import documents, folders, locks, versions

LEADING = re.compile(r"^[0-9一二三四五六七八九十]+[\s.、_\-)）]*")  # “04 会议纪要” is 会议纪要


def holds(project: UUID, word: str) -> bool:
    """Whether the project has such a document: what a gate asks for may lie in any folder, whoever may open that one."""
    rows = Document.objects.filter(project=project, archived_at=None, name__icontains=word, current__gt=0)
    return rows.exclude(status__in=documents.OUT_OF_FORCE).exists()


def keep(actor: Actor, paper: Paper) -> None:
    """File one edition as the next version of its document; nothing happens where it is filed already or the company keeps no documents."""
    project = Project.objects.get(pk=paper.project)
    if not is_on("library", project.unit_id):
        return
    with writing(actor):
        root = folders.root_for(project)
        # Held to the end: of two jobs with the same edition the second finds what the first has filed.
        Folder.objects.select_for_update(of=("self",), no_key=True).get(pk=root.pk)
        if FiledPaper.objects.filter(resource=paper.resource, subject=paper.subject, edition=paper.edition).exists():
            return
        row = _known(paper, project) or _new(actor, paper, root)
        version = versions.receive(actor, row, SimpleUploadedFile(f"{row.name}", paper.pdf(), "application/pdf"), note=paper.note)
        FiledPaper.objects.create(
            resource=paper.resource, subject=paper.subject, edition=paper.edition, document=row, number=version.number
        )
        if paper.in_force and row.status == "draft":
            documents.put_in_force(actor, row, "")


def take_back(actor: Actor, resource: str, subject: UUID, note: str) -> None:
    """The document of the newest edition is no longer in force; one that people have worked on since is left as it is."""
    last = FiledPaper.objects.filter(resource=resource, subject=subject).order_by("-edition").first()
    if last is None:
        return
    with writing(actor):
        row = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=last.document_id)
        if row.archived_at or row.status != "released" or row.released_number != last.number:
            return
        DocumentVersion.objects.filter(document=row, state="released").update(state="draft")
        row.status, row.status_note, row.released_number, row.released_on = "draft", note[:300], None, None
        save(row, by_model(Document))
        emit("documents.revised", row, actor, {"after": row.revision or str(row.current)})


def _known(paper: Paper, project: Project) -> Document | None:
    """The document of earlier editions, where it still takes a version: not deleted, out of force, in review or in somebody's hands."""
    last = FiledPaper.objects.filter(resource=paper.resource, subject=paper.subject).order_by("-edition").first()
    if last is None:
        return None
    rows = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk=last.document_id)
    row = rows.filter(project=project, archived_at=None, status__in=locks.STATUSES, current__lt=versions.MOST_VERSIONS).first()
    return row if row is not None and not locks.holder(row) else None


def _new(actor: Actor, paper: Paper, root: Folder) -> Document:
    folder = _place(actor, paper, root)
    taken = set(Document.objects.filter(folder=folder, archived_at=None).values_list("name", flat=True))
    kind = paper.kind if any(one.code == paper.kind and one.active for one in config.entries("document_kind")) else ""
    name = names.numbered(documents.clean_title(f"{paper.name[:140]}.pdf"), taken)
    row: Document = build(actor, by_model(Document), {"kind": kind, "name": name, "owner_id": actor.id})
    documents.place(row, folder)
    row.number = next_number(actor, "documents", row.unit_id, timezone.localdate())
    save(row, by_model(Document))
    emit("documents.created", row, actor, {"from": paper.resource})
    return row


def _place(actor: Actor, paper: Paper, root: Folder) -> Folder:
    """The folder that the firm meant for such papers, by its name; numbers before a name do not count, nor does where in the tree it is."""
    rows = Folder.objects.filter(path__contains=[root.pk], archived_at=None).exclude(pk=root.pk)
    found = sorted(rows, key=lambda folder: (len(folder.path), folder.position, folder.name))
    for name in paper.folders:
        fitting = next((folder for folder in found if LEADING.sub("", folder.name) == name), None)
        if fitting is not None:
            return fitting
    return folders.ensure_path(actor, root, [paper.folders[0]])
