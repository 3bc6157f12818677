"""What expenses cost projects: posted when a claim is approved, on the days of its lines; taken back when it is cancelled after that."""

from __future__ import annotations

from zhuke.kernel.access import Actor
from zhuke.modules.expenses.models import ExpenseClaim


def post(actor: Actor, claim: ExpenseClaim) -> None:
    """One cost for each line that belongs to a project."""


def reverse(actor: Actor, claim: ExpenseClaim, reason: str) -> None:
    """Take the costs of a claim back."""
