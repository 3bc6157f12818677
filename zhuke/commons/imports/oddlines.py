"""Lines below a header that are no records: sums, sections, footers, repeated headers, examples."""

import re
from collections.abc import Mapping
from typing import Any

from .cells import EMPTY_WORDS, folded, is_empty, plain
from .tables import RawRow

_SUMMARY = re.compile(
    r"(?:本页|本月|本年|年度|全部)?(?:合计|总计|小计|累计|共计|汇总|总和|平均值?)(?:[（(:：].*)?|(?:sub|grand)?total:?|sum:?|average:?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:制表|填表|审核|复核|批准|编制|统计|填报|打印|导出|负责)(?:人|单位|日期|时间|部门)?\s*[:：]|(?:注|备注|说明|填写说明|数据来源)\s*\d?[:：]"
)
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]+[章节部类]")
_EXAMPLE = re.compile(r"[（(【\[]?(?:示例|样例|范例|举例|例如|例[:：]|填写示例|example)", re.IGNORECASE)
_HINTS = frozenset(
    ["必填", "选填", "可选", "必选", "必须", "非必填", "可不填", "文本", "数字", "日期", "required", "optional", "text", "date"]
)
_FIRST = frozenset("本年全合总小累共汇平示样范举例填（(【[必选可非文数日sgtaeronSGTAERON")  # how all of these wordings begin


class OddLines:
    """Tells for the lines of one table why one is probably no record. Cheap for the many that are."""

    def __init__(self, titles: Mapping[int, str]) -> None:
        self._width = max(len(titles), 1)
        self._few = max(2, self._width // 3)
        self._titles = {column: folded(title) for column, title in titles.items()}

    def note(self, row: RawRow) -> str:
        """summary, footer, section, repeat_header, example, hint, or "" for a record."""
        filled = [(column, value) for column, value in enumerate(row.values) if value is not None and value != ""]
        if len(filled) > self._few and not self._suspicious(filled):
            return ""
        return self._note(row, [(column, plain(value)) for column, value in filled if not is_empty(value)])

    def _suspicious(self, filled: list[tuple[int, Any]]) -> bool:
        for column, value in filled[:2]:
            if type(value) is str and (value.lstrip()[:1] in _FIRST or value in EMPTY_WORDS):
                return True
            if column in self._titles and type(value) is str and folded(value) == self._titles[column]:
                return True
        return False

    def _note(self, row: RawRow, filled: list[tuple[int, str]]) -> str:
        if not filled:
            return ""
        first = filled[0][1]
        if self._repeats(filled):
            return "repeat_header"
        if any(_SUMMARY.fullmatch(re.sub(r"\s+", "", text)) for _column, text in filled[:2]):
            return "summary"
        if len(filled) <= self._few and _FOOTER.match(first):
            return "footer"
        if len(filled) == 1 and (self._wide(row) or (self._width >= 4 and _SECTION.match(first))):
            return "section"
        if _EXAMPLE.match(first) and len(first) < 30:
            return "example"
        return "hint" if len(filled) > 1 and all(folded(text) in _HINTS for _column, text in filled) else ""

    def _wide(self, row: RawRow) -> bool:
        return self._width >= 3 and any(span >= max(3, self._width / 2) for span in (row.spans or {}).values())

    def _repeats(self, filled: list[tuple[int, str]]) -> bool:
        same = sum(1 for column, text in filled if self._titles.get(column) and self._titles[column] == folded(text))
        return same >= 2 and same >= 0.8 * len(filled)
