"""Folders, drawings, proposals and minutes of the invented projects, with versions, text for search, and transmittals."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhuke.commons.documents import compile_pdf
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.filters import normal
from zhuke.kernel.pinyin import sort_key
from zhuke.modules.library.models import (
    Document,
    DocumentVersion,
    Folder,
    FolderTemplate,
    PageText,
    Transmittal,
    TransmittalItem,
    TransmittalRecipient,
)
from zhuke.modules.orgs.models import Unit
from zhuke.modules.projects.models import Project, ProjectMember

from .papers import COMPANY, FOLDERS, RECEIVERS, SAMPLES, SHARED, SUBJECTS
from .recording import ACTOR, recorded
from .rhythm import working_day
from .rows import analyze, copy, row
from .source import Source, moment
from .told import told

if TYPE_CHECKING:
    from .book import Book

DAY = dt.timedelta(days=1)
TEMPLATE = Path(__file__).parent / "documents.typ"
TABLES: tuple[Any, ...] = (Folder, Document, DocumentVersion, Transmittal)
PLAIN: tuple[Any, ...] = (FileVersion, TransmittalItem, TransmittalRecipient)
KINDS = {"pdf": "application/pdf", "txt": "text/plain", "csv": "text/plain"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes in the storage that many invented documents share."""

    name: str
    sha256: str
    size: int
    ending: str
    texts: tuple[str, ...]


@dataclass(slots=True)
class Made:
    """Rows by table."""

    rows: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))
    texts: list[PageText] = field(default_factory=list)


def add(book: Book) -> dict[str, int]:
    """Trees with documents for the projects under way, for the companies and the group; returns how many rows of each table."""
    FolderTemplate.objects.create(name="标准项目资料目录", paths="\n".join(FOLDERS), for_projects=True)
    samples, made = {name: _sample(name, ending, rooms, texts) for name, _f, _k, ending, _d, _n, rooms, texts in SAMPLES}, Made()
    team = _team()
    for project in told(Project.objects.filter(archived_at=None).exclude(phase="initiation")).order_by("created_at", "pk"):
        if project.owner_id:
            _Tree(book, made, project, team.get(project.pk, []), samples).write()
    _firm(book, made)
    for model, name in ((Document, "documents"), (Transmittal, "transmittals")):
        _number(made.rows[model], name)
    with recorded(*TABLES):
        counts = {model._meta.db_table.removeprefix("library_"): copy(model, made.rows[model]) for model in TABLES}
        copy(Attachment, made.rows[Attachment])
        analyze(Attachment)  # each version refers to one
        for model in PLAIN:
            copy(model, made.rows[model])
        PageText.objects.bulk_create(made.texts, batch_size=500)
    return counts


def _sample(name: str, ending: str, rooms: tuple[str, ...], texts: tuple[str, ...]) -> Sample:
    if ending == "pdf":
        data = compile_pdf(TEMPLATE, {"title": name, "drawing": bool(rooms), "rooms": list(rooms), "texts": list(texts)})
    else:
        data = "\n".join(texts).encode()
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest[2:4]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return Sample(name, digest, len(data), ending, texts)


def _team() -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = ProjectMember.objects.filter(person__is_active=True, archived_at=None).order_by("project", "created_at", "pk")
    for project, person in rows.values_list("project_id", "person_id"):
        found[project].append(person)
    return found


def _number(rows: list[Any], name: str) -> None:
    years: dict[int, list[Any]] = defaultdict(list)
    for one in sorted(rows, key=lambda one: (one.created_at, one.id)):
        years[one.created_at.year].append(one)
    for year, listed in sorted(years.items()):
        for one, number in zip(listed, take_numbers(ACTOR, name, None, dt.date(year, 12, 31), len(listed)), strict=True):
            one.number = number
            one.search_text = normal(f"{one.search_text} {number}")


