"""Reading Primavera XER: tables as lines of tabs."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from zhuke.commons.imports import encoding
from zhuke.commons.imports.findings import UnreadableFile

from . import codecs as c
from .p6 import P6, Record, build
from .p6_calendars import from_data
from .plan_file import PlanFile
from .refusals import BadPlanFile, warning

_WANTED = {
    "PROJECT": "projects",
    "PROJWBS": "wbs",
    "TASK": "tasks",
    "TASKPRED": "links",
    "RSRC": "resources",
    "RSRCRATE": "rates",
    "TASKRSRC": "assignments",
    "SCHEDOPTIONS": "options",
}
_LINES = re.compile(r"\r\n|\n|\r")  # nothing else ends a line: splitlines() would cut at characters inside of names


def read(path: Path, project: str | None = None) -> PlanFile:
    """The plan of one project of an XER file (see ``p6.build``). Raises BadPlanFile."""
    tables = P6("xer")
    calendars: list[Record] = []
    table, columns, ended = "", [""], False
    for line in _LINES.split(_text(path)):
        mark, _tab, rest = line.partition("\t")
        if mark == "%T":
            table, columns = rest.strip(), []
        elif mark == "%F":
            columns = rest.split("\t")
        elif mark == "%R" and (table in _WANTED or table == "CALENDAR"):
            row = dict(zip((name.strip() for name in columns), rest.split("\t"), strict=False))
            (calendars if table == "CALENDAR" else getattr(tables, _WANTED[table])).append(row)
        elif mark == "%E":
            ended = True
    if not ended:
        tables.plan.findings.append(warning("no_end", _("文件没有结束标记，可能没有传完整，请核对任务数。")))
    for number, row in enumerate(calendars, 1):
        key = row.get("clndr_id", "")
        tables.calendars[key] = from_data(
            c.read_int(key) or number,
            row.get("clndr_name", ""),
            c.read_int(row.get("base_clndr_id", "")),
            row.get("clndr_data", ""),
            tables.plan.findings,
        )
    return build(tables, project)


def _text(path: Path) -> str:
    try:
        found = encoding.detect(path)
    except UnreadableFile as problem:
        raise BadPlanFile("broken", detail=problem.message) from problem
    # A few stray bytes in GB 18030 are the currency signs of a Western file.
    return path.read_bytes().decode("cp1252" if found.damaged else found.name, "replace")
