"""The agenda of a meeting: a short list inside the record, so its shape is checked here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.errors import invalid

MOST = 50
LENGTHS = {"title": 160, "who": 80, "note": 1000}


def clean(value: Any) -> list[dict[str, Any]]:
    """``[{"title", "who", "minutes", "note"}]`` with unknown parts refused. Raises invalid."""
    if value in (None, ""):
        return []
    if not isinstance(value, list) or len(value) > MOST:
        raise invalid({"agenda": [_("议程应是列表，最多 %(n)d 项，请改正。") % {"n": MOST}]})
    return [_item(entry, number) for number, entry in enumerate(value, 1)]


def _item(entry: Any, number: int) -> dict[str, Any]:
    if not isinstance(entry, dict) or set(entry) - {*LENGTHS, "minutes"}:
        raise _bad(number, _("内容不能识别"))
    found: dict[str, Any] = {}
    for name, most in LENGTHS.items():
        text = entry.get(name) or ""
        if not isinstance(text, str) or "\x00" in text or len(text) > most:
            raise _bad(number, _("文字过长或有不能保存的字符"))
        found[name] = text.strip()
    if not found["title"]:
        raise _bad(number, _("没有标题"))
    minutes = entry.get("minutes")
    if minutes is not None and (isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 < minutes <= 1440):
        raise _bad(number, _("时长应是 1 到 1440 分钟"))
    return found | {"minutes": minutes}


def _bad(number: int, why: Any) -> Exception:
    return invalid({"agenda": [_("第 %(n)d 项议程：%(why)s，请改正。") % {"n": number, "why": why}]})
