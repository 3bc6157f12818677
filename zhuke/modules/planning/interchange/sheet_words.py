"""What people write in plans kept in a table: headings, durations, predecessors."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from zhuke.modules.planning.domain.network import Constraint, LinkKind

COLUMNS = {
    "id": "标识号|id|序号|行号|no.|no|任务id",
    "wbs": "wbs|wbs编码|wbs码|wbs code|编码|编号|任务编号|任务编码|大纲数字|outline number|作业代码|activity id",
    "level": "大纲级别|级别|层级|outline level|level",
    "name": "任务名称|名称|任务|工作名称|工作内容|工序名称|工序|施工内容|施工任务|分部分项工程|分部分项|项目名称|作业名称|"
    "task name|name|task|activity name",
    "duration": "工期|计划工期|持续时间|工期天|天数|历时|duration|original duration|工作日",
    "start": "开始时间|开始|开始日期|计划开始|计划开始时间|计划开始日期|计划开工|开工日期|开工时间|start|start date|planned start",
    "finish": "完成时间|完成|完成日期|结束|结束时间|结束日期|计划完成|计划完成时间|计划完成日期|计划结束|计划竣工|竣工日期|完工日期|"
    "finish|finish date|end|end date|planned finish",
    "predecessors": "前置任务|前置|前置工作|紧前工作|紧前任务|紧前工序|前导任务|predecessors|predecessor",
    "progress": "完成百分比|进度|完成率|完成比例|完成情况|% complete|percent complete|progress|complete",
    "actual_start": "实际开始|实际开始时间|实际开始日期|实际开工|actual start",
    "actual_finish": "实际完成|实际完成时间|实际完成日期|实际结束|实际竣工|actual finish|actual end",
    "constraint": "限制类型|约束类型|constraint type|constraint",
    "constraint_at": "限制日期|约束日期|constraint date",
    "deadline": "截止日期|最后期限|期限|deadline",
    "milestone": "里程碑|是否里程碑|milestone",
    "resources": "资源名称|资源|责任人|负责人|班组|resource names|resources",
    "priority": "优先级|priority",
    "notes": "备注|说明|notes|note|remarks",
}
_BY_WORD = {word: name for name, words in COLUMNS.items() for word in words.split("|")}
_UNIT = re.compile(r"\(.*?\)|\[.*?\]|:|：|\*")

CONSTRAINTS = {
    Constraint.ASAP: "越早越好|as soon as possible",
    Constraint.ALAP: "越晚越好|as late as possible",
    Constraint.SNET: "不得早于...开始|不得早于…开始|start no earlier than",
    Constraint.SNLT: "不得晚于...开始|不得晚于…开始|start no later than",
    Constraint.FNET: "不得早于...完成|不得早于…完成|finish no earlier than",
    Constraint.FNLT: "不得晚于...完成|不得晚于…完成|finish no later than",
    Constraint.MSO: "必须开始于|must start on",
    Constraint.MFO: "必须完成于|must finish on",
}
_CONSTRAINT = {word: kind for kind, words in CONSTRAINTS.items() for word in words.split("|")}
# Unit → (minutes of work or of a day counted as work, elapsed)
_ELAPSED = re.compile(r"^(?:e(?!nd)|已用|自然|日历|个自然|个日历|连续|个连续)")
_WHOLE_DAY = 1440
_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_SPAN = re.compile(_NUMBER + r"\s*([^\d\s?？]*)\s*[?？]?$")
_PREDECESSOR = re.compile(r"^(?P<ref>.+?)\s*(?P<kind>FS|SS|FF|SF)?\s*(?P<lag>[+-]\s*\d[\d.]*\s*[^\d\s]*)?$", re.IGNORECASE)
_KIND_WORDS = {"完成-开始": "FS", "开始-开始": "SS", "完成-完成": "FF", "开始-完成": "SF"}


class Span(NamedTuple):
    """Minutes of work, or of the clock where ``elapsed``; ``percent`` instead of minutes."""

    minutes: int
    elapsed: bool = False
    percent: Decimal | None = None


class Predecessor(NamedTuple):
    """One entry of the column: whom it names as the file writes it, how, and how far apart."""

    ref: str
    kind: LinkKind
    lag: Span


def column_of(heading: str) -> str | None:
    """The column that a heading names: 工期（天） is ``duration``."""
    text = " ".join(unicodedata.normalize("NFKC", heading).lower().split())
    bare = _UNIT.sub("", text).strip()
    return _BY_WORD.get(text) or _BY_WORD.get(bare) or _BY_WORD.get(bare.replace(" ", ""))


def constraint_of(text: str) -> Constraint | None:
    """The constraint that a cell names, in Chinese, English or by its letters (SNET)."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if word in Constraint._value2member_map_:
        return Constraint(word)
    return _CONSTRAINT.get(word) or _CONSTRAINT.get(text.strip())


def span_of(text: str, minutes_per_day: int, days_per_week: int = 5) -> Span | None:
    """A duration: 5, 5天, 5 个工作日, 2.5d, 8小时, 2周, 3ed, 50%. A bare number is days."""
    found = _SPAN.match(unicodedata.normalize("NFKC", text).strip().replace(",", ""))
    if not found:
        return None
    number, unit = Decimal(found[1]), found[2].lower()
    if unit == "%":
        return Span(0, percent=number)
    elapsed = bool(_ELAPSED.match(unit))
    unit = _ELAPSED.sub("", unit).removeprefix("个")
    factor = _factor(unit, elapsed, minutes_per_day, days_per_week)
    minutes = None if factor is None else number * factor
    return None if minutes is None or minutes > 60 * 24 * 366 * 50 else Span(round(minutes), elapsed)


def _factor(unit: str, elapsed: bool, day: int, week: int) -> int | None:
    whole = _WHOLE_DAY if elapsed else day
    if unit in ("", "d", "day", "days", "天", "日", "工作日", "工日"):
        return whole
    if unit in ("h", "hr", "hrs", "hour", "hours", "小时", "工时", "时"):
        return 60
    if unit in ("m", "min", "mins", "minute", "minutes", "分钟", "分", "分钟工时"):
        return 1
    if unit in ("w", "wk", "wks", "week", "weeks", "周", "星期"):
        return whole * (7 if elapsed else week)
    if unit in ("mo", "mon", "mons", "month", "months", "月", "个月"):
        return whole * (30 if elapsed else 20)
    return None


def predecessors_of(text: str, minutes_per_day: int) -> tuple[list[Predecessor], list[str]]:
    """The entries of a cell like ``3FS+2天,5SS`` and those that cannot be read."""
    found: list[Predecessor] = []
    bad: list[str] = []
    for part in re.split(r"[,;、\n]+", unicodedata.normalize("NFKC", text)):
        entry = part.strip()
        if not entry:
            continue
        read = _predecessor(entry, minutes_per_day)
        if read is None:
            bad.append(entry)
        else:
            found.append(read)
    return found, bad


def _predecessor(entry: str, minutes_per_day: int) -> Predecessor | None:
    for words, letters in _KIND_WORDS.items():
        entry = entry.replace(words, letters)
    match = _PREDECESSOR.match(entry.replace("−", "-").replace("–", "-"))
    if not match:
        return None
    lag = Span(0)
    if match["lag"]:
        text = match["lag"].strip()
        span = span_of(text[1:], minutes_per_day)
        if span is None:
            return None
        lag = span
        if text[0] == "-":
            lag = Span(-span.minutes, span.elapsed, -span.percent if span.percent is not None else None)
    return Predecessor(match["ref"].strip(), LinkKind((match["kind"] or "FS").upper()), lag)
