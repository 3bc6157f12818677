"""Values between a cell, the JSON of an import row, and what a service takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.imports import amounts, cells, dates, phones
from zhuke.commons.imports.findings import Finding, error
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.ids import parse_uuid

from .targets import in_other_language

Convert = Callable[[Any], tuple[Any, list[Finding]]]
_ENCODER = msgspec.json.Encoder()  # one for all: making it takes longer than a row's JSON
UNRESOLVED = "$label"  # a reference to a record that this very file may still create
_CODES = re.compile(r"代码|编号|编码|账号|帐号|卡号|证号|税号|单号|code|number|account", re.IGNORECASE)
_MAKERS: dict[str, Callable[[Any], Any]] = {
    "decimal": Decimal, "money": Decimal, "percent": Decimal, "date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat,
}  # fmt: skip
_NUMERIC = frozenset(["integer", "decimal", "money", "percent"])


@dataclass(frozen=True)
class ColumnHints:
    """What the column around a cell tells: unit of the header, order of day and month, words that the person mapped by hand."""

    unit: str = ""
    order: dates.Order | None = None
    value_map: Mapping[str, Any] = field(default_factory=dict)


def converter(spec: FieldSpec, hints: ColumnHints) -> Convert:
    """A function from raw cell to (JSON value or None, findings) for one field. References come out as the text to look up."""
    plain = _typed(spec, hints)
    if not hints.value_map:
        return plain
    mapped = {cells.folded(text): value for text, value in hints.value_map.items()}

    def convert(value: Any) -> tuple[Any, list[Finding]]:
        key = cells.folded(cells.plain(value))
        return (mapped[key] or None, []) if key in mapped else plain(value)

    return convert


def _typed(spec: FieldSpec, hints: ColumnHints) -> Convert:
    if spec.type in _NUMERIC:
        return _number(spec, hints)
    if spec.type == "date":
        return lambda value: _iso(dates.to_date(value, hints.order))
    if spec.type == "datetime":
        return lambda value: _iso(dates.to_datetime(value, hints.order))
    if spec.type == "choice":
        return cells.choice_finder(_active(spec), in_other_language(lambda: _active(spec)))
    if spec.type == "choices":
        return _several(spec)
    simple: dict[str, Convert] = {"phone": phones.to_phone, "email": cells.to_email, "yesno": cells.to_yesno, "tags": cells.to_list}
    return simple.get(spec.type) or _text(spec)


def _text(spec: FieldSpec) -> Convert:
    longest = spec.max_length
    if spec.family == "ref":
        return lambda value: cells.to_text(value, 200)
    if spec.type == "text" and (_CODES.search(str(spec.label)) or _CODES.search(spec.name)):
        return lambda value: cells.to_code(value, longest)

    def convert(value: Any) -> tuple[Any, list[Finding]]:
        text, findings = cells.to_text(value, longest)
        if isinstance(value, float) and (lost := cells.lost_digits(value, text or "")):
            return None, lost
        return text, findings

    return convert


def _number(spec: FieldSpec, hints: ColumnHints) -> Convert:
    places = 2 if spec.type in ("money", "percent") else spec.digits
    unit = hints.unit if spec.type in ("money", "decimal") and hints.unit != "%" else ""
    low, high = spec.minimum, spec.maximum

    def convert(value: Any) -> tuple[Any, list[Finding]]:
        number: Any
        if spec.type == "integer":
            number, findings = amounts.to_integer(value)
        elif spec.type == "percent":
            number, findings = amounts.to_percent(value, hints.unit == "%")
        else:
            number, findings = amounts.to_decimal(value, unit, places)
        if number is None:
            return None, findings
        if (low is not None and number < low) or (high is not None and number > high):
            return None, [*findings, error("out_of_range", _range_sentence(number, low, high))]
        if spec.type == "integer":
            return (int(number), findings) if abs(number) < 2**31 else (None, [error("number_too_big", _("数字过大，请核对单位和位数。"))])
        return format(Decimal(number), "f"), findings

    return convert


def _range_sentence(number: Any, low: Any, high: Any) -> str:
    if low is not None and number < low:
        return _("%(value)s 小于允许的最小值 %(limit)s，请核对。") % {"value": number, "limit": low}
    return _("%(value)s 大于允许的最大值 %(limit)s，请核对。") % {"value": number, "limit": high}


def _several(spec: FieldSpec) -> Convert:
    find = cells.choice_finder(_active(spec), in_other_language(lambda: _active(spec)))

    def convert(value: Any) -> tuple[Any, list[Finding]]:
        whole, _findings = find(value)
        if whole is not None:
            return [whole], []
        parts, findings = cells.to_list(value)
        found = [find(part) for part in parts or []]
        problems = [*findings, *(finding for _code, texts in found for finding in texts)]
        return (None if problems else list(dict.fromkeys(code for code, _texts in found if code)) or None), problems

    return convert


def _active(spec: FieldSpec) -> list[tuple[str, str]]:
    return [(str(option["value"]), str(option["label"])) for option in spec.options() if option["active"]]


def _iso(found: tuple[Any, list[Finding]]) -> tuple[Any, list[Finding]]:
    value, findings = found
    return (value.isoformat() if value is not None else None), findings


def ready(spec: FieldSpec, value: Any) -> tuple[str, Any]:
    """(attribute, value) as a service takes it, out of a row's JSON."""
    if spec.family == "ref":
        return (spec.name, str(value)) if spec.custom else (f"{spec.name}_id", parse_uuid(value))
    if spec.custom:
        return spec.name, float(value) if spec.type == "decimal" else value
    make = _MAKERS.get(spec.type)
    return spec.name, make(value) if make else value


def current(spec: FieldSpec, row: Any) -> Any:
    """What a record holds now, in the JSON of import rows; None for empty."""
    value = row.custom.get(spec.name[3:]) if spec.custom else getattr(row, f"{spec.name}_id" if spec.family == "ref" else spec.name)
    if value in (None, "", [], {}):
        return None
    if isinstance(value, dt.datetime):
        return timezone.localtime(value, dates.ZONE).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | float) and not isinstance(value, bool):
        return format(Decimal(str(value)), "f")
    return str(value) if isinstance(value, UUID) else value


def same(spec: FieldSpec, old: Any, new: Any) -> bool:
    """Whether two JSON values mean the same (1.50 and 1.5, one moment in two zones)."""
    if old == new:
        return True
    if old is None or new is None:
        return False
    if spec.type in ("decimal", "money", "percent"):
        return Decimal(str(old)) == Decimal(str(new))
    if spec.type == "datetime":
        return dt.datetime.fromisoformat(old) == dt.datetime.fromisoformat(new)
    if spec.family == "choices":
        return set(old) == set(new)
    return spec.family == "text" and str(old).strip() == str(new).strip()


def dumped(value: Any) -> str:
    """Compact JSON for a COPY; characters that PostgreSQL cannot store are dropped."""
    return _ENCODER.encode(value).decode().replace("\\u0000", "") if value else "[]" if isinstance(value, list) else "{}"
