"""The filter language: one compiler from JSON to a Q. Lists, views, segments, rules and drill-downs all pass here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from .access import Actor
from .errors import DomainError
from .fields import FieldSpec, custom_specs
from .ids import parse_uuid
from .resource import Resource, by_name

MAX_NODES = 100
MAX_VALUES = 2000
SPANS = {"d": 1, "w": 7, "m": 30, "y": 365}


def bad(message: str) -> DomainError:
    """The error for a filter that cannot be understood."""
    return DomainError("bad_filter", message)


def readable_specs(actor: Actor, resource: Resource) -> dict[str, FieldSpec]:
    """Fields of ``resource`` that ``actor`` may read, custom ones included; masked ones are absent."""
    specs = {name: spec for name, spec in resource.specs.items() if name not in resource.masked or actor.sees(resource.name, name)}
    return specs | custom_specs(resource.name)


def find_field(actor: Actor, resource: Resource, name: str) -> FieldSpec:
    """Resolve a dotted name through references, each step within the actor's rights. Raises bad_filter."""
    head, _dot, rest = name.partition(".")
    spec = readable_specs(actor, resource).get(head)
    if spec is None:
        raise bad(_("不能按“%(name)s”筛选：没有这个字段，或您无权查看它。请从字段列表中选择。") % {"name": name})
    if not rest:
        return spec
    target = by_name(spec.ref_name() or "") if not spec.custom else None
    if target is None or not actor.can(target.name, "read"):
        raise bad(_("不能按“%(name)s”筛选：没有这个字段，或您无权查看它。请从字段列表中选择。") % {"name": name})
    inner = find_field(actor, target, rest)
    return FieldSpec(**{**inner.__dict__, "path": f"{spec.column}__{inner.column}"})


def names_in(node: Any) -> set[str]:
    """The field names that a filter mentions."""
    if isinstance(node, dict):
        return set().union(*(names_in(child) for part in node.values() for child in (part if isinstance(part, list) else [part])), set())
    if isinstance(node, list) and node and isinstance(node[0], str):
        return {node[0]}
    return set().union(*(names_in(child) for child in node), set()) if isinstance(node, list) else set()


