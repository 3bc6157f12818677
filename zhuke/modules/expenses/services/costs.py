"""What expenses cost projects: posted when a claim is approved, on the days of its lines; taken back when it is cancelled after that."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.modules.expenses.defaults import COSTS
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLine
from zhuke.modules.projects.services import costs

SOURCE = "expense_lines"
OTHERWISE = "management"


def post(actor: Actor, claim: ExpenseClaim) -> None:
    """One cost for each line that belongs to a project, by itself or through its claim."""
    labels = {entry.code: entry.label for entry in config.entries("expense_kind")}
    # In the order of projects: two claims approved at once wait for each other instead of for ever.
    for line in sorted(_of_projects(claim), key=lambda line: (str(line.project_id or claim.project_id), line.position)):
        project = line.project or claim.project
        assert project is not None
        text = " · ".join(part for part in (labels.get(line.kind, line.kind), line.note, claim.owner.name, claim.number) if part)
        costs.post(actor, project, COSTS.get(line.kind, OTHERWISE), line.amount, line.on, source=(SOURCE, line.pk), text=text)


def reverse(actor: Actor, claim: ExpenseClaim, reason: str) -> None:
    """Take the costs of a claim back."""
    text = _("报销单 %(number)s 作废：%(reason)s") % {"number": claim.number, "reason": reason}
    for line in _of_projects(claim):
        costs.reverse(actor, source=(SOURCE, line.pk), reason=text)


def _of_projects(claim: ExpenseClaim) -> list[ExpenseLine]:
    rows = claim.lines.select_related("project").order_by("position", "pk")
    return [line for line in rows if line.project_id or claim.project_id]
