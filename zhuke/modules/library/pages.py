"""Pages for people outside: what a link opens, and transmittals with their receipt. Nobody is signed in; the secret in the address decides.

Opening a page changes nothing but its log: mail scanners open every link.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhuke.commons.files.serving import serve
from zhuke.kernel.errors import DomainError, NotFound
from zhuke.kernel.ids import parse_uuid

from .models import DocumentVersion, ShareLink, TransmittalRecipient
from .services import covers, linking, looking, sending

TRIES_PER_HOUR = 20  # passwords and receipts from one address
OPENINGS_PER_HOUR = 300  # pages and downloads from one address
UNLOCKED_SECONDS = 3600
COOKIE = "zk_share"
SALT = "library.share"


class ReceiptForm(forms.Form):
    """Who confirms."""

    who = forms.CharField(max_length=80)


@csrf_exempt  # whoever holds the secret may try a password; nothing of a signed-in person is touched
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens, or the question for its password. 404 for a link that is none (any more)."""
    if _too_many(request, "open", OPENINGS_PER_HOUR):
        return _page(request, "share", {"error": _too_often()}, 429)
    try:
        row = linking.by_token(token)
    except NotFound as error:
        return _page(request, "share", {"error": error.message}, 404)
    if request.method == "POST":
        return _unlock(request, row)
    if not _unlocked(request, row):
        return _page(request, "share", {"row": row, "ask": True})
    linking.note(row, "opened", _address(request))
    return _page(request, "share", _shown(row))


def _unlock(request: HttpRequest, row: ShareLink) -> HttpResponse:
    if _too_many(request, "try", TRIES_PER_HOUR):
        return _page(request, "share", {"row": row, "ask": True, "problem": _too_often()}, 429)
    if not linking.password_fits(row, request.POST.get("password", "")[:64]):
        linking.note(row, "wrong_password", _address(request))
        return _page(request, "share", {"row": row, "ask": True, "problem": _("提取密码不对，请核对后重新输入。")}, 403)
    response = redirect(request.path)
    seal = signing.TimestampSigner(salt=SALT).sign(f"{row.pk}:{row.password[-16:]}")
    response.set_cookie(
        COOKIE, seal, max_age=UNLOCKED_SECONDS, path=request.path, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def _unlocked(request: HttpRequest, row: ShareLink) -> bool:
    if not row.password:
        return True
    try:
        value = signing.TimestampSigner(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""), max_age=UNLOCKED_SECONDS)
    except signing.BadSignature:
        return False
    return value == f"{row.pk}:{row.password[-16:]}"


def _shown(row: ShareLink) -> dict[str, Any]:
    files = [_file(document, version) for document, version in linking.behind(row)]
    left = None if row.max_downloads is None else max(row.max_downloads - row.downloads, 0)
    title = row.label or (row.folder.name if row.folder else files[0]["name"] if len(files) == 1 else _("资料分享"))
    return {"row": row, "files": files, "left": left, "title": title, "sender": row.created_by.name}


def _file(document: Any, version: DocumentVersion) -> dict[str, Any]:
    # The file of a version keeps its ending; people know the document by its name.
    return {
        "id": version.pk, "name": document.name, "number": document.drawing_number or document.number, "size": version.size,
        "revision": version.revision, "version": version.number, "on": timezone.localdate(version.created_at),
    }  # fmt: skip


@require_http_methods(["GET"])
def share_file(request: HttpRequest, token: str, version: str) -> HttpResponseBase:
    """One file behind a link, always as a download. 404 when it is not behind it (any more)."""
    if _too_many(request, "open", OPENINGS_PER_HOUR):
        return _page(request, "share", {"error": _too_often()}, 429)
    try:
        row = linking.by_token(token)
        if not _unlocked(request, row):
            return _page(request, "share", {"row": row, "ask": True}, 403)
        key = parse_uuid(version)
        if key is None:
            raise NotFound
        return _download(request, linking.take(token, key, _address(request)))
    except DomainError as error:
        return _page(request, "share", {"error": error.message}, 404 if isinstance(error, NotFound) else 410)


@csrf_exempt  # as above
@require_http_methods(["GET", "POST"])
def transmittal(request: HttpRequest, token: str) -> HttpResponse:
    """A transmittal for one recipient: its list, its files, and the receipt."""
    if _too_many(request, "open", OPENINGS_PER_HOUR):
        return _page(request, "transmittal", {"error": _too_often()}, 429)
    try:
        one = sending.by_token(token)
        if request.method == "GET":
            sending.opened(one, _address(request))
            return _page(request, "transmittal", _sent(one))
        form = ReceiptForm(request.POST)
        if _too_many(request, "try", TRIES_PER_HOUR):
            return _page(request, "transmittal", {**_sent(one), "problem": _too_often()}, 429)
        if not form.is_valid():
            return _page(request, "transmittal", {**_sent(one), "problem": _("请填写您的姓名，最多 80 个字。")}, 400)
        return _page(request, "transmittal", _sent(sending.confirm(token, who=form.cleaned_data["who"], address=_address(request))))
    except NotFound as error:
        return _page(request, "transmittal", {"error": error.message}, 404)
    except DomainError as error:
        return _page(request, "transmittal", {**_sent(one), "problem": str(error.message)}, error.status)


def _sent(one: TransmittalRecipient) -> dict[str, Any]:
    row = one.transmittal
    files = [_file(document, version) for document, version in sending.files_of(one)]
    paper = row.items.filter(version=None).select_related("document")
    return {
        "one": one, "row": row, "files": files, "paper": [item.document.name for item in paper], "title": row.subject,
        "purpose": covers.label("transmittal_purpose", row.purpose), "sender": covers.sender(row),
    }  # fmt: skip


@require_http_methods(["GET"])
def transmittal_file(request: HttpRequest, token: str, version: str) -> HttpResponseBase:
    """One file of a transmittal, in the version that was sent."""
    if _too_many(request, "open", OPENINGS_PER_HOUR):
        return _page(request, "transmittal", {"error": _too_often()}, 429)
    try:
        one = sending.by_token(token)
        found = next((v for _document, v in sending.files_of(one) if v.pk == parse_uuid(version)), None)
        if found is None:
            raise NotFound(_("这份资料不在清单里，请联系发给您的人。"))
        sending.opened(one, _address(request), "downloaded", found.name)
        return _download(request, found)
    except NotFound as error:
        return _page(request, "transmittal", {"error": error.message}, 404)


def _download(request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
    stored = looking.stored_of(version)
    response = serve(
        request, default_storage.open(stored.path), stored.size, content_type=stored.content_type, name=version.name, inline=False,
        tag=str(version.pk), cache="private, no-store",
    )  # fmt: skip
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: HttpRequest, name: str, known: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, f"library/{name}.html", known, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _too_many(request: HttpRequest, what: str, most: int) -> bool:
    key = f"library-{what}:{hashlib.sha256(_address(request).encode()).hexdigest()[:32]}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > most


def _too_often() -> str:
    return _("操作过于频繁，请一小时后再试，或联系发给您的人。")
