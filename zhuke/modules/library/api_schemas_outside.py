"""What routes of links and transmittals take and answer."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from zhuke.http.schemas import Ref, Strict, Text

Number = Annotated[int, Field(ge=1, le=10_000)]


class LibraryPickInput(Strict):
    """A document; no version: the newest when the link is opened."""

    document: UUID
    version: Number | None = None


class LibraryLinkInput(Strict):
    """A link for people outside."""

    folder: UUID | None = None
    documents: Annotated[list[LibraryPickInput], Field(max_length=200)] = []
    label: Annotated[Text, Field(max_length=120)] = ""
    days: Annotated[int, Field(ge=1, le=90)] = 7
    password: Annotated[Text, Field(max_length=64)] = ""
    max_downloads: Annotated[int, Field(ge=1, le=1000)] | None = None


class LibraryLinksInput(Strict):
    """Query string of the links."""

    folder: UUID | None = None
    document: UUID | None = None
    mine: bool = False
    active: bool = False


class LibrarySharedOut(BaseModel):
    """A document behind a link; no version: the newest."""

    id: UUID
    label: str
    version: int | None


class LibraryLinkOut(BaseModel):
    """A link. ``url`` only once, when it is made."""

    id: UUID
    label: str
    scope: str
    url: str | None = None
    url_hint: str
    folder: Ref | None
    documents: list[LibrarySharedOut]
    hidden: int
    expires_at: dt.datetime
    max_downloads: int | None
    downloads: int
    has_password: bool
    created_by: Ref
    created_at: dt.datetime
    revoked_at: dt.datetime | None
    state: str
    openings: int
    can_revoke: bool


class LibraryLinksOut(BaseModel):
    """Links, newest first."""

    items: list[LibraryLinkOut]


class LibraryOpeningOut(BaseModel):
    """What somebody did with a link."""

    at: dt.datetime
    address: str
    what: str
    name: str


class LibraryOpeningsOut(BaseModel):
    """Newest first."""

    items: list[LibraryOpeningOut]


class TransmittalItemInput(Strict):
    """A document that goes along; no version: the newest."""

    document: UUID
    version: Number | None = None
    copies: Annotated[int, Field(ge=1, le=999)] = 1


class TransmittalPersonInput(Strict):
    """A contact, or anybody by name."""

    contact: UUID | None = None
    name: Annotated[Text, Field(max_length=80)] = ""
    company: Annotated[Text, Field(max_length=120)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""


class TransmittalContentInput(Strict):
    """The whole of what goes and to whom."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    items: Annotated[list[TransmittalItemInput], Field(max_length=200)] = []
    recipients: Annotated[list[TransmittalPersonInput], Field(max_length=50)] = []


class TransmittalItemOut(BaseModel):
    """A document in the version that goes. ``newer``: there is a newer one by now."""

    id: UUID
    document: Ref
    number: str
    drawing_number: str
    version: int | None
    revision: str
    newer: bool
    file: UUID | None
    status: str
    copies: int


class TransmittalMailOut(BaseModel):
    """The newest letter to a recipient. ``state``: waiting, handed, sent, failed, doubtful."""

    state: str
    at: dt.datetime
    error: str


class TransmittalPersonOut(BaseModel):
    """Who it goes to, the letter, and the receipt. ``reachable``: mail can go there, also where the address itself may not be seen."""

    id: UUID
    contact: Ref | None
    name: str
    company: str
    email: str
    reachable: bool
    mail: TransmittalMailOut | None
    opened_at: dt.datetime | None
    acknowledged_at: dt.datetime | None
    acknowledged_by: str
    expires_at: dt.datetime | None


class TransmittalContentOut(BaseModel):
    """What goes and to whom; ``hidden``: documents that the reader may not see."""

    version: int
    items: list[TransmittalItemOut]
    hidden: int
    recipients: list[TransmittalPersonOut]


class TransmittalLinksInput(Strict):
    """How long the fresh links live, and whether they go by mail to those who have an address."""

    days: Annotated[int, Field(ge=1, le=90)] = 14
    mail: bool = False


class TransmittalLinkOut(BaseModel):
    """A fresh link of one recipient, shown once. ``mailed``: a letter takes it there; else it has to be handed over."""

    recipient: Ref
    url: str
    mailed: bool
