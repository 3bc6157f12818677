"""Numbers without gaps: the counter's row stays locked until the transaction that took a number ends, and goes back with it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.pinyin import initials
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save

from .models import NumberingCounter, NumberingRule

TOKEN = re.compile(r"\{([^{}]*)\}")
PLAIN_TOKENS = frozenset({"year", "yy", "month", "day", "unit", "company"})
TAKE = """
INSERT INTO numbering_numberingcounter (rule_id, period, value) VALUES (%s, %s, %s)
ON CONFLICT (rule_id, period) DO UPDATE SET value = numbering_numberingcounter.value + %s RETURNING value
"""

_patterns: dict[str, str] = {}


def register_pattern(resource_name: str, pattern: str) -> None:
    """The pattern, counted by year, that a resource starts with where the firm has no rule; call it in AppConfig.ready."""
    _patterns[resource_name] = pattern


def next_number(actor: Actor, resource_name: str, unit_id: UUID | None, on: dt.date) -> str:
    """The next number for a new record of ``resource_name`` in ``unit_id``, dated ``on``. Call it inside the transaction that saves it.

    Without any rule a group-wide one is made: the registered pattern, else the label's initials, the year and five digits
    (客户 → KH-2026-00001).
    """
    return take_numbers(actor, resource_name, unit_id, on, 1)[0]


def take_numbers(actor: Actor, resource_name: str, unit_id: UUID | None, on: dt.date, count: int) -> list[str]:
    """``count`` numbers in a row, for whole chunks of an import."""
    if not connection.in_atomic_block:
        raise RuntimeError("numbers are taken inside the transaction that uses them: outside of one they would leave gaps")
    ancestors = ancestors_of(unit_id)
    rule = _rule_for(resource_name, [key for key, _code, _kind in ancestors]) or _first_rule(actor, resource_name)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [rule.pk, _period(rule.reset, on), rule.start + count - 1, count])
        last: int = cursor.fetchone()[0]
    form = _form(rule.pattern, on, ancestors)
    return [form % {"seq": number} for number in range(last - count + 1, last + 1)]


def ancestors_of(unit_id: UUID | None) -> list[tuple[UUID, str, str]]:
    """(id, code, kind) of the unit and everything above it, the unit first."""
    units = by_name("units")
    if unit_id is None or units is None:
        return []
    path = units.model._default_manager.filter(pk=unit_id).values_list("path", flat=True).first() or ""
    ids = [UUID(part) for part in reversed(path.split("/")) if part]
    found = {row[0]: row for row in units.model._default_manager.filter(pk__in=ids).values_list("pk", "code", "kind")}
    return [found[key] for key in ids if key in found]


def _rule_for(resource_name: str, unit_ids: list[UUID]) -> NumberingRule | None:
    rules = {rule.unit_id: rule for rule in NumberingRule.objects.filter(resource=resource_name, archived_at=None)}
    return next((rules[key] for key in [*unit_ids, None] if key in rules), None)


def _first_rule(actor: Actor, resource_name: str) -> NumberingRule:
    resource = by_name(resource_name)
    prefix = "".join(c for c in initials(str(resource.label if resource else "")).upper() if c.isascii() and c.isalnum()) or "NO"
    rule, _made = NumberingRule.objects.get_or_create(
        resource=resource_name,
        unit=None,
        defaults={
            "pattern": _patterns.get(resource_name, f"{prefix[:8]}-{{year}}-{{seq:5}}"),
            "reset": "yearly",
            "created_by_id": actor.id,
        },
    )
    return rule


def upcoming(rule: NumberingRule | None, reset: str, on: dt.date, start: int) -> int:
    """The sequence number that a rule gives next on that day, if nobody takes one meanwhile; ``start`` where it has given none yet."""
    counters = NumberingCounter.objects.filter(rule=rule, period=_period(reset, on)) if rule else NumberingCounter.objects.none()
    last = counters.values_list("value", flat=True).first()
    return start if last is None else last + 1


def _period(reset: str, on: dt.date) -> str:
    return {"yearly": f"{on:%Y}", "monthly": f"{on:%Y-%m}"}.get(reset, "")


def render(pattern: str, on: dt.date, number: int, ancestors: list[tuple[UUID, str, str]]) -> str:
    """The number as text."""
    return _form(pattern, on, ancestors) % {"seq": number}


def _form(pattern: str, on: dt.date, ancestors: list[tuple[UUID, str, str]]) -> str:
    """What the numbers of one day and unit have in common, with a place for ``seq``."""
    company = next((code for _key, code, kind in ancestors if kind in ("subsidiary", "group")), "")
    values = {"year": f"{on:%Y}", "yy": f"{on:%y}", "month": f"{on:%m}", "day": f"{on:%d}", "company": company}
    values["unit"] = ancestors[0][1] if ancestors else ""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return f"%(seq)0{int(name[4:])}d" if name.startswith("seq:") else values[name].replace("%", "%%")

    return TOKEN.sub(fill, pattern.replace("%", "%%"))


def problem_of(pattern: str, reset: str) -> Any:
    """What is wrong with a pattern, as a sentence; None: nothing."""
    tokens = TOKEN.findall(pattern)
    sequences = [t for t in tokens if re.fullmatch(r"seq:[1-9]", t)]
    unknown = [t for t in tokens if t not in PLAIN_TOKENS and t not in sequences]
    rest = TOKEN.sub("", pattern)
    if unknown or "{" in rest or "}" in rest:
        return _("格式中的“{%(token)s}”无法识别，可用 {year} {yy} {month} {day} {unit} {company} {seq:5}。") % {
            "token": unknown[0] if unknown else ""
        }
    if len(sequences) != 1:
        return _("格式中要有且只有一个序号，例如 {seq:5} 表示五位序号。")
    if not rest.isprintable() or any(c in "<>\"'" for c in rest):
        return _("格式中有不能用于编号的字符，请去掉。")
    if reset != "never" and not {"year", "yy"} & set(tokens):
        return _("序号会重置，格式中要有 {year} 或 {yy}，否则编号会重复。")
    if reset == "monthly" and "month" not in tokens:
        return _("序号每月重置，格式中要有 {month}，否则编号会重复。")
    return None


def create_rule(actor: Actor, *, pk: UUID | None = None, **values: Any) -> NumberingRule:
    """Add a rule; it is the own unit's unless the unit is given (None: the group's). Raises invalid."""
    return _saved(actor, build(actor, by_model(NumberingRule), values, pk=pk), "numbering_rule.created")


def change_rule(actor: Actor, rule: NumberingRule, **values: Any) -> NumberingRule:
    """Change pattern, reset or start of a rule; numbers already given stay as they are. Raises invalid."""
    if values.get("resource", rule.resource) != rule.resource:
        raise invalid({"resource": [_("规则的对象不能修改，请为另一对象新建规则。")]})
    assign(rule, values)
    return _saved(actor, rule, "numbering_rule.updated")


def _saved(actor: Actor, rule: NumberingRule, event: str) -> NumberingRule:
    if by_name(rule.resource) is None:
        raise invalid({"resource": [_("没有这个对象，请从列表中选择。")]})
    if problem := problem_of(rule.pattern, rule.reset):
        raise invalid({"pattern": [problem]})
    save(rule)
    emit(event, rule, actor)
    return rule
