"""What routes of documents take and answer."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from zhuke.http.schemas import Ref, Strict, Text

Number = Annotated[int, Field(ge=1, le=10_000)]


class LibraryOpenInput(Strict):
    """Whose root; exactly one."""

    project: UUID | None = None
    customer: UUID | None = None
    unit: UUID | None = None
    shared: bool = False

    @model_validator(mode="after")
    def one(self) -> Self:
        """Exactly one of the four."""
        if sum(map(bool, (self.project, self.customer, self.unit, self.shared))) != 1:
            raise ValueError("请只给出项目、客户、单位或集团共享中的一个。")
        return self


class LibraryRootsInput(Strict):
    """Query string of the roots."""

    kind: Literal["", "project", "customer", "company", "shared"] = ""
    q: Annotated[Text, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: UUID | None = None


class LibraryRootOut(BaseModel):
    """The top of a tree that one sees."""

    id: UUID
    name: str
    kind: str
    documents: int
    shared_with_me: bool
    restricted: bool
    project: Ref | None
    customer: Ref | None
    unit: Ref | None


class LibraryRootsOut(BaseModel):
    """Roots, newest first."""

    items: list[LibraryRootOut]
    next: UUID | None


class LibraryFolderOut(BaseModel):
    """A folder of a tree. ``can``: read, write, manage."""

    id: UUID
    version: int
    parent: UUID | None
    name: str
    documents: int
    restricted: bool
    closed: bool
    position: int
    can: list[str]


class LibraryTreeOut(BaseModel):
    """A tree, flat, siblings in order."""

    folders: list[LibraryFolderOut]


class LibraryGrantInput(Strict):
    """One line: exactly one of role, unit, person."""

    role: UUID | None = None
    unit: UUID | None = None
    person: UUID | None = None
    level: Literal["read", "write", "manage"] = "read"


class LibraryAccessInput(Strict):
    """The whole of who gets in."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    restricted: bool = False
    grants: Annotated[list[LibraryGrantInput], Field(max_length=100)] = []


class LibraryGrantOut(BaseModel):
    """One line of who gets in."""

    role: Ref | None
    unit: Ref | None
    person: Ref | None
    level: str


class LibraryInheritedOut(LibraryGrantOut):
    """A line that comes from a folder above."""

    from_: Ref = Field(alias="from")


class LibraryAccessOut(BaseModel):
    """Who gets into a folder; ``level``: one's own."""

    version: int
    restricted: bool
    level: str
    grants: list[LibraryGrantOut]
    inherited: list[LibraryInheritedOut]


class LibraryUploadInput(Strict):
    """Fields beside the file."""

    folder: UUID
    path: Annotated[Text, Field(max_length=1300)] = ""
    id: UUID | None = None
    kind: Annotated[Text, Field(max_length=40)] = ""
    note: Annotated[Text, Field(max_length=300)] = ""
    same: Literal["version", "new", "skip"] = "version"


class LibraryUploadOut(BaseModel):
    """What came of an upload."""

    outcome: Literal["created", "version", "same", "skipped"]
    document: dict[str, Any]


class LibraryCheckInInput(Strict):
    """Fields beside the file; ``keep``: go on holding the document."""

    note: Annotated[Text, Field(max_length=300)] = ""
    keep: bool = False


class LibraryVersionOut(BaseModel):
    """One version; ``file``: what /files/{id}/content answers."""

    id: UUID
    number: int
    revision: str
    name: str
    size: int
    content_type: str
    note: str
    state: str
    file: UUID | None
    pages: int | None
    text_state: str
    created_by: Ref | None
    created_at: dt.datetime


class LibraryVersionsOut(BaseModel):
    """Versions, newest first."""

    items: list[LibraryVersionOut]


class LibraryPreviewInput(Strict):
    """Which version; none: the newest."""

    version: Number | None = None


class LibraryPreviewOut(BaseModel):
    """How a version can be looked at. ``drawn``: its pages can be had as pictures."""

    kind: Literal["pdf", "image", "text", "office", "none"]
    pages: int | None
    drawn: bool
    text: str
    truncated: bool
    file: UUID
    version: int
    version_id: UUID
    name: str
    content_type: str
    size: int
    reason: str


class LibraryPageInput(Strict):
    """Small for lists, large for reading."""

    size: Literal["thumb", "preview"] = "preview"


class LibrarySearchInput(Strict):
    """Query string of a search."""

    q: Annotated[Text, Field(min_length=2, max_length=100)]
    folder: UUID | None = None
    project: UUID | None = None
    customer: UUID | None = None
    kind: Annotated[Text, Field(max_length=40)] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    offset: Annotated[int, Field(ge=0, le=1000)] = 0


class LibrarySnippetOut(BaseModel):
    """A piece of text and whether it was looked for."""

    text: str
    hit: bool


class LibraryHitOut(BaseModel):
    """A document that was found, and where."""

    document: Ref
    number: str
    folder: Ref
    project: Ref | None
    customer: Ref | None
    kind: str
    status: str
    version: int
    revision: str
    file: UUID | None
    file_type: str
    previewable: bool
    matched: Literal["name", "text"]
    page: int | None
    snippet: list[LibrarySnippetOut]
    updated_at: dt.datetime


class LibrarySearchOut(BaseModel):
    """Hits in names first."""

    items: list[LibraryHitOut]
    more: bool


class LibraryTiesInput(Strict):
    """To whom it belongs besides its folder."""

    customers: Annotated[list[UUID], Field(max_length=50)] = []
    projects: Annotated[list[UUID], Field(max_length=50)] = []


class LibraryTiesOut(BaseModel):
    """To whom it belongs besides its folder."""

    customers: list[Ref]
    projects: list[Ref]


class LibraryTiedInput(Strict):
    """Whose; exactly one."""

    customer: UUID | None = None
    project: UUID | None = None

    @model_validator(mode="after")
    def one(self) -> Self:
        """Exactly one of both."""
        if bool(self.customer) == bool(self.project):
            raise ValueError("请给出客户或项目中的一个。")
        return self


class LibraryRowsOut(BaseModel):
    """Rows of documents."""

    items: list[dict[str, Any]]


class LibraryZipInput(Strict):
    """What to pack."""

    documents: Annotated[list[UUID], Field(max_length=2000)] = []
    folders: Annotated[list[UUID], Field(max_length=50)] = []