def _firm(book: Book, made: Made) -> None:
    """Rules of each company, and what all companies share."""
    group = Unit.objects.get(parent=None)
    places: list[tuple[Unit | None, str, tuple[tuple[str, str, str], ...]]] = [
        (unit, "company", COMPANY) for unit in Unit.objects.filter(kind="subsidiary").order_by("code")
    ]
    for unit, kind, papers in [*places, (None, "shared", SHARED)]:
        source = Source(book.seed, f"library/{unit.code if unit else kind}")
        at = moment(working_day(book.today - 400 * DAY), 10)
        known = {"unit_id": unit.pk if unit else None, "kind": kind}
        root = _folder(made, source.id(at), unit.name if unit else "集团共享资料", None, at, (unit or group).manager_id, **known)
        for name, what, text in papers:
            sample = _sample(name, "pdf", (), (text,))
            _document(made, source, root, sample, at, [root.created_by_id], kind=what, released=True)


def _folder(made: Made, pk: UUID, name: str, parent: Any, at: dt.datetime, by: UUID | None, **known: Any) -> Any:
    chain = [*(parent.path if parent else ()), pk]
    one = row(
        Folder, id=pk, created_at=at, created_by_id=by, name=name, parent_id=parent.id if parent else None, path=chain, chain=chain,
        pinyin=sort_key(name), **known,
    )  # fmt: skip
    made.rows[Folder].append(one)
    return one


def _document(made: Made, source: Source, folder: Any, sample: Sample, at: dt.datetime, people: list[UUID | None], **known: Any) -> Any:
    """A document with its versions; the last one may be released. ``known``: ``kind``, ``released``, ``versions``, ``last``, columns."""
    kind, released = known.pop("kind"), known.pop("released")
    versions, last = known.pop("versions", 1), known.pop("last", None)
    pk, letters = source.id(at), kind == "drawing"
    moments = [at + (last - at) * n / max(versions - 1, 1) if last and n else at for n in range(versions)]
    file: UUID | None = None
    for number, when in enumerate(moments, 1):
        who, version, file = source.one(people), source.id(when), source.id(when)
        state = ("released" if released else "draft") if number == versions else "superseded" if released else "draft"
        name = f"{sample.name}.{sample.ending}"
        made.rows[DocumentVersion].append(row(
            DocumentVersion, id=version, created_at=when, created_by_id=who, document_id=pk, number=number,
            revision="ABCDEFGH"[number - 1] if letters else "", name=name, size=sample.size, content_type=KINDS[sample.ending],
            sha256=sample.sha256, file=file, state=state, text_state="done" if number == versions else "none",
            pages=1 if sample.ending == "pdf" else None, note="" if number == 1 else "按审查意见修改",
        ))  # fmt: skip
        made.rows[Attachment].append(row(
            Attachment, id=file, created_at=when, created_by_id=who, resource="document_versions", object_id=version, name=name,
        ))  # fmt: skip
        made.rows[FileVersion].append(row(
            FileVersion, id=source.id(when), attachment_id=file, number=1, name=name, sha256=sample.sha256, size=sample.size,
            content_type=KINDS[sample.ending], preview=sample.ending == "pdf", uploaded_by_id=who, created_at=when,
        ))  # fmt: skip
    text = " ".join(sample.texts)
    made.texts.append(
        PageText(version_id=version, document_id=pk, page=1 if sample.ending == "pdf" else None, text=text, plain=normal(text))
    )
    one = row(
        Document, id=pk, created_at=at, updated_at=moments[-1], created_by_id=people[0], number="", name=f"{sample.name}.{sample.ending}",
        folder_id=folder.id, project_id=folder.__dict__.get("project_id"), customer_id=folder.__dict__.get("customer_id"),
        unit_id=folder.unit_id, owner_id=people[0], kind=kind, status="released" if released else "draft", current=versions,
        revision="ABCDEFGH"[versions - 1] if letters else "", released_number=versions if released else None,
        released_on=moments[-1].date() if released else None, size=sample.size, file_type=sample.ending, file=file,
        previewable=sample.ending == "pdf", **known,
    )  # fmt: skip
    made.rows[Document].append(one)
    return one


