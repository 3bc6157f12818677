"""What projects do when something happens around them."""

from uuid import UUID

from zhuke.commons.switches.services import is_on
from zhuke.kernel.access import Actor, system
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.billing.models import Receivable
from zhuke.modules.contracts.models import Contract
from zhuke.modules.sales.models import Opportunity

from .models import BudgetLine, Project, ProjectContract, ProjectForecast, ProjectMember
from .services import bindings, costs, health, members, money
from .services.cooperation import archive_line, keep_in_history
from .services.guards import check_open
from .services.starting import start_for


def _actor(event: Event) -> Actor:
    return Actor(event.actor_id, event.actor_name, "system") if event.actor_id else system(event.actor_name)


@react("opportunities.moved")
def start_project(event: Event) -> None:
    """An opportunity that reaches 项目启动 gets its project, once (R92)."""
    if event.data.get("to_phase") != "start":
        return
    opportunity = Opportunity.objects.get(pk=event.subject_id)
    if is_on("projects", opportunity.unit_id):
        start_for(_actor(event), opportunity)


@react("contracts.updated")
def follow_contract(event: Event) -> None:
    """The amount in the customer's history is that of the contract."""
    for project in Project.objects.filter(contract_id=event.subject_id).select_related("contract", "cooperation"):
        keep_in_history(_actor(event), project)
    _recount(event.subject_id)


@react("contracts.signed")
def bind_contract(event: Event) -> None:
    """A contract that is signed after its opportunity has become a project belongs to that project."""
    contract = Contract.objects.get(pk=event.subject_id)
    if is_on("projects", contract.unit_id) and (project := bindings.bind_signed(_actor(event), contract)):
        keep_in_history(_actor(event), project)


@react(
    "contracts.signed", "contracts.settled", "contracts.closed", "contracts.terminated", "contracts.voided", "contracts.archived",
    "contracts.restored",
)  # fmt: skip
def follow_contract_state(event: Event) -> None:
    """Only signed contracts count in a project's money."""
    _recount(event.subject_id)


def _recount(contract_id: UUID) -> None:
    keys = list(ProjectContract.objects.filter(contract_id=contract_id, archived_at=None).values_list("project_id", flat=True))
    if keys:
        money.refresh(keys)
        health.refresh(keys)


@react("receivables.opened", "receivables.adjusted", "receivables.cancelled")
def follow_payable(event: Event) -> None:
    """What we owe on a contract of a project is a cost of that project."""
    payable = Receivable.objects.get(pk=event.subject_id)
    if payable.direction == "expense" and payable.contract_id:
        costs.follow_payable(_actor(event), payable)


@react("write_offs.approved", "write_offs.reversed")
def follow_write_off(event: Event) -> None:
    """What need not be paid any more was no cost; what is owed again is one."""
    payable = Receivable.objects.filter(pk=event.data.get("receivable")).first()
    if payable and payable.direction == "expense" and payable.contract_id:
        costs.follow_payable(_actor(event), payable)


@react("projects.archived", "projects.restored")
def follow_archive(event: Event) -> None:
    """An archived project no longer counts in the customer's history."""
    archive_line(_actor(event), Project.objects.get(pk=event.subject_id))


@react("project_contracts.archived", "project_contracts.restored")
def follow_link(event: Event) -> None:
    """A contract was taken out of a project, or put back."""
    bindings.unlinked(_actor(event), ProjectContract.objects.select_related("project").get(pk=event.subject_id))


@react("project_members.archived", "project_members.restored")
def follow_member(event: Event) -> None:
    """Who leaves no longer sees the project by that."""
    member = ProjectMember.objects.select_related("project").get(pk=event.subject_id)
    check_open(member.project)
    members.follow_team(member.project, [member.person_id])


@react("team.changed")
def follow_team(event: Event) -> None:
    """Who was taken off the record's team by hand is no member any more."""
    if event.resource == "projects":
        project = Project.objects.get(pk=event.subject_id)
        members.leave_team(_actor(event), project, [UUID(key) for key in event.data.get("members", {})])


@react("budget_lines.archived", "budget_lines.restored")
def follow_line(event: Event) -> None:
    """A line was taken out of the budget in work."""
    line = BudgetLine.objects.select_related("project").get(pk=event.subject_id)
    check_open(line.project)
    money.refresh([line.project_id])


@react("project_forecasts.archived", "project_forecasts.restored")
def follow_forecast(event: Event) -> None:
    """A forecast no longer counts, or counts again."""
    row = ProjectForecast.objects.select_related("project").get(pk=event.subject_id)
    check_open(row.project)
    money.refresh([row.project_id])
