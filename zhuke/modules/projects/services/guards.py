"""What a project allows in the state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import upward
from zhuke.kernel.errors import Conflict, invalid
from zhuke.modules.projects.models import CostItem, Project


def locked(pk: UUID | None) -> Project:
    """The project, its row held until the transaction ends."""
    assert pk is not None  # the reference is required, so the kernel has asked for it
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def hold(pk: UUID | None) -> Project:
    """The project, locked, if it may still be worked on. Raises archived, project_closed."""
    project = locked(pk)
    check_open(project)
    return project


def check_open(project: Project) -> None:
    """Raise archived or project_closed unless the project may still be worked on."""
    if project.archived_at:
        raise Conflict("archived", _("该项目已归档，请先恢复再操作。"))
    if project.phase == "closed":
        raise Conflict("project_closed", _("项目“%(name)s”已关闭，不能再改。确需更正时请先退回到前面的阶段。") % {"name": project.name})


def keep_project(row: Any, values: Mapping[str, Any]) -> None:
    """Raise invalid where a part would move to another project."""
    if values.get("project_id", row.project_id) != row.project_id:
        raise invalid({"project": [_("不能移到另一个项目，请在那个项目里新增。")]})


def check_item(project: Project, item: CostItem) -> None:
    """Raise invalid unless the cost item is in use and of the project's unit or above it."""
    if item.archived_at or (item.unit_id and item.unit_id not in upward(project.unit_id)):
        raise invalid({"cost_item": [_("科目“%(name)s”已停用，或不属于该项目的公司，请换一个科目。") % {"name": item.name}]})
