"""Projects enter and change here: bound to customer, opportunity and contract, numbered, told in the customer's history (R92, R111)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract
from zhuke.modules.orgs.models import Membership
from zhuke.modules.projects.models import Project, ProjectContract
from zhuke.modules.sales.models import Opportunity

from . import health, money, phases, templates
from .bindings import follow_main
from .cooperation import keep_in_history


def create_project(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Project:
    """Add a project; without a number it gets the next one. Raises invalid (number taken, bound to another customer's papers, dates)."""
    project: Project = build(actor, by_model(Project), values, pk=pk)
    _save(actor, project)
    phases.record_start(actor, project)
    emit("projects.created", project, actor)
    if project.template:
        money.refresh([project.pk])
        project.refresh_from_db()  # the budget of a template is a share of the income
        templates.apply_template(actor, project, template=project.template.pk)
    return _told(project)


def update_project(actor: Actor, project: Project, **values: Any) -> Project:
    """Change a project. Raises invalid."""
    if values.get("template_id", project.template_id) != project.template_id:
        raise invalid({"template": [_("模板在建立项目时选择；以后请用“套用模板”。")]})
    assign(project, values)
    _save(actor, project)
    emit("projects.updated", project, actor, {"fields": sorted(values)})
    return _told(project)


def _told(project: Project) -> Project:
    """The project as it is after its totals and its health were rewritten."""
    money.refresh([project.pk])
    health.refresh([project.pk])
    project.refresh_from_db()
    return project


def start_for(actor: Actor, opportunity: Opportunity) -> Project | None:
    """The project that comes with 项目启动; None: the opportunity has one already. The caller holds the opportunity's row."""
    if Project.objects.filter(opportunity=opportunity).exists():
        return None
    contract = Contract.objects.filter(opportunity=opportunity, archived_at=None).order_by("created_at").first()
    template = templates.default_for(opportunity.unit_id, opportunity.project_type)
    if contract and ProjectContract.objects.filter(contract=contract, archived_at=None).exists():
        contract = None  # somebody has counted it to another project already
    project = create_project(
        actor,
        name=opportunity.name[:120],
        customer_id=opportunity.customer_id,
        opportunity_id=opportunity.pk,
        contract_id=contract.pk if contract else None,
        project_type=opportunity.project_type,
        region=opportunity.region,
        city=opportunity.city,
        unit_id=opportunity.unit_id,
        owner_id=_manager(opportunity) or opportunity.owner_id,
        starts_on=contract.starts_on if contract else None,
        ends_on=contract.ends_on if contract else None,
        tags=list(opportunity.tags),
        template_id=template.pk if template else None,
    )
    if opportunity.owner_id and opportunity.owner_id != project.owner_id:
        TeamMember.objects.create(resource="projects", object_id=project.pk, user_id=opportunity.owner_id)
    return project


def _manager(opportunity: Opportunity) -> UUID | None:
    """The project manager on the opportunity's team, where there is exactly one."""
    team = TeamMember.objects.filter(resource="opportunities", object_id=opportunity.pk, user__is_active=True).values("user")
    held = Membership.objects.filter(user__in=team, role__code="project_manager", role__active=True, archived_at=None)
    found = set(held.values_list("user_id", flat=True))
    return found.pop() if len(found) == 1 else None


def _save(actor: Actor, project: Project) -> None:
    _check_bindings(project)
    project.number = project.number.strip()
    while not project.number:
        number = next_number(actor, "projects", project.unit_id, timezone.localdate())
        if not Project.objects.filter(number=number).exists():  # else somebody has typed it in
            project.number = number
    save(project, by_model(Project))
    follow_main(actor, project)
    keep_in_history(actor, project)


def _check_bindings(project: Project) -> None:
    problems = {}
    if project.customer_id:
        message = _("它属于“%(name)s”，请选择这个客户的，或改选客户。")
        for name in ("opportunity", "contract"):
            bound = getattr(project, name)
            if bound and bound.customer_id != project.customer_id:
                problems[name] = [message % {"name": bound.customer.name}]
    if problems:
        raise invalid(problems)
