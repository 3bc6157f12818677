"""Numbers without gaps: the rule's row is locked until the record that takes the number is committed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import assign, save

from .models import NumberingRule

PART = re.compile(r"\{(year|month|company|seq)(?::(\d{1,2}))?\}")
DEFAULTS = {"customers": "KH-{year}-{seq:5}"}


def next_number(actor: Actor, resource: str, unit_id: UUID | None, on: dt.date, *, count: int = 1) -> str:
    """Take the next number; call it inside the transaction that saves the record. With ``count`` take a run and return its first."""
    rule = _locked(actor, resource, _company(unit_id))
    if rule.reset == "yearly" and rule.year != on.year:
        rule.year, rule.next = on.year, rule.next if rule.year == 0 else 1
    number = render(rule.pattern, rule.next, on, _company_code(unit_id))
    # Counting is not a change anybody looks for in history, so it does not pass the trigger's log twice: one update, one entry.
    NumberingRule.objects.filter(pk=rule.pk).update(next=rule.next + count, year=rule.year)
    return number


def render(pattern: str, seq: int, on: dt.date, company: str = "") -> str:
    """The number that a pattern gives."""
    values = {"year": f"{on.year}", "month": f"{on.month:02}", "company": company}
    return PART.sub(lambda m: f"{seq:0{m[2] or 1}}" if m[1] == "seq" else values[m[1]], pattern)


def create_rule(actor: Actor, *, pk: UUID | None = None, **values: Any) -> NumberingRule:
    """Add a rule. Raises invalid."""
    return _save(actor, NumberingRule(created_by_id=actor.id, **({"pk": pk} if pk else {}), **values))


def edit_rule(actor: Actor, rule: NumberingRule, **values: Any) -> NumberingRule:
    """Change a rule; numbers given stay. Raises invalid."""
    assign(rule, values)
    return _save(actor, rule)


def _save(actor: Actor, rule: NumberingRule) -> NumberingRule:
    target = by_name(rule.resource)
    if target is None or "number" not in target.specs:
        raise invalid({"resource": [_("这个对象没有编号，请选择其他对象。")]})
    rest = PART.sub("", rule.pattern)
    if len([m for m in PART.finditer(rule.pattern) if m[1] == "seq"]) != 1 or "{" in rest or "}" in rest:
        raise invalid({"pattern": [_("格式里要有且只有一个流水号 {seq:5}，其他可用 {year}、{month}、{company}。")]})
    save(rule)
    emit("numbering.changed", rule, actor)
    return rule


def _locked(actor: Actor, resource: str, company: UUID | None) -> NumberingRule:
    rules = NumberingRule.objects.select_for_update().filter(resource=resource, archived_at=None)
    rule = (rules.filter(unit_id=company).first() if company else None) or rules.filter(unit=None).first()
    if rule:
        return rule
    try:
        with transaction.atomic():
            NumberingRule.objects.create(resource=resource, pattern=DEFAULTS.get(resource, "{year}-{seq:5}"), created_by_id=actor.id)
    except IntegrityError:
        # Another writer has just made it; its row is locked below.
        return rules.get(unit=None)
    return rules.get(unit=None)


def _company(unit_id: UUID | None) -> UUID | None:
    """The company that a unit belongs to: the nearest subsidiary (or the group) on its path."""
    units = by_name("units")
    if not unit_id or units is None:
        return None
    path = units.model._default_manager.filter(pk=unit_id).values_list("path", flat=True).first() or ""
    ids = [UUID(part) for part in path.split("/") if part]
    kinds = dict(units.model._default_manager.filter(pk__in=ids).values_list("pk", "kind"))
    return next((key for key in reversed(ids) if kinds.get(key) in ("subsidiary", "group")), None)


def _company_code(unit_id: UUID | None) -> str:
    company, units = _company(unit_id), by_name("units")
    return str(units.model._default_manager.values_list("code", flat=True).get(pk=company)) if company and units else ""
