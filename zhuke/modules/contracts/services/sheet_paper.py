"""A site variation on paper: what was done, photos of it, who signed. Always in Chinese, as the contract is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from zhuke.commons.documents import compile_pdf
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.modules.contracts.models import Variation, VariationLine
from zhuke.modules.quotes.domain.capitals import in_capitals
from zhuke.modules.quotes.services.paper import company_of

from .signatures import photos_of, shown
from .wording import money, number

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "contracts" / "sheet.typ"
MOST_PHOTOS, PHOTO_EDGE = 12, 1200


def pdf_of(variation: Variation) -> bytes:
    """The PDF of a sheet as it is now, at most twelve photos of it."""
    with translation.override("zh-hans"):
        pictures: dict[str, bytes] = {}
        content = _content(variation, pictures)
        return compile_pdf(TEMPLATE, content, pictures)


def file_name(variation: Variation) -> str:
    """What the file is called when it is sent or saved."""
    name = "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in variation.name)[:60]
    return f"{_('签证单')}-{variation.number}-{name}.pdf"


def _content(variation: Variation, pictures: dict[str, bytes]) -> dict[str, Any]:
    contract = variation.contract
    lines = list(VariationLine.objects.filter(variation=variation).order_by("position", "pk"))
    photos, left_out = _photos(variation, pictures)
    return {
        "title": f"{_('现场签证单')} {variation.number}",
        "heading": _("现场签证单"),
        "number": variation.number,
        "company": company_of(contract.unit).name,
        "watermark": "" if variation.state == "approved" or variation.signed_on else _("草稿"),
        "facts": [[label, value] for label, value in _facts(variation) if value],
        "reason": [_("事由及内容"), variation.reason],
        "heads": [_("序号"), _("名称"), _("单位"), _("数量"), _("含税单价/元"), _("含税金额/元")],
        "lines": [_line(one) for one in lines],
        "total": [] if variation.amount is None else [_("合计"), f"¥{money(variation.amount)}", in_capitals(variation.amount)],
        "photos": {"heading": _("现场照片"), "items": photos, "left_out": left_out},
        "signatures": {"heading": _("签字"), "items": [_signature(one, pictures) for one in shown(variation)]},
        "empty": _("尚无签字"),
    }


def _facts(variation: Variation) -> list[tuple[str, str]]:
    spot = "" if variation.latitude is None else f"{variation.latitude:.6f}, {variation.longitude:.6f}"
    if spot and variation.accuracy is not None:
        spot += _("（±%(n)d 米）") % {"n": variation.accuracy}
    return [
        (_("签证名称"), variation.name),
        (_("签证编号"), variation.number),
        (_("项目"), variation.project.name if variation.project else ""),
        (_("合同"), variation.contract.name),
        (_("部位"), variation.place),
        (_("发生日期"), str(variation.happened_on or "")),
        (_("增减工期"), "" if not variation.days else _("%(n)d 天") % {"n": variation.days}),
        (_("定位"), spot),
    ]


def _line(line: VariationLine) -> list[str]:
    return [str(line.position), line.name, line.uom, number(line.quantity), money(line.unit_price), money(line.amount)]


def _photos(variation: Variation, pictures: dict[str, bytes]) -> tuple[list[list[str]], str]:
    """(file, caption) of the photos, and what is not printed."""
    rows = photos_of(variation)
    shown_rows: list[list[str]] = []
    for version in rows:
        if len(shown_rows) == MOST_PHOTOS:
            break
        if (made := _smaller(version)) is not None:
            name = f"photo-{len(shown_rows) + 1}.jpg"
            pictures[name] = made
            shown_rows.append([name, f"{version.name}　{timezone.localtime(version.created_at):%Y-%m-%d %H:%M}"])
    hidden = len(rows) - len(shown_rows)
    return shown_rows, _("另有 %(n)d 个附件没有印出。") % {"n": hidden} if hidden else ""


def _smaller(version: FileVersion) -> bytes | None:
    """A photo upright and small enough for paper; None: it is no picture that can be printed."""
    try:
        with default_storage.open(version.path) as file, Image.open(file) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
            target = io.BytesIO()
            upright.save(target, "JPEG", quality=82)
            return target.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _signature(one: dict[str, Any], pictures: dict[str, bytes]) -> dict[str, Any]:
    drawn = ""
    if one["file"]:
        drawn = f"signature-{one['id']}.png"
        pictures[drawn] = _drawn(one["file"])
    spot = "" if one["latitude"] is None else f"{one['latitude']:.6f}, {one['longitude']:.6f}"
    return {
        "role": one["role_label"],
        "who": "　".join(text for text in (one["company"], one["name"]) if text),
        "name": one["name"],
        "picture": drawn,
        "how": _("手写签字") if drawn else _("输入姓名确认"),
        "at": f"{timezone.localtime(one['signed_at']):%Y-%m-%d %H:%M}",
        "spot": spot,
        "digest": one["digest"][:16],
        "changed": "" if one["intact"] else _("签字后内容有变化：%(what)s") % {"what": "、".join(one["differences"])},
    }


def _drawn(file: Any) -> bytes:
    version = Attachment.objects.get(pk=file).versions.get(number=1)
    with default_storage.open(version.path) as stored:
        return bytes(stored.read())
