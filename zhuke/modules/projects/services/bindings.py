"""Which contracts belong to a project: the main one, which the project names itself, and all others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract
from zhuke.modules.projects.models import Project, ProjectContract

from .costs import follow_contract
from .guards import check_item, check_open, hold, keep_project
from .money import refresh

PART_OF = {"sub": "sub", "purchase": "purchase", "design": "design"}
ENDED = ("terminated", "void")


def link_contract(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProjectContract:
    """Count a contract among those of a project. Raises archived, project_closed, invalid (it belongs to another project)."""
    project = hold(values.get("project_id"))
    link: ProjectContract = build(actor, by_model(ProjectContract), values, pk=pk)
    if link.part == "main":
        raise invalid({"part": [_("主合同在项目资料的“合同”一栏里选择，这里只关联其他合同。")]})
    link.part = link.part or PART_OF.get(link.contract.kind, "other")
    return _saved(actor, project, link, "created")


def edit_link(actor: Actor, link: ProjectContract, **values: Any) -> ProjectContract:
    """Change what the contract counts as. Raises archived, project_closed, invalid, main_contract."""
    project = hold(link.project_id)
    keep_project(link, values)
    if values.get("contract_id", link.contract_id) != link.contract_id:
        raise invalid({"contract": [_("不能换成另一份合同，请移出这一份，再关联那一份。")]})
    wanted = values.get("part", link.part)
    if (wanted == "main") != (link.part == "main"):
        raise Conflict("main_contract", _("主合同在项目资料的“合同”一栏里更换。"))
    assign(link, {**values, "part": wanted or link.part})
    return _saved(actor, project, link, "updated")


def _saved(actor: Actor, project: Project, link: ProjectContract, event: str) -> ProjectContract:
    if link.cost_item:
        check_item(project, link.cost_item)
    save(link, by_model(ProjectContract))
    emit(f"project_contracts.{event}", link, actor, {"project": str(project.pk), "contract": str(link.contract_id)})
    follow_contract(actor, link.contract_id)
    refresh([project.pk])
    return link


def unlinked(actor: Actor, link: ProjectContract) -> None:
    """A contract was taken out of a project, or put back: its costs follow. Raises main_contract, project_closed, archived."""
    check_open(link.project)
    if link.part == "main" and link.project.contract_id == link.contract_id and link.archived_at:
        raise Conflict("main_contract", _("这是项目的主合同。请先在项目资料里改选或清空“合同”，它会随之移出。"))
    follow_contract(actor, link.contract_id)
    refresh([link.project_id])


def follow_main(actor: Actor, project: Project) -> None:
    """Make the contract that the project names its main one; the former main one leaves. Raises invalid (of another project)."""
    links = ProjectContract.objects.filter(archived_at=None)
    taken = (
        links.filter(contract=project.contract).exclude(project=project).select_related("project") if project.contract_id else links.none()
    )
    if other := taken.first():
        raise invalid({"contract": [_("这份合同已经属于项目“%(name)s”，请先从那里移出。") % {"name": other.project.name}]})
    for former in links.filter(project=project, part="main"):
        if former.contract_id == project.contract_id:
            continue
        former.archived_at = timezone.now()
        save(former, by_model(ProjectContract))
        emit("project_contracts.archived", former, actor, {"project": str(project.pk), "contract": str(former.contract_id)})
    if not project.contract_id:
        return
    link = links.filter(project=project, contract_id=project.contract_id).first()
    if link is None or link.part != "main":
        link = link or ProjectContract(project=project, contract_id=project.contract_id, created_by_id=actor.id)
        link.part = "main"
        save(link, by_model(ProjectContract))
        emit("project_contracts.created", link, actor, {"project": str(project.pk), "contract": str(link.contract_id)})


def bind_signed(actor: Actor, contract: Contract) -> Project | None:
    """A signed contract comes to the project of its opportunity, where there is exactly one that goes on and no project has it yet.

    It becomes the main one where it brings money in and no main contract stands; else one of the others. Returns the project it came to.
    """
    if not contract.opportunity_id or contract.kind == "framework":
        return None
    if ProjectContract.objects.filter(contract=contract, archived_at=None).exists():
        return None
    going = Project.objects.running().filter(opportunity=contract.opportunity_id)
    keys = list(going.values_list("pk", flat=True)[:2])
    if len(keys) != 1:
        return None
    project = hold(keys[0])
    main = project.contract
    standing = main is not None and not main.archived_at and main.state not in ENDED
    if contract.direction == "income" and not standing and contract.customer_id == project.customer_id:
        project.contract = contract
        save(project, by_model(Project))
        follow_main(actor, project)
        emit("projects.updated", project, actor, {"fields": ["contract_id"]})
        return project
    _saved(actor, project, ProjectContract(
        project=project, contract=contract, part=PART_OF.get(contract.kind, "other"), created_by_id=actor.id,
    ), "created")  # fmt: skip
    return project


def income_contracts(project: Project) -> Any:
    """The contracts of the project that bring money in."""
    keys = ProjectContract.objects.filter(project=project, archived_at=None).values("contract")
    return Contract.objects.income().filter(pk__in=keys, archived_at=None)
