"""An approval on paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.documents import compile_pdf

from .models import Approval

TEMPLATE = Path(__file__).resolve().parent / "templates" / "approvals" / "approval.typ"


def pdf_of(found: Mapping[str, Any]) -> bytes:
    """The PDF of an approval as ``detail`` answers it: the same facts that whoever prints it may see."""
    return compile_pdf(TEMPLATE, content_of(found))


def file_name(found: Mapping[str, Any]) -> str:
    """What the file is called, ready for a header."""
    name = "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in str(found["title"]))[:60]
    return quote(f"{found['label']}-{name}.pdf")


def content_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """All that the template prints, in the language of the request."""
    states = dict(Approval.STATES)
    return {
        "heading": found["label"],
        "title": found["title"],
        "state": str(states[found["state"]]),
        "labels": {"facts": _("审批内容"), "steps": _("审批记录"), "note": _("提交说明"), "printed": _("打印时间")},
        "printed": _moment(timezone.now()),
        "head": [
            [_("提交人"), _label(found["submitter"])],
            [_("所属单位"), _label(found["unit"])],
            [_("提交时间"), _moment(found["submitted_at"])],
            [_("结束时间"), _moment(found["finished_at"])],
            [_("审批状态"), str(states[found["state"]])],
            [_("审批流程"), f"{found['flow']['name']} V{found['flow']['number']}"],
        ],
        "note": found["note"],
        "facts": [[fact["label"], fact["text"]] for fact in found["facts"]],
        "tables": [
            {
                "label": table["label"],
                "heads": [column["label"] for column in table["columns"]],
                "rows": [[row[column["name"]] for column in table["columns"]] for row in table["rows"]],
            }
            for table in found["tables"]
            if table["columns"]
        ],
        "heads": [_("时间"), _("节点"), _("人员"), _("处理"), _("意见")],
        "steps": [_step(step) for step in found["timeline"] if step["kind"] != "reminded"],
    }


def _step(step: Mapping[str, Any]) -> list[str]:
    who = _label(step["who"])
    if step["for"]:
        who = _("%(who)s（代 %(for)s）") % {"who": who, "for": step["for"]["label"]}
    # Whose turn went to whom; else those who were added or got a copy.
    between = " → " if step["kind"] in ("handed_over", "reassigned", "left") else "、"
    others = between.join(person["label"] for person in step["people"] if person)
    what = f"{step['text']} {others}".strip()
    return [_moment(step["at"]), step["node"], who, what, step["opinion"]]


def _label(reference: Mapping[str, Any] | None) -> str:
    return str(reference["label"]) if reference else ""


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
