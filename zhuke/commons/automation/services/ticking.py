"""The minute's round: rules that are due, actions that wait."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from zhuke.commons.automation.models import WAITING, Firing

from .passes import due_rules, run_due


def tick() -> int:
    """Run each due rule in a transaction of its own; returns how many ran. Raises the first failure after all had their turn."""
    ran, failures = 0, []
    for rule_id in due_rules():
        try:
            ran += run_due(rule_id) is not None
        except Exception as error:  # noqa: BLE001 one broken rule must not keep the others from running; the job fails and is seen
            failures.append(error)
    with transaction.atomic():
        if Firing.objects.filter(state=WAITING).exists():
            _defer_actions()
    if failures:
        raise failures[0]
    return ran


def run_now(rule_id: UUID | str) -> None:
    """Run one rule although it is not due."""
    run_due(UUID(str(rule_id)), at_once=True)


def _defer_actions() -> None:
    from procrastinate.contrib.django import app

    app.configure_task("automation.act").defer()
