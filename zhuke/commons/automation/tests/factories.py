"""Rules and company settings for tests."""

import itertools
from typing import Any

from zhuke.commons.automation.models import Rule
from zhuke.commons.factories import Factory

numbers = itertools.count(1)


def rule_body(unit: Any, person: Any) -> dict[str, Any]:
    """A rule of the firm's own about people."""
    return {
        "name": f"规则{next(numbers)}",
        "resource": "users",
        "trigger": {"every": 60},
        "condition": ["created_at", "older_than", "$days"],
        "numbers": [{"name": "days", "label": "天数", "default": 7, "min": 1, "max": 30, "unit": "days"}],
        "occurrence": ["job_title"],
        "actions": [{"kind": "notify", "to": ["creator"], "title": "{name}"}],
    }


def override_body(unit: Any, person: Any) -> dict[str, Any]:
    """What the unit wants otherwise."""
    body = rule_body(unit, person)
    return {"rule": Rule.objects.create(**body).pk, "unit": unit.pk, "values": {"days": 9}}


FACTORIES = {
    "automation_rules": Factory(rule_body, {"name": "改"}, belongs="all"),
    "automation_overrides": Factory(override_body, {"values": {"days": 3}}, belongs="unit"),
}
ROUTES = {
    "GET /automation/rules": "automation_rules.read",
    "POST /automation/rules/{pk}/preview": "automation_rules.read, and of the records only those one sees",
    "GET /automation/runs": "automation_rules.read; of one record whoever sees it",
    "GET /automation/why": "own notices; to-dos one sees",
    "GET /automation/choices": "automation_rules.read",
    "GET /automation/choices/{resource}": "automation_rules.read, and read of the resource",
    "POST /automation/try": "automation_rules.read, read of the resource, and of the records only those one sees",
}
