"""Event rules: what has happened is looked at once, after its transaction, by the kernel's deliveries."""

from __future__ import annotations

from uuid import UUID

from zhuke.commons.automation.builtin import offered_events
from zhuke.commons.automation.models import Rule
from zhuke.kernel.config import keep
from zhuke.kernel.errors import DomainError
from zhuke.kernel.events import subscribe
from zhuke.kernel.models import Event

from .definitions import definition_of, is_live
from .passes import run_pass
from .settling import settle


def listen() -> None:
    """Subscribe to the events that may trigger rules; called once, after all rules are declared."""
    if names := tuple(offered_events()):
        subscribe("automation", *names)(happened)


def happened(event: Event) -> None:
    """Let each rule of this event look at its subject. Its occurrence is the event, so that it fires once for it.

    What earlier events asked for about the subject, and what no longer holds, is closed.
    """
    settle(event.resource, event.subject_id)
    for rule_id in keep("automation_events", _rules_by_event).get(event.name, ()):
        rule = Rule.objects.get(pk=rule_id)
        if definition_of(rule).resource != event.resource:
            continue
        try:
            run_pass(rule, only=event.subject_id, occurrence=f"event:{event.pk}")
        except DomainError:  # a field the rule names is gone; its page says so
            continue


def _rules_by_event() -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for rule in Rule.objects.filter(active=True, archived_at=None):
        for name in definition_of(rule).events if is_live(rule) else ():
            found.setdefault(name, []).append(rule.pk)
    return found