class _Tree:
    """The documents of one project."""

    def __init__(self, book: Book, made: Made, project: Project, team: list[UUID], samples: dict[str, Sample]) -> None:
        self.book, self.made, self.project, self.samples = book, made, project, samples
        self.source = Source(book.seed, f"library/{project.pk}")
        self.people: list[UUID | None] = [project.owner_id, *team]
        self.known = {
            "kind": "project", "project_id": project.pk, "customer_id": project.customer_id, "unit_id": project.unit_id,
        }  # fmt: skip

    def write(self) -> None:
        """Folders, documents, and for some a transmittal."""
        begun = self._at(min(self.project.created_at.date(), self.book.today - 3 * DAY))
        owner = self.project.owner_id
        root = _folder(self.made, self.source.id(begun), self.project.name, None, begun, owner, **self.known)
        folders = {"": root}
        for place, path in enumerate(FOLDERS):
            for depth in range(1, path.count("/") + 2):
                here = "/".join(path.split("/")[:depth])
                if here not in folders:
                    above = folders[here.rpartition("/")[0]]
                    name = here.rpartition("/")[2]
                    pk = self.source.id(begun)
                    folders[here] = _folder(self.made, pk, name, above, begun, owner, position=place, **self.known)
        drawings = [self._paper(folders, sample, begun) for sample in SAMPLES if self.source.chance(0.8)]
        sent = [one for one in drawings if one.kind == "drawing" and one.status == "released"]
        if sent and self.source.chance(0.4):
            self._transmittal(sent)

    def _at(self, day: dt.date) -> dt.datetime:
        return min(moment(working_day(day), self.source.randint(9, 17), 5 * self.source.randint(0, 11)), self.book.now - DAY)

    def _paper(self, folders: dict[str, Any], sample: tuple[Any, ...], begun: dt.datetime) -> Any:
        name, path, kind, _ending, discipline, number, _rooms, _texts = sample
        span = max((self.book.today - begun.date()).days, 2)
        first = begun + DAY * self.source.randint(0, min(span - 1, 60))
        versions = self.source.randint(1, 3) if kind in ("drawing", "proposal") else 1
        last = min(first + DAY * self.source.randint(3, 40) * (versions - 1), self.book.now - DAY / 2)
        released = self.source.chance(0.75)
        extra = {"discipline": discipline, "drawing_number": number, "scale": "1:100", "drawing_status": "ifc" if released else "ifr"}
        return _document(
            self.made, self.source, folders[path], self.samples[name], min(first, last), self.people, kind=kind, released=released,
            versions=versions, last=last, **(extra if kind == "drawing" else {}),
        )  # fmt: skip

    def _transmittal(self, sent: list[Any]) -> None:
        source, day = self.source, max(one.released_on for one in sent)
        at = self._at(min(day + DAY * source.randint(1, 6), self.book.today - DAY))
        pk, done = source.id(at), source.chance(0.6)
        who, company = source.one(RECEIVERS)
        self.made.rows[Transmittal].append(row(
            Transmittal, id=pk, created_at=at, created_by_id=self.project.owner_id, number="", direction="out",
            subject=source.one(SUBJECTS).format(name=sent[0].name.rpartition(".")[0]), project_id=self.project.pk,
            unit_id=self.project.unit_id, owner_id=self.project.owner_id, purpose=source.one(("review", "construction", "approval")),
            means=source.one(("link", "hand", "courier")), state="acknowledged" if done else "sent", sent_on=at.date(),
            items_count=len(sent), recipients_count=1, acknowledged_count=int(done),
        ))  # fmt: skip
        versions = {one.document_id: one.id for one in self.made.rows[DocumentVersion][-60:]}
        self.made.rows[TransmittalItem] += [
            row(TransmittalItem, id=source.id(at), transmittal_id=pk, document_id=one.id, version_id=versions.get(one.id), position=n)
            for n, one in enumerate(sent)
        ]
        self.made.rows[TransmittalRecipient].append(row(
            TransmittalRecipient, id=source.id(at), transmittal_id=pk, name=who, company=company,
            acknowledged_at=min(at + DAY, self.book.now) if done else None, acknowledged_by=who if done else "",
        ))  # fmt: skip
