"""Titles out of templates, and a condition in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.automation.builtin import UNITS, Definition, exemptions_of
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource, by_name

from .definitions import NAME, SPAN_OPS, Numbers, field, is_masked

SURE = "older_than, filled"
HOLE = re.compile(r"\{(\$?[a-z][a-z0-9_.]*)(\|days)?\}")
PERIODS: dict[Any, Any] = {
    "today": gettext_lazy("今天"), "yesterday": gettext_lazy("昨天"), "this_week": gettext_lazy("本周"), "last_week": gettext_lazy("上周"),
    "this_month": gettext_lazy("本月"), "last_month": gettext_lazy("上月"), "this_quarter": gettext_lazy("本季度"),
    "last_quarter": gettext_lazy("上季度"), "this_year": gettext_lazy("今年"), "last_year": gettext_lazy("去年"),
}  # fmt: skip
WEEKDAYS = (
    "", gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"), gettext_lazy("周五"), gettext_lazy("周六"),
    gettext_lazy("周日"),
)  # fmt: skip
OPS: dict[str, Any] = {
    "=": gettext_lazy("等于"),
    "!=": gettext_lazy("不等于"),
    ">": gettext_lazy("大于"),
    ">=": gettext_lazy("不小于"),
    "<": gettext_lazy("小于"),
    "<=": gettext_lazy("不大于"),
    "in": gettext_lazy("属于"),
    "not_in": gettext_lazy("不属于"),
    "has": gettext_lazy("包含"),
    "has_any": gettext_lazy("包含任一"),
    "has_all": gettext_lazy("包含全部"),
    "contains": gettext_lazy("包含文字"),
    "starts": gettext_lazy("开头是"),
    "between": gettext_lazy("介于"),
    "under": gettext_lazy("属于单位"),
}


def holes(template: Any) -> list[str]:
    """The fields that a template names."""
    return [name for name, _days in HOLE.findall(str(template)) if not name.startswith("$")]


def check_template(resource: Resource, actor: Actor, template: Any, numbers: Mapping[str, Any]) -> None:
    """Raise bad_rule for names that are no field or number, and for masked fields: not everyone told may see them."""
    for name, _days in HOLE.findall(str(template)):
        if name.startswith("$"):
            if name[1:] not in numbers:
                raise DomainError("bad_rule", _("标题里的“%(name)s”不是这条规则的数字。") % {"name": name})
            continue
        field(actor, resource, name)
        if is_masked(resource, name):
            raise DomainError("bad_rule", _("标题里不能用受保护的字段“%(name)s”，因为收到的人不一定有权看。") % {"name": name})


def rendered(
    template: Any, resource: Resource, specs: Mapping[str, FieldSpec], row: Mapping[str, Any], numbers: Numbers, most: int = 200
) -> str:
    """The template with the record's values, in the active language; at most ``most`` characters."""

    def value(match: re.Match[str]) -> str:
        name, days = match[1], match[2]
        if name.startswith("$"):
            return str(numbers.get(name[1:], ""))
        if days:
            return str(_days(row.get(name) or row.get("created_at")))
        return shown(specs[name], row.get(name)) if name in specs else ""

    return HOLE.sub(value, str(template))[:most]


def _days(value: Any) -> int:
    day = _day(value)
    return abs((timezone.localdate() - day).days) if day else 0


def _day(value: Any) -> dt.date | None:
    text = str(value or "")
    moment = parse_datetime(text) if len(text) > 10 else None
    return timezone.localtime(moment).date() if moment and timezone.is_aware(moment) else parse_date(text[:10]) if text else None


def shown(spec: FieldSpec, value: Any) -> str:
    """A value of a row as people read it, in the active language; a dash for nothing."""
    if value in (None, "", []):
        return "—"
    if isinstance(value, dict):
        return str(value.get("label", ""))
    if spec.family in ("choice", "choices"):
        names = {o["value"]: o["label"] for o in spec.options()}
        return "、".join(str(names.get(v, v)) for v in (value if isinstance(value, list) else [value]))
    if spec.type == "datetime":
        moment = parse_datetime(str(value))
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)
    if spec.type == "money":
        return _money(value)
    if spec.type == "yesno":
        return _("是") if value else _("否")
    return str(value)


def _money(value: Any) -> str:
    try:
        return f"¥{Decimal(str(value)):,.2f}"
    except InvalidOperation:
        return str(value)


def trigger_words(definition: Definition) -> str:
    """When the rule looks, in words."""
    from zhuke.commons.automation.builtin import offered_events

    if "every" in definition.trigger:
        return _("每 %(n)s 分钟检查一次") % {"n": definition.trigger["every"]}
    if "daily" in definition.trigger:
        return _("每天 %(hour)s 点检查") % {"hour": definition.trigger["daily"]}
    if "weekly" in definition.trigger:
        weekly = definition.trigger["weekly"]
        return _("每%(day)s %(hour)s 点检查") % {"day": WEEKDAYS[weekly["day"]], "hour": weekly["hour"]}
    if "monthly" in definition.trigger:
        monthly = definition.trigger["monthly"]
        text = _("每月 %(day)s 日 %(hour)s 点检查") if monthly.get("every", 1) == 1 else _("每 %(n)s 个月，在 %(day)s 日 %(hour)s 点检查")
        return text % {"n": monthly.get("every", 1), "day": monthly["day"], "hour": monthly["hour"]}
    known = offered_events()
    return _("发生时：%(events)s") % {"events": "、".join(str(known[name].label) if name in known else name for name in definition.events)}


