"""Looking at documents in the browser: pages of PDFs, text, Office files where LibreOffice is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from zhuke.commons.files.models import FileVersion
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.resource import by_model
from zhuke.modules.library.domain.office import FILE_SIZE
from zhuke.modules.library.domain.page import NO_PAGE
from zhuke.modules.library.models import Document, DocumentVersion, PageText

OFFICE = ("doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "wps", "et", "dps")
TEXT = ("txt", "csv", "md", "log", "xml", "json", "eml")
SIZES = {"thumb": 320, "preview": 1600}
PAGE_SECONDS = 20
OFFICE_SECONDS = 120
OFFICE_PDF_MOST = FILE_SIZE
MOST_TEXT = 200_000


def ending_of(name: str) -> str:
    """The ending of a file's name, small."""
    return name.rsplit(".", 1)[-1].lower()


def is_office(name: str) -> bool:
    """Whether an office suite is needed to look at it."""
    return ending_of(name) in OFFICE


def office_program() -> str | None:
    """Where LibreOffice is, if it is installed on this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def stored_of(version: DocumentVersion) -> FileVersion:
    """The bytes behind a version. Raises not_found."""
    stored = FileVersion.objects.filter(attachment=version.file).order_by("-number").first() if version.file else None
    if stored is None or not default_storage.exists(stored.path):
        raise NotFound(_("没有找到这个版本的文件，请联系管理员。"))
    return stored


def copy_out(stored: FileVersion, target: Path) -> None:
    """Copy the bytes to where another process may read them."""
    with default_storage.open(stored.path) as file, target.open("wb") as copy:
        while chunk := file.read(1 << 20):
            copy.write(chunk)


def version_of(actor: Actor, pk: UUID, number: int | None) -> DocumentVersion:
    """A version of a document that the actor sees; None: the newest. Raises not_found."""
    document: Document = get_visible(actor, by_model(Document), pk)
    version = DocumentVersion.objects.filter(document=document, number=number or document.current).first()
    if version is None:
        raise NotFound(_("这份资料还没有文件。") if not document.current else _("没有这个版本，请刷新后重新选择。"))
    return version


def describe(version: DocumentVersion) -> dict[str, Any]:
    """How a version can be looked at: its kind, pages, text, or the reason why not."""
    stored = stored_of(version)
    ending = ending_of(stored.name)
    kind, reason = "none", ""
    if stored.content_type == "application/pdf":
        kind = "pdf"
    elif stored.preview:
        kind = "image"
    elif ending in TEXT:
        kind = "text"
    elif ending in OFFICE:
        kind = "office"
        if not version.office_pdf:
            waiting = _("正在生成预览，稍后即可查看；也可以先下载。")
            reason = waiting if office_program() and version.text_state == "waiting" else _("暂时不能在线显示版面，请下载后查看。")
    else:
        reason = _("这种文件不能在线预览，请下载后查看。")
    wanted = kind in ("text", "office")
    text = _text(version) if wanted else ""
    return {
        "kind": kind, "pages": version.pages, "drawn": kind == "pdf" or bool(version.office_pdf), "text": text[:MOST_TEXT],
        "truncated": len(text) > MOST_TEXT, "file": version.file, "version": version.number, "version_id": version.pk, "name": version.name,
        "content_type": stored.content_type, "size": stored.size, "reason": reason,
    }  # fmt: skip


def _text(version: DocumentVersion) -> str:
    if ending_of(version.name) in TEXT:
        return _plain_text(version)
    pieces = PageText.objects.filter(version=version).order_by("pk").values_list("text", flat=True)[: MOST_TEXT // 1000]
    return "\n\n".join(pieces)


def _plain_text(version: DocumentVersion) -> str:
    from zhuke.modules.library.domain.reader import decode

    with default_storage.open(stored_of(version).path) as file:
        text = decode(file.read(MOST_TEXT * 4))
    return "".join(c if c.isprintable() or c in "\n\t" else "" for c in text.replace("\r\n", "\n"))


def open_page(version: DocumentVersion, number: int, size: str) -> IO[bytes]:
    """Page ``number`` (from 1) as a WebP picture, made when first asked for. Raises not_found."""
    stored = stored_of(version)
    if stored.content_type == "application/pdf":
        source = stored.path
    elif version.office_pdf and default_storage.exists(version.office_pdf):
        source = version.office_pdf
    else:
        raise NotFound(_("这个文件没有页面预览，请下载后查看。"))
    path = f"previews/{stored.sha256[:2]}/{stored.sha256}-p{number}-{size}.webp"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(_draw(source, number, SIZES[size])))
    file: IO[bytes] = default_storage.open(path)
    return file


def _draw(source: str, number: int, edge: int) -> bytes:
    failed = NotFound(_("这一页无法显示，文件可能已损坏，请下载后查看。"))
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        inside, target = Path(folder) / "in.pdf", Path(folder) / "out.webp"
        with default_storage.open(source) as file, inside.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
        command = [sys.executable, "-m", "zhuke.modules.library.domain.page", str(inside), str(target), str(edge), str(number)]
        try:
            done = subprocess.run(command, timeout=PAGE_SECONDS, capture_output=True, check=False)
        except subprocess.TimeoutExpired as error:
            raise failed from error
        if done.returncode == NO_PAGE:
            raise NotFound(_("没有这一页。"))
        if done.returncode != 0 or not target.exists():
            raise failed
        return target.read_bytes()


def convert(version_id: str) -> str:
    """Make a PDF of an Office file; returns what came of it. Idempotent."""
    version = DocumentVersion.objects.filter(pk=version_id).first()
    program = office_program()
    if version is None or version.office_pdf or not program or not is_office(version.name):
        return "nothing to do"
    stored = stored_of(version)
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        source = Path(folder) / f"in.{ending_of(stored.name)}"
        copy_out(stored, source)
        if not _run(program, Path(folder), source):
            return "failed"
        made = Path(folder) / "in.pdf"
        if not made.exists() or made.stat().st_size > OFFICE_PDF_MOST:
            return "failed"
        with made.open("rb") as file:
            path = default_storage.save(f"previews/{stored.sha256[:2]}/{stored.sha256}-office.pdf", File(file))
    pages = _pages(path)
    DocumentVersion.objects.filter(pk=version.pk).update(office_pdf=path, pages=pages)
    return "done"


def _pages(path: str) -> int | None:
    import pypdfium2

    try:
        with default_storage.open(path) as file:
            return len(pypdfium2.PdfDocument(file.read()))
    except pypdfium2.PdfiumError:
        return None


def _run(program: str, folder: Path, source: Path) -> bool:
    """Run LibreOffice with a profile of its own; whatever it started ends with it."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    limited = [sys.executable, "-m", "zhuke.modules.library.domain.office", program]
    command = [*limited, profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": os.environ.get("LANG", "C.UTF-8")}
    env["PYTHONPATH"] = os.pathsep.join(sys.path)
    running = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return running.wait(timeout=OFFICE_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
