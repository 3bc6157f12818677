"""Event time against entry time (X3): how late a company lets a day's work be entered."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save

from .models import EntryRule


def late_days(moment: dt.datetime | dt.date, entered: dt.datetime | None = None) -> int:
    """Calendar days (Shanghai) between the day something happened and the day it was entered (None: today); never below 0."""
    day = timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment
    return max(0, (timezone.localdate(entered) - day).days)


def most_days(unit_id: UUID | None) -> int | None:
    """How many days later entries of this unit are still allowed; None: any. The nearest rule upwards counts, then the group's."""
    rules = config.keep("entry_rules", _rules)
    if not rules or unit_id is None:
        return rules.get(None)
    path = config.keep(("unit_path", unit_id), lambda: _path(unit_id))
    return next((rules[unit] for unit in reversed(path) if unit in rules), rules.get(None))


def check_late(unit_id: UUID | None, moment: dt.datetime | dt.date, *, field: str, entered: dt.datetime | None = None) -> None:
    """Raise ``too_late`` (field named) where the company forbids entering something that happened this long ago."""
    most, days = most_days(unit_id), late_days(moment, entered)
    if most is None or days <= most:
        return
    rule = _("只能当天录入") if most == 0 else _("最多补录 %(most)s 天前的内容") % {"most": most}
    text = _("这是 %(days)s 天前的事，而本公司规定%(rule)s。请联系主管，由管理员调整“补录规定”后再录入。") % {"days": days, "rule": rule}
    raise DomainError("too_late", text, fields={field: [text]}, data={"days": days, "most_days": most})


def create_rule(actor: Actor, *, pk: UUID | None = None, **values: Any) -> EntryRule:
    """Lay down how late a unit may enter. Raises invalid."""
    return _save(actor, build(actor, by_model(EntryRule), {"unit_id": None, **values}, pk=pk), "entry_rules.created")


def change_rule(actor: Actor, rule: EntryRule, **values: Any) -> EntryRule:
    """Change it. Raises invalid."""
    assign(rule, values)
    return _save(actor, rule, "entry_rules.updated")


def _save(actor: Actor, rule: EntryRule, event: str) -> EntryRule:
    save(rule, by_model(EntryRule))
    config.forget()
    emit(event, rule, actor)
    return rule


def _rules() -> dict[UUID | None, int]:
    """Of several rules of one unit the strictest holds."""
    rows = EntryRule.objects.filter(archived_at=None).order_by("-most_days")
    return dict(rows.values_list("unit_id", "most_days"))


def _path(unit_id: UUID) -> list[UUID]:
    units = by_name("units")
    assert units is not None
    path = units.model._default_manager.filter(pk=unit_id).values_list("path", flat=True).first() or ""
    return [UUID(part) for part in path.split("/") if part]
