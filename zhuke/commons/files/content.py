"""The check of what is uploaded: the name's ending, the first bytes and the inside must agree, and nothing in it may run."""

from __future__ import annotations

import re
import unicodedata
import warnings
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import filetype
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from zhuke.kernel.errors import DomainError

from .kinds import HEAD, KINDS, PROGRAM_STARTS, PROGRAMS, ZIP, Kind, zip_names

MAX_SIZE = 50 * 1024 * 1024
SVG_SIZE = 5 * 1024 * 1024
MARKUP = re.compile(rb"^\s*(<!--.*?-->\s*)*<\s*(!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE | re.DOTALL)


class TooBig(DomainError):
    """413: over the limit."""

    status = 413


def bad(message: str) -> DomainError:
    """The refusal of a file."""
    return DomainError("bad_file", message, fields={"file": [message]})


def clean_name(name: str) -> str:
    """A name without path, control and direction characters, at most 120 characters, its ending kept. Raises bad_file."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if c.isprintable() and unicodedata.category(c) not in ("Cf", "Cs", "Co")).strip(" .")
    stem, dot, ending = base.rpartition(".")
    if not dot or not stem or len(ending) > 10:
        raise bad(_("文件名“%(name)s”没有扩展名，无法判断类型。请加上扩展名（例如 .pdf）后重新上传。") % {"name": base[:60]})
    return f"{stem[:120]}.{ending}"


def check(name: str, file: IO[bytes], size: int) -> Kind:
    """The kind of a file whose name was cleaned. Raises bad_file or too_big with a sentence that says what to do."""
    ending = name.rsplit(".", 1)[-1].lower()
    if size == 0:
        raise bad(_("文件“%(name)s”是空的，请检查后重新上传。") % {"name": name})
    most = max(MAX_SIZE, (KINDS[ending].most if ending in KINDS else 0) << 20)
    if size > most:
        raise TooBig("too_big", _("文件“%(name)s”超过 %(most)s MB，请压缩或拆分后上传。") % {"name": name, "most": most >> 20})
    file.seek(0)
    head = file.read(HEAD)
    if ending in PROGRAMS or head.startswith(PROGRAM_STARTS):
        raise bad(_("不能上传“%(name)s”：程序、脚本、网页和带宏的文件可能危害同事的电脑。请另存为 PDF、xlsx 等普通格式。") % {"name": name})
    kind = KINDS.get(ending)
    if kind is None:
        raise bad(_("不支持 .%(ending)s 文件。请转成 PDF、图片或 Office 文件，或压缩成 zip 后上传。") % {"ending": ending})
    if not kind.fits(head, file):
        raise bad(_mismatch(name, ending, head))
    _look_inside(name, ending, kind, head, file)
    file.seek(0)
    return kind


def _mismatch(name: str, ending: str, head: bytes) -> str:
    real = filetype.guess(head)
    if real is not None and real.extension != ending:
        return _("“%(name)s”的内容与扩展名不符：看起来是 %(real)s 文件。请改正扩展名，或重新导出后上传。") % {
            "name": name, "real": real.extension.upper()
        }  # fmt: skip
    return _("“%(name)s”不是完好的 %(ending)s 文件，可能已损坏。请在原软件中打开并另存后重新上传。") % {
        "name": name,
        "ending": ending.upper(),
    }


def _look_inside(name: str, ending: str, kind: Kind, head: bytes, file: IO[bytes]) -> None:
    if head.startswith(ZIP):
        _check_archive(name, file)
    elif kind.preview == "image":
        _check_image(name, file)
    elif ending == "svg":
        _check_svg(name, file)
    elif ending != "eml" and MARKUP.match(head):
        raise bad(_("“%(name)s”里是网页代码，不能上传。请另存为 PDF 后上传。") % {"name": name})


def _check_archive(name: str, file: IO[bytes]) -> None:
    names = zip_names(file)
    if names is None:
        raise bad(_("“%(name)s”已损坏，打不开。请在原软件中打开并另存后重新上传。") % {"name": name})
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise bad(_("“%(name)s”含有宏，不能上传。请另存为不含宏的格式（如 xlsx、docx）。") % {"name": name})
    program = next((n for n in names if n.rsplit(".", 1)[-1].lower() in PROGRAMS), None)
    if program and name.lower().endswith(".zip"):
        raise bad(_("压缩包“%(name)s”里有程序、脚本或网页文件（%(inner)s），请去掉后重新压缩。") % {"name": name, "inner": program[-60:]})


def _check_image(name: str, file: IO[bytes]) -> None:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # huge drawings are kept, only not previewed
            Image.open(file).verify()
    except Image.DecompressionBombError:
        return
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise bad(_("图片“%(name)s”已损坏，打不开。请重新拍摄或导出后上传。") % {"name": name}) from error


def _check_svg(name: str, file: IO[bytes]) -> None:
    file.seek(0, 2)
    problem = file.tell() > SVG_SIZE
    file.seek(0)
    try:
        problem = problem or any(_runs(element) for _event, element in iterparse(file, events=("start",), forbid_dtd=False))
    except (ParseError, DefusedXmlException, ValueError):
        problem = True
    if problem:
        raise bad(_("矢量图“%(name)s”含有脚本或外部内容，不能上传。请另存为 PNG 或 PDF。") % {"name": name})


def _runs(element: Any) -> bool:
    tag = element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
    if tag in ("script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate"):
        return True
    for key, value in element.attrib.items():
        plain = key.rsplit("}", 1)[-1].lower()
        target = re.sub(r"\s", "", value).lower()
        if plain.startswith("on") or (plain == "href" and not target.startswith(("#", "data:image/"))):
            return True
    return False