@dataclass
class Compiler:
    """Compiles one filter for one actor; dates are those of ``today``."""

    actor: Actor
    resource: Resource
    today: dt.date
    nodes: int = 0

    def compile(self, node: Any) -> Q:
        """Return the Q of a node. Raises bad_filter with a sentence for people."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise bad(_("筛选条件太多，请减少到 %(n)s 个以内。") % {"n": MAX_NODES})
        if isinstance(node, dict) and len(node) == 1:
            return self._group(*next(iter(node.items())))
        if isinstance(node, list) and len(node) == 3 and isinstance(node[0], str) and isinstance(node[1], str):
            return self._leaf(node[0], node[1], node[2])
        raise bad(_("筛选条件的写法不对，应为 [字段, 比较, 值] 或 and/or/not 组合。"))

    def _group(self, key: str, parts: Any) -> Q:
        if key == "not":
            return ~self.compile(parts)
        if key not in ("and", "or") or not isinstance(parts, list):
            raise bad(_("筛选条件的写法不对，应为 [字段, 比较, 值] 或 and/or/not 组合。"))
        joined = Q()
        for part in parts:
            joined = joined & self.compile(part) if key == "and" else joined | self.compile(part)
        return joined

    def _leaf(self, name: str, op: str, value: Any) -> Q:
        spec = find_field(self.actor, self.resource, name)
        if op not in spec.ops:
            raise bad(_("字段“%(field)s”不支持比较方式“%(op)s”。") % {"field": spec.label, "op": op})
        return self._condition(spec, op, value) & self._guard(name)

    def _guard(self, name: str) -> Q:
        """References on the way must be visible themselves, or a filter could feel out what lies beyond the scope."""
        resource, prefix, guard = self.resource, "", Q()
        for step in name.split(".")[:-1]:
            prefix += f"{resource.specs[step].column}__"
            resource = by_name(resource.specs[step].ref_name() or "") or resource
            guard &= resource.scope.q(self.actor, resource, "read", prefix)
        return guard

    def _condition(self, spec: FieldSpec, op: str, value: Any) -> Q:
        column = spec.column
        if op == "empty":
            return _empty(spec) if value else ~_empty(spec)
        if op in ("older_than", "within", "next", "period"):
            return self._relative(spec, op, value)
        if op == "between":
            low, high = self._pair(spec, value)
            return self._compare(spec, ">=", low) & self._compare(spec, "<=", high)
        if op in ("in", "not_in", "has_any", "has_all"):
            values = [self.value(spec, v) for v in self._many(value)]
            lookup = {"has_any": "overlap", "has_all": "contains"}.get(op, "in")
            found = Q(**{f"{column}__{lookup}": values})
            return ~found if op == "not_in" else found
        if op == "has":
            return Q(**{f"{column}__contains": [self.value(spec, value)]})
        if op == "under":
            return Q(**{f"{column}__path__startswith": self._path(value)})
        if op in ("contains", "starts"):
            return Q(**{f"{column}__{'icontains' if op == 'contains' else 'istartswith'}": self.text(value)})
        return self._compare(spec, op, self.value(spec, value))

    def _compare(self, spec: FieldSpec, op: str, value: Any) -> Q:
        if spec.type == "datetime" and not isinstance(value, dt.datetime):
            return self._day(spec.column, op, value)
        if op == "!=":
            return ~Q(**{spec.column: value})
        return Q(**{spec.column + {"=": "", ">": "__gt", ">=": "__gte", "<": "__lt", "<=": "__lte"}[op]: value})

    def _day(self, column: str, op: str, day: dt.date) -> Q:
        start, end = midnight(day), midnight(day + dt.timedelta(days=1))
        return {
            "=": Q(**{f"{column}__gte": start, f"{column}__lt": end}),
            "!=": ~Q(**{f"{column}__gte": start, f"{column}__lt": end}),
            ">": Q(**{f"{column}__gte": end}),
            ">=": Q(**{f"{column}__gte": start}),
            "<": Q(**{f"{column}__lt": start}),
            "<=": Q(**{f"{column}__lt": end}),
        }[op]

    def _relative(self, spec: FieldSpec, op: str, value: Any) -> Q:
        if op == "period":
            first, last = period(str(value), self.today)
        else:
            days = span(value)
            if op == "older_than":
                return self._compare(spec, "<", self.today - dt.timedelta(days=days)) | Q(**{f"{spec.column}__isnull": True})
            step = dt.timedelta(days=days)
            first, last = (self.today - step, self.today) if op == "within" else (self.today, self.today + step)
        return self._compare(spec, ">=", self._as_stored(spec, first)) & self._compare(spec, "<=", self._as_stored(spec, last))

    def _as_stored(self, spec: FieldSpec, day: dt.date) -> Any:
        return day.isoformat() if spec.custom else day

    def _pair(self, spec: FieldSpec, value: Any) -> tuple[Any, Any]:
        if not isinstance(value, list) or len(value) != 2:
            raise bad(_("“介于”需要起止两个值。"))
        return self.value(spec, value[0]), self.value(spec, value[1])

    def _many(self, value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > MAX_VALUES:
            raise bad(_("请给出一组值，最多 %(n)s 个。") % {"n": MAX_VALUES})
        return value

    def _path(self, value: Any) -> str:
        units = by_name("units")
        key = self.actor.unit if value == "$my_unit" else parse_uuid(value)
        path = units.model._default_manager.filter(pk=key).values_list("path", flat=True).first() if units else None
        if path is None:
            raise bad(_("没有找到该组织单元，请重新选择。"))
        return str(path)

    def text(self, value: Any) -> str:
        """A plain text of bounded length, NUL refused."""
        if not isinstance(value, (str, int, float)) or len(str(value)) > 500 or "\x00" in str(value):
            raise bad(_("筛选值应为不超过 500 个字的文字。"))
        return str(value)

    def value(self, spec: FieldSpec, value: Any) -> Any:
        """The value in the field's own type. Raises bad_filter."""
        if value == "$me" and spec.family == "ref":
            return self.actor.id
        if value == "$my_unit" and spec.family == "ref":
            return self.actor.unit
        parsed = _PARSERS[spec.family](self, value) if spec.family in _PARSERS else self.text(value)
        if parsed is None:
            raise bad(_("“%(value)s”不是字段“%(field)s”的有效值，请改正后再筛选。") % {"value": str(value)[:50], "field": spec.label})
        if spec.custom:
            return str(parsed) if spec.family in ("ref", "date") else float(parsed) if spec.family == "number" else parsed
        return parsed


