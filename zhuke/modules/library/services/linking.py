"""Expiring links for people outside: made, listed, revoked, opened."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import person
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_model
from zhuke.modules.library.models import Document, DocumentVersion, Folder, Opening, ShareItem, ShareLink

from . import folders

DAYS = 7
MOST_ITEMS = 200
MOST_IN_FOLDER = 500


def digest(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A secret that nobody guesses."""
    return secrets.token_urlsafe(32)


def url_of(token: str) -> str:
    """The address that is given away."""
    return f"{settings.BASE_URL}/share/{token}"


def create(
    actor: Actor, *, folder: UUID | None = None, documents: Sequence[tuple[UUID, int | None]] = (), label: str = "", days: int = DAYS,
    password: str = "", max_downloads: int | None = None,
) -> tuple[ShareLink, str]:  # fmt: skip
    """A link to a folder or to some documents (with exact versions or the newest); returns it and its address, which is kept nowhere.

    Raises not_found, not_allowed(_here), invalid (neither or both, too many, no file, password too short).
    """
    require(actor, by_model(Document), "share")
    if bool(folder) == bool(documents) or len(documents) > MOST_ITEMS:
        raise invalid({"documents": [_("请选择一个文件夹，或 1 到 %(n)d 份资料。") % {"n": MOST_ITEMS}]})
    if password and not 6 <= len(password) <= 64:
        raise invalid({"password": [_("提取密码请用 6 到 64 个字符。")]})
    if max_downloads is not None and not 1 <= max_downloads <= 1000:
        raise invalid({"max_downloads": [_("下载次数请填 1 到 1000。")]})
    if not 1 <= days <= 90:
        raise invalid({"days": [_("有效期请填 1 到 90 天。")]})
    with writing(actor):
        token, maker = new_token(), person(actor)
        link = ShareLink(
            digest=digest(token), hint=token[:4], label=" ".join(label.split())[:120], max_downloads=max_downloads, created_by_id=maker,
            expires_at=timezone.now() + dt.timedelta(days=days), password=make_password(password) if password else "",
        )  # fmt: skip
        if folder:
            link.folder = folders.folder_of(actor, folder, "documents", "share")
            link.save()
            emit("folders.shared", link.folder, actor, {"link": str(link.pk), "days": days})
        else:
            items = [_item(actor, pk, number) for pk, number in documents]
            link.save()
            for item in items:
                item.link = link
                emit("documents.shared", item.document, actor, {"link": str(link.pk), "days": days})
            ShareItem.objects.bulk_create(items, ignore_conflicts=True)
    return link, url_of(token)


def _item(actor: Actor, pk: UUID, number: int | None) -> ShareItem:
    row: Document = get_visible(actor, by_model(Document), pk, "share")
    if row.archived_at or row.status == "void":
        raise Conflict("wrong_state", _("“%(name)s”已作废或在回收站里，不能分享。") % {"name": row.name})
    version = None
    if number is not None:
        version = DocumentVersion.objects.filter(document=row, number=number).first()
        if version is None:
            raise invalid({"documents": [_("“%(name)s”没有第 %(n)d 版，请重新选择。") % {"name": row.name, "n": number}]})
    elif not row.current:
        raise invalid({"documents": [_("“%(name)s”还没有文件，不能分享。") % {"name": row.name}]})
    return ShareItem(document=row, version=version)


def share_one(
    actor: Actor, row: Document, *, days: int | None = None, password: str | None = None, max_downloads: int | None = None
) -> Document:
    """A link to one document; its address is shown this once (``_once.url``). Raises what ``create`` raises."""
    link, url = create(
        actor, documents=[(row.pk, None)], days=DAYS if days is None else days, password=password or "", max_downloads=max_downloads
    )
    row.shown_once = {"url": url, "link": str(link.pk)}  # type: ignore[attr-defined]
    return row


def listed(
    actor: Actor, *, folder: UUID | None = None, document: UUID | None = None, mine: bool = False, active: bool = False
) -> list[dict[str, Any]]:
    """The links one may know of: own ones, and those into folders that one manages. Newest first, at most 200. Raises not_allowed."""
    require(actor, by_model(Document), "share")
    rows = ShareLink.objects.select_related("folder", "created_by").prefetch_related("items__document", "items__version")
    rows = rows.annotate(opened=Count("openings", filter=Q(openings__what="opened"), distinct=True))
    if not mine:
        managed = visible(actor, by_model(Folder), "manage").values("pk")
        rows = rows.filter(Q(created_by=actor.id) | Q(folder__in=managed) | Q(items__document__folder__in=managed)).distinct()
    else:
        rows = rows.filter(created_by=actor.id)
    if folder:
        rows = rows.filter(folder=folder)
    if document:
        rows = rows.filter(items__document=document)
    if active:
        rows = rows.filter(revoked_at=None, expires_at__gt=timezone.now())
    return [shown(actor, row) for row in rows.order_by("-pk")[:200]]


