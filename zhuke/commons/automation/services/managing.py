"""Rules of the product and of the firm: installing, editing numbers, switching on and off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.actions import action
from zhuke.commons.automation.builtin import UNITS, Definition, all_builtin, offered_events
from zhuke.commons.automation.models import Clock, Override, Rule
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import compile_filter
from zhuke.kernel.resource import Resource, by_model, by_name
from zhuke.kernel.writes import assign, build, save

from .definitions import definition_of, field, filled, is_live
from .passes import next_time

T = TypeVar("T", Rule, Override)
MOST_ACTIONS = 10
PLAIN = ("name", "why", "resource", "trigger", "condition", "numbers", "occurrence", "actions")


def install_rules(actor: Actor) -> int:
    """Make a row of each built-in rule that has none and refresh what rows repeat of the code; returns how many are new.

    Runs after every migration. Numbers, company settings and on/off are the firm's and stay.
    """
    known = {rule.code: rule for rule in Rule.objects.exclude(code="")}
    fresh = 0
    with writing(actor, "setup"), translation.override("zh-hans"):
        for definition in all_builtin():
            rule = known.get(definition.code)
            columns = _columns(definition)
            if rule is None or any(getattr(rule, name) != value for name, value in columns.items()):
                fresh += rule is None
                rule = assign_all(rule or Rule(code=definition.code, active=definition.active), columns)
                save(rule)
            _set_clock(rule, definition)
    config.forget()
    return fresh


def assign_all(row: T, values: Mapping[str, Any]) -> T:
    """Put the values on the row; returns it."""
    assign(row, values)
    return row


def _columns(definition: Definition) -> dict[str, Any]:
    numbers = [
        {"name": n.name, "label": str(n.label), "default": n.default, "min": n.minimum, "max": n.maximum, "unit": n.unit}
        for n in definition.numbers
    ]
    actions = [
        {**asdict(do), "to": list(do.to), "title": str(do.title), "body": str(do.body), "values": plain(do.values)}
        for do in definition.actions
    ]
    return {
        "name": str(definition.name),
        "why": str(definition.why),
        "resource": definition.resource,
        "trigger": dict(definition.trigger),
        "condition": definition.condition or {},
        "numbers": numbers,
        "occurrence": list(definition.occurrence),
        "actions": actions,
    }


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an action as JSON keeps them: texts that wait for a language are said in the active one."""
    return {name: value if isinstance(value, str | int | list | None) else str(value) for name, value in values.items()}


def _set_clock(rule: Rule, definition: Definition) -> None:
    """Time rules have a clock; a changed trigger moves it."""
    if not next_time(definition, timezone.now()):
        Clock.objects.filter(pk=rule.pk).delete()
        return
    clock, new = Clock.objects.get_or_create(pk=rule.pk)
    due = next_time(definition, timezone.now())
    if new or (due and clock.next_at and due < clock.next_at):
        clock.next_at = due
        clock.save(update_fields=["next_at"])


def create_rule(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Rule:
    """Make a rule of the firm's own. Raises bad_rule, bad_filter, invalid with what is wrong with it."""
    rule: Rule = build(actor, by_model(Rule), values, pk=pk)
    check_rule(actor, rule)
    save(rule, by_model(Rule))
    _set_clock(rule, definition_of(rule))
    config.forget()
    emit("automation_rules.created", rule, actor)
    return rule


def change_rule(actor: Actor, rule: Rule, **values: Any) -> Rule:
    """Change a rule; of a built-in one only the numbers. Raises invalid, bad_rule, bad_filter."""
    if rule.code and any(name in values and values[name] != getattr(rule, name) for name in PLAIN):
        raise invalid({"name": [_("内置规则的内容随产品更新，只能修改数字、启停和各公司的设置。")]})
    assign(rule, values)
    check_rule(actor, rule)
    save(rule, by_model(Rule))
    _set_clock(rule, definition_of(rule))
    config.forget()
    emit("automation_rules.updated", rule, actor, {"fields": sorted(values)})
    return rule


def pause(actor: Actor, rule: Rule) -> Rule:
    """Switch a rule off; what has fired is still carried out. Raises wrong_state."""
    return _switch(actor, rule, on=False)


def resume(actor: Actor, rule: Rule) -> Rule:
    """Switch a rule on again; a time rule looks at its next turn. Raises wrong_state."""
    return _switch(actor, rule, on=True)


def _switch(actor: Actor, rule: Rule, *, on: bool) -> Rule:
    if rule.active == on:
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))
    rule.active = on
    save(rule, by_model(Rule))
    _set_clock(rule, definition_of(rule))
    config.forget()
    emit(f"automation_rules.{'resumed' if on else 'paused'}", rule, actor)
    return rule


def run_rule(actor: Actor, rule: Rule) -> Rule:
    """Look now instead of at the next turn, in a job. Raises wrong_state for paused rules and for those that wait for an event."""
    from procrastinate.contrib.django import app

    if not rule.active or not is_live(rule) or definition_of(rule).events:
        raise Conflict("wrong_state", _("只有启用中的定时规则可以立即检查。请先启用它；事件规则会在事件发生时自动执行。"))
    app.configure_task("automation.run").defer(rule_id=str(rule.pk))
    emit("automation_rules.run", rule, actor)
    return rule


