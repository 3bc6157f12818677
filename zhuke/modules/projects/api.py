"""Routes of projects that are not a resource: gates, overview, money, templates that fit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.errors import NotAllowed
from zhuke.kernel.resource import by_model

from .models import Project
from .services import budgets, money, overview, phases, templates

router = Router(tags=["projects"])
routers = [("/r/projects", router)]


def _project(request: HttpRequest, pk: UUID) -> tuple[Actor, Project]:
    actor, resource = actor_of(request), by_model(Project)
    require(actor, resource, "read")
    return actor, get_visible(actor, resource, pk)


def _check_amounts(actor: Actor) -> None:
    if not actor.sees("projects", "cost_total"):
        raise NotAllowed("not_allowed", _("这里有项目的成本和毛利，您的角色看不到。请联系管理员开通项目金额。"))


@router.get("/{uuid:pk}/gates", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_gates")
def gates(request: HttpRequest, pk: UUID) -> Any:
    """Where the project stands, and what each later phase asks for."""
    _actor, project = _project(request, pk)
    return raw(encode(phases.gates(project)))


@router.get("/{uuid:pk}/overview", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_overview")
def overview_of(request: HttpRequest, pk: UUID) -> Any:
    """Health with its reasons, members, contracts and what comes next, as far as the reader may see each."""
    actor, project = _project(request, pk)
    return raw(encode(overview.of(actor, project)))


@router.get("/{uuid:pk}/money", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_money")
def money_of(request: HttpRequest, pk: UUID) -> Any:
    """Budget, commitments, actual costs and forecast by cost item, income and margin; ¥ including tax."""
    actor, project = _project(request, pk)
    _check_amounts(actor)
    return raw(encode(money.table(project)))


@router.get("/{uuid:pk}/budget-versions", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_budget_versions")
def budget_versions(request: HttpRequest, pk: UUID) -> Any:
    """The budgets that were approved, the newest first."""
    actor, project = _project(request, pk)
    _check_amounts(actor)
    return raw(encode({"items": budgets.versions_of(project)}))


@router.get("/{uuid:pk}/phases", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_phases")
def phases_of(request: HttpRequest, pk: UUID) -> Any:
    """Its way through the phases, the newest step first."""
    _actor, project = _project(request, pk)
    return raw(encode({"items": phases.way_of(project)}))


@router.get("/{uuid:pk}/templates", response={200: dict[str, Any], **REFUSALS}, operation_id="projects_templates")
def templates_for(request: HttpRequest, pk: UUID) -> Any:
    """Templates that fit the project, the best first, with the reasons."""
    actor, project = _project(request, pk)
    return raw(encode({"items": templates.recommend(actor, project)}))