def _number(_compiler: Compiler, value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**16 else None


def _date(_compiler: Compiler, value: Any) -> dt.date | dt.datetime | None:
    try:
        text = str(value)
        day = parse_date(text)
        if day:
            return day if 1900 <= day.year <= 2200 else None
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or not 1900 <= moment.year <= 2200:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


_PARSERS: dict[str, Callable[[Compiler, Any], Any]] = {
    "number": _number,
    "date": _date,
    "yesno": lambda _compiler, value: value if isinstance(value, bool) else None,
    "ref": lambda _compiler, value: parse_uuid(value),
}


def _empty(spec: FieldSpec) -> Q:
    if spec.custom:
        head, _sep, key = spec.column.rpartition("__")
        return ~Q(**{f"{head}__has_key": key}) | Q(**{spec.column: None}) | Q(**{spec.column: ""})
    missing = Q(**{f"{spec.column}__isnull": True})
    if spec.family in ("text", "choice"):
        return missing | Q(**{spec.column: ""})
    return missing | Q(**{f"{spec.column}__len": 0}) if spec.family == "choices" else missing


def span(value: Any) -> int:
    """Days in ``7d``, ``2w``, ``3m`` (30 days each) or ``1y``. Raises bad_filter."""
    text = str(value)
    if len(text) < 2 or len(text) > 6 or text[-1] not in SPANS or not text[:-1].isascii() or not text[:-1].isdigit():
        raise bad(_("时间跨度应写成 7d、2w、3m 或 1y。"))
    days = int(text[:-1]) * SPANS[text[-1]]
    if days > 36500:
        raise bad(_("时间跨度不能超过 100 年。"))
    return days


def period(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a named period; weeks start on Monday. Raises bad_filter."""
    day = dt.timedelta(days=1)
    monday = today - day * today.weekday()
    month = today.replace(day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    year = today.replace(month=1, day=1)

    def after(first: dt.date, months: int) -> dt.date:
        index = first.year * 12 + first.month - 1 + months
        return dt.date(index // 12, index % 12 + 1, 1)

    known = {
        "today": (today, today),
        "yesterday": (today - day, today - day),
        "this_week": (monday, monday + 6 * day),
        "last_week": (monday - 7 * day, monday - day),
        "this_month": (month, after(month, 1) - day),
        "last_month": (after(month, -1), month - day),
        "this_quarter": (quarter, after(quarter, 3) - day),
        "last_quarter": (after(quarter, -3), quarter - day),
        "this_year": (year, after(year, 12) - day),
        "last_year": (after(year, -12), year - day),
    }
    if name not in known:
        raise bad(_("不认识的期间“%(name)s”。") % {"name": name[:30]})
    return known[name]


def midnight(day: dt.date) -> dt.datetime:
    """The start of a day in the firm's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def compile_filter(actor: Actor, resource: Resource, node: Any, *, today: dt.date | None = None) -> Q:
    """Compile ``node`` (None or {}: everything) for ``actor``. Raises bad_filter."""
    if node in (None, {}, []):
        return Q()
    return Compiler(actor, resource, today or timezone.localdate()).compile(node)


def normal(text: str) -> str:
    """Full width to half width, lower case: how search texts are stored and asked."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def search(actor: Actor, resource: Resource, text: str) -> Q:
    """The rows whose search text holds every word of ``text``; masked values count only for those who see all of them."""
    words = [w for w in normal(text.replace("\x00", ""))[:100].split() if w]
    private = all(actor.sees(resource.name, name) for name in resource.masked)
    found = Q()
    for word in words[:8]:
        match = _word("search_text", "grams", word)
        found &= match | _word("search_private", "grams_private", word) if private else match
    return found


def _word(column: str, grams: str, word: str) -> Q:
    if len(word) == 1:
        return Q(**{f"{column}__startswith": word})
    return Q(**{f"{grams}__contains": sorted({word[i : i + 2] for i in range(len(word) - 1)}), f"{column}__contains": word})