def create_override(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Override:
    """Let a company have a rule its own way. Raises invalid."""
    return _save_override(actor, build(actor, by_model(Override), values, pk=pk), "created")


def change_override(actor: Actor, override: Override, **values: Any) -> Override:
    """Change a company's numbers or switch the rule on or off for it. Rule and unit stay. Raises invalid."""
    for name in ("rule_id", "unit_id"):
        if name in values and values[name] != getattr(override, name):
            raise invalid({name[:-3]: [_("规则和单位不能改。请归档这条设置并新建一条。")]})
    return _save_override(actor, assign_all(override, values), "updated")


def _save_override(actor: Actor, override: Override, what: str) -> Override:
    check_values(definition_of(override.rule), override.values)
    save(override, by_model(Override))
    config.forget()
    emit(f"automation_overrides.{what}", override, actor)
    return override


def check_values(definition: Definition, values: Any) -> None:
    """Numbers that the rule has, whole and within their limits; else raises invalid."""
    known = {n.name: n for n in definition.numbers}
    if not isinstance(values, dict) or set(values) - set(known):
        raise invalid({"values": [_("这条规则没有这个数字，请刷新后重试。")]})
    for name, value in values.items():
        n = known[name]
        if not isinstance(value, int) or isinstance(value, bool) or not n.minimum <= value <= n.maximum:
            text = _("“%(name)s”应是 %(min)s 到 %(max)s 之间的整数。")
            raise invalid({"values": [text % {"name": n.label, "min": n.minimum, "max": n.maximum}]})


def check_rule(actor: Actor, rule: Rule, *, draft: bool = False) -> None:
    """Raise invalid, bad_rule or bad_filter with what is wrong with a rule. ``draft``: it may still lack actions."""
    if rule.code and is_live(rule):
        check_values(definition_of(rule), rule.values)
        return
    _check_shape(rule, 0 if draft else 1)
    definition = definition_of(rule)
    resource = by_name(definition.resource)
    if resource is None or resource.hidden or not actor.can(resource.name, "read"):
        raise invalid({"resource": [_("没有这个对象，或您无权查看它。请从列表中选择。")]})
    _check_trigger(definition)
    compile_filter(actor, resource, filled(definition.condition, definition.defaults()))
    for name in definition.occurrence:
        field(actor, resource, name)
    _check_actions(actor, definition, resource)
    check_values(definition, rule.values)


def _check_shape(rule: Rule, least: int) -> None:
    """JSON of the right shape, so that reading it cannot fail later."""
    wrong = {
        "trigger": not isinstance(rule.trigger, dict) or len(rule.trigger) != 1,
        "condition": not isinstance(rule.condition, dict | list),
        "occurrence": not isinstance(rule.occurrence, list) or not all(isinstance(name, str) for name in rule.occurrence),
        "numbers": not isinstance(rule.numbers, list) or not all(_is_number(n) for n in rule.numbers),
        "actions": not isinstance(rule.actions, list)
        or not least <= len(rule.actions) <= MOST_ACTIONS
        or not all(_is_action(a) for a in rule.actions),
    }
    if problems := {name: [_("写法不对，请参照已有规则。")] for name, bad in wrong.items() if bad}:
        raise invalid(problems)


def _is_number(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and set(raw) <= {"name", "label", "default", "min", "max", "unit"}
        and isinstance(raw.get("name"), str)
        and raw["name"].isidentifier()
        and isinstance(raw.get("label", ""), str)
        and raw.get("unit", "days") in UNITS
        and all(isinstance(raw.get(name, 0), int) for name in ("default", "min", "max"))
        and "default" in raw
    )


def _is_action(raw: Any) -> bool:
    kinds: dict[str, tuple[type, ...]] = {
        "kind": (str,), "to": (list,), "title": (str,), "body": (str,), "due_in": (int, str, type(None)), "category": (str,), "tag": (str,),
        "what": (str,), "values": (dict,),
    }  # fmt: skip
    return (
        isinstance(raw, dict)
        and "kind" in raw
        and all(name in kinds and isinstance(value, kinds[name]) for name, value in raw.items())
        and all(isinstance(text, str) for text in raw.get("to", []))
    )


def _check_trigger(definition: Definition) -> None:
    kind, value = next(iter(definition.trigger.items()))
    fine = {
        "every": _whole(value, 5, 1440),
        "daily": _whole(value, 0, 23),
        "weekly": isinstance(value, dict) and _whole(value.get("day"), 1, 7) and _whole(value.get("hour"), 0, 23),
        "monthly": isinstance(value, dict)
        and _whole(value.get("day"), 1, 28)
        and _whole(value.get("hour"), 0, 23)
        and _whole(value.get("every", 1), 1, 12),
        "events": isinstance(value, list) and bool(value) and all(isinstance(name, str) and _fits(name, definition) for name in value),
    }
    if not fine.get(kind):
        raise invalid({"trigger": [_("触发应是：每 5 到 1440 分钟，每天、每周或每月（1 到 28 日）的某个整点，或列表中的事件。")]})


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _fits(name: str, definition: Definition) -> bool:
    trigger = offered_events().get(name)
    return trigger is not None and trigger.resource == definition.resource


def _check_actions(actor: Actor, definition: Definition, resource: Resource) -> None:
    for do in definition.actions:
        try:
            action(do.kind).check(actor, definition, resource, do)
        except DomainError as error:
            raise invalid({"actions": [error.message]}) from error