def condition_words(actor: Actor, resource: Resource, definition: Definition, numbers: Numbers) -> str:
    """The whole condition of a rule in the active language, with what other modules leave out."""
    text = words(actor, resource, definition.condition, numbers)
    for exemption in exemptions_of(definition.code):
        text = _("%(condition)s；%(note)s") % {"condition": text, "note": exemption.note}
    return text


def words(actor: Actor, resource: Resource, node: Any, numbers: Numbers) -> str:
    """A condition in the active language, with its numbers. Fields that the reader may not see are named as hidden."""
    if isinstance(node, dict) and node:
        key, parts = next(iter(node.items()))
        if key == "not":
            return _("不满足（%(part)s）") % {"part": words(actor, resource, parts, numbers)}
        joint = _("，并且 ") if key == "and" else _("，或者 ")
        said = _without_filled(parts) if key == "and" else parts
        texts = [words(actor, resource, part, numbers) for part in said]
        mixed = [
            len(texts) > 1 and isinstance(part, dict) and (_("，并且 ") in text or _("，或者 ") in text)
            for part, text in zip(said, texts, strict=True)
        ]
        return joint.join(_("（%(part)s）") % {"part": text} if wrap else text for text, wrap in zip(texts, mixed, strict=True))
    if isinstance(node, list) and len(node) == 3:
        return _leaf(actor, resource, node, numbers)
    return _("没有条件")


def _without_filled(parts: list[Any]) -> list[Any]:
    """“Filled, and more than 7 days ago” is said as “more than 7 days ago”: ``older_than`` alone would also mean never."""
    aged = {part[0] for part in parts if isinstance(part, list) and part[1] == "older_than"}
    sure = {part[0] for part in parts if isinstance(part, list) and part[1] == "empty" and not part[2] and part[0] in aged}
    kept = [part for part in parts if not (isinstance(part, list) and part[1] == "empty" and part[0] in sure)]
    return [[part[0], SURE, part[2]] if isinstance(part, list) and part[0] in sure else part for part in kept]


def _leaf(actor: Actor, resource: Resource, leaf: list[Any], numbers: Numbers) -> str:
    name, op, value = leaf
    try:
        spec = field(actor, resource, name)
    except DomainError:
        return _("一个您无权查看的字段")
    label = label_of(resource, name, spec)
    if op == "empty":
        return (_("%(field)s为空") if value else _("%(field)s不为空")) % {"field": label}
    if op in SPAN_OPS and op != "older_than" and _days_in(value, numbers) == 0:
        return _("%(field)s是今天") % {"field": label}
    if op == SURE or (op == "older_than" and not spec.null):
        return _("%(field)s已超过 %(days)s 天") % {"field": label, "days": _days_in(value, numbers)}
    if op in SPAN_OPS:
        return _span(op) % {"field": label, "days": _days_in(value, numbers)}
    if op == "period":
        return _("%(field)s在%(period)s") % {"field": label, "period": PERIODS.get(value, value)}
    return f"{label} {OPS.get(op, op)} {_value(actor, spec, value, numbers)}"


def _span(op: str) -> str:
    texts = {
        "older_than": _("%(field)s已超过 %(days)s 天（或从未）"),
        "within": _("%(field)s在最近 %(days)s 天内（含今天）"),
        "next": _("%(field)s在今天起 %(days)s 天内（含今天）"),
    }
    return texts[op]


def _days_in(value: Any, numbers: Numbers) -> Any:
    from zhuke.kernel.filters import span

    match = NAME.match(str(value))
    return numbers.get(match[1], value) if match else span(value)


def _value(actor: Actor, spec: FieldSpec, value: Any, numbers: Numbers) -> str:
    if isinstance(value, list):
        return _("、").join(_value(actor, spec, part, numbers) for part in value)
    match = NAME.match(value) if isinstance(value, str) else None
    if match and match[1] in numbers:
        return shown(spec, numbers[match[1]])
    if value == "$me":
        return _("本人")
    return _name_of(actor, spec, value) if spec.family == "ref" else shown(spec, value)


def _name_of(actor: Actor, spec: FieldSpec, key: Any) -> str:
    """The record that a condition names, for whoever may see it."""
    target, pk = by_name(spec.ref_name() or ""), parse_uuid(key)
    if target is None or pk is None or not actor.can(target.name, "read"):
        return _("（您无权查看）")
    label = visible(actor, target).filter(pk=pk).values_list(target.label_field, flat=True).first()
    return str(label) if label else _("（您无权查看）")


def label_of(resource: Resource, name: str, last: FieldSpec) -> str:
    """A field's label with that of the references on the way: ``客户 · 行业``. ``last`` is the field itself, perhaps a custom one."""
    head, _dot, rest = name.partition(".")
    if not rest:
        return str(last.label)
    spec = resource.specs.get(head)
    label = str(spec.label) if spec else head
    target = by_name(spec.ref_name() or "") if spec else None
    return f"{label} · {label_of(target, rest, last)}" if target else label


def number_words(definition: Definition, numbers: Numbers) -> list[dict[str, Any]]:
    """The numbers with labels and units, for people."""
    return [
        {"name": n.name, "label": str(n.label), "value": numbers.get(n.name, n.default), "unit": str(UNITS.get(n.unit, n.unit))}
        for n in definition.numbers
    ]
