"""The cover sheet of a transmittal, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.documents import compile_pdf
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.modules.library.models import Transmittal

from . import sending
from .folders import upward_units

TEMPLATE = Path(__file__).parents[1] / "transmittal.typ"


def cover_pdf(actor: Actor, row: Transmittal) -> bytes:
    """The sheet in Chinese: it goes to the other side. Documents that the reader may not see are only counted."""
    with translation.override("zh-hans"):
        shown = sending.content(actor, row)
        data: dict[str, Any] = {
            "title": _("发文单") if row.direction == "out" else _("收文单"), "number": row.number, "sender": sender(row),
            "facts": _facts(row), "heads": [_("序号"), _("编号 / 图号"), _("资料名称"), _("版次"), _("份数")],
            "rows": [_cells(number, item) for number, item in enumerate(shown["items"], 1)],
            "hidden": _("另有 %(n)d 份资料未列出。") % {"n": shown["hidden"]} if shown["hidden"] else "",
            "people_heads": [_("收件单位"), _("收件人"), _("签收"), _("日期")],
            "people": [_person(one) for one in shown["recipients"]], "remark": row.remark,
            "sign": _("经办人："), "signer": row.owner.name if row.owner else "", "date": _("日期："),
        }  # fmt: skip
        return compile_pdf(TEMPLATE, data)


def _facts(row: Transmittal) -> list[list[str]]:
    on = row.sent_on or row.received_on
    return [
        [_("编号"), row.number], [_("主题"), row.subject], [_("项目"), row.project.name if row.project else "—"],
        [_("用途"), label("transmittal_purpose", row.purpose)], [_("方式"), label("transmittal_means", row.means)],
        [_("日期"), str(on or timezone.localdate())],
    ]  # fmt: skip


def label(dictionary: str, code: str) -> str:
    """What the firm calls an entry of a dictionary."""
    english = (translation.get_language() or "").startswith("en")
    found = next((entry for entry in config.entries(dictionary) if entry.code == code), None)
    return ((english and found.label_en) or found.label) if found else code or "—"


def sender(row: Transmittal) -> str:
    """The company that sends: people outside know no departments."""
    company = next((unit for unit in upward_units(row.unit_id) if unit.kind in ("subsidiary", "group")), row.unit)
    return str(company.name)


def _cells(number: int, item: dict[str, Any]) -> list[str]:
    version = item["revision"] or (_("第 %(n)d 版") % {"n": item["version"]} if item["version"] else _("纸质"))
    return [str(number), item["drawing_number"] or item["number"], item["document"]["label"], version, str(item["copies"])]


def _person(one: dict[str, Any]) -> list[str]:
    on = one["acknowledged_at"]
    return [one["company"], one["name"], one["acknowledged_by"], str(timezone.localdate(on)) if on else ""]