def shown(actor: Actor, row: Any) -> dict[str, Any]:
    """A link as the API answers it; documents that the reader may not see are only counted."""
    items = list(row.items.select_related("document", "version"))
    seen = set(visible(actor, by_model(Document)).filter(pk__in=[item.document_id for item in items]).values_list("pk", flat=True))
    return {
        "id": row.pk, "label": row.label, "scope": "folder" if row.folder_id else "documents", "url_hint": f"{row.hint}…",
        "folder": {"id": row.folder_id, "label": row.folder.name} if row.folder else None,
        "documents": [
            {"id": item.document_id, "label": item.document.name, "version": item.version.number if item.version else None}
            for item in items if item.document_id in seen
        ],
        "hidden": len([item for item in items if item.document_id not in seen]),
        "expires_at": row.expires_at, "max_downloads": row.max_downloads, "downloads": row.downloads, "has_password": bool(row.password),
        "created_by": {"id": row.created_by_id, "label": row.created_by.name}, "created_at": row.created_at, "revoked_at": row.revoked_at,
        "state": state_of(row), "openings": getattr(row, "opened", 0), "can_revoke": may_revoke(actor, row) and row.revoked_at is None,
    }  # fmt: skip


def state_of(row: ShareLink) -> str:
    """active, expired, revoked or used_up."""
    if row.revoked_at:
        return "revoked"
    if row.expires_at <= timezone.now():
        return "expired"
    return "used_up" if row.max_downloads is not None and row.downloads >= row.max_downloads else "active"


def may_revoke(actor: Actor, row: ShareLink) -> bool:
    """Its maker, and whoever manages the folder of what it opens."""
    if row.created_by_id == actor.id:
        return True
    behind = [row.folder_id] if row.folder_id else list(row.items.values_list("document__folder", flat=True))
    return visible(actor, by_model(Folder), "manage").filter(pk__in=behind).exists()


def known(actor: Actor, pk: UUID) -> ShareLink:
    """A link that one may know of. Raises not_allowed, not_found."""
    require(actor, by_model(Document), "share")
    row = ShareLink.objects.select_related("folder", "created_by").filter(pk=pk).first()
    if row is None or not may_revoke(actor, row):
        raise NotFound(_("没有找到这个链接，请刷新后重试。"))
    return row


def revoke(actor: Actor, pk: UUID) -> ShareLink:
    """It opens nothing any more; twice is harmless. Raises not_found."""
    with writing(actor):
        row = known(actor, pk)
        if row.revoked_at is None:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            subject = row.folder or next((item.document for item in row.items.select_related("document")), None)
            if subject is not None:
                emit("links.revoked", subject, actor, {"link": str(row.pk)})
        return row


def openings(actor: Actor, pk: UUID) -> list[dict[str, Any]]:
    """What was done with a link, newest first, at most 500. Raises not_found."""
    rows = known(actor, pk).openings.order_by("-pk")[:500]
    return [{name: getattr(row, name) for name in ("at", "address", "what", "name")} for row in rows]


# From outside: nobody is signed in, the secret decides.


def by_token(token: str, *, lock: bool = False) -> ShareLink:
    """The live link of a secret. Raises not_found for all others, in the same words whether it ever existed."""
    rows = ShareLink.objects.select_for_update(of=("self",)) if lock else ShareLink.objects.all()
    row = rows.select_related("created_by", "folder").filter(digest=digest(token[:200])).first()
    if row is None or state_of(row) in ("revoked", "expired") or not row.created_by.is_active:
        raise NotFound(_("这个链接不存在、已过期或已被收回，请联系发给您的人。"))
    return row


def password_fits(row: ShareLink, password: str) -> bool:
    """Whether it is the link's password (always, where it has none)."""
    return not row.password or check_password(password, row.password)


def behind(row: ShareLink) -> list[tuple[Document, DocumentVersion]]:
    """What a link opens now: only what its maker still may share, nothing void or deleted."""
    maker = actors().for_id(row.created_by_id)
    rows: QuerySet[Document] = visible(maker, by_model(Document), "share").filter(archived_at=None).exclude(status="void")
    if row.folder_id:
        found = rows.filter(folder__path__contains=[row.folder_id], folder__archived_at=None, current__gt=0)
        if row.folder is not None and not row.folder.closed:
            found = found.filter(folder__closed=False)  # a link to the whole does not open what is meant for few
        listed = list(found.order_by("folder__pinyin", "pinyin", "pk")[:MOST_IN_FOLDER])
        newest = DocumentVersion.objects.filter(document__in=listed, number=F("document__current"))
        versions = {version.document_id: version for version in newest}
        return [(document, versions[document.pk]) for document in listed if document.pk in versions]
    made = []
    for item in row.items.filter(document__in=rows.values("pk")).select_related("document", "version"):
        version = item.version or DocumentVersion.objects.filter(document=item.document, number=item.document.current).first()
        if version is not None:
            made.append((item.document, version))
    return made


def note(row: ShareLink, what: str, address: str, name: str = "") -> None:
    """Write down what was done with a link."""
    Opening.objects.create(link=row, what=what, address=address[:45], name=name[:200])


def take(token: str, version_id: UUID, address: str) -> DocumentVersion:
    """One download through a link, counted. Raises not_found, used_up."""
    with writing(Actor(None, str(_("外部访问者")), "system"), "share.link"):
        row = by_token(token, lock=True)
        version = next((version for _document, version in behind(row) if version.pk == version_id), None)
        if version is None:
            raise NotFound(_("这份资料不在链接里，或已不再分享。请联系发给您的人。"))
        if state_of(row) == "used_up":
            raise DomainError("used_up", _("这个链接的下载次数已用完，请联系发给您的人。"))
        ShareLink.objects.filter(pk=row.pk).update(downloads=F("downloads") + 1)
        note(row, "downloaded", address, version.name)
        return version
