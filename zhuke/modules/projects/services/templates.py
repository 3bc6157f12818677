"""Templates: taken out of projects that went well, put into new ones, recommended with reasons (R106)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import upward
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.projects.models import Project, ProjectTemplate
from zhuke.modules.projects.parts import all_parts

from .guards import check_open

WEIGHTS = {"type": 40, "region": 15, "size": 20, "default": 10}


def add_template(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProjectTemplate:
    """Add an empty template, to be filled by ``save_as_template``. Raises invalid."""
    return _saved(actor, build(actor, by_model(ProjectTemplate), values, pk=pk), "created")


def edit_template(actor: Actor, row: ProjectTemplate, **values: Any) -> ProjectTemplate:
    """Change what a template is for. Raises invalid."""
    assign(row, values)
    return _saved(actor, row, "updated")


def _saved(actor: Actor, row: ProjectTemplate, event: str) -> ProjectTemplate:
    if row.size_from is not None and row.size_to is not None and row.size_from > row.size_to:
        raise invalid({"size_to": [_("合同额上限不能小于下限，请改正。")]})
    save(row, by_model(ProjectTemplate))
    emit(f"project_templates.{event}", row, actor)
    return row


def save_as_template(actor: Actor, project: Project, *, name: str, description: str | None = None) -> Project:
    """Make a template of the project's company out of it. Persons, days and amounts stay behind.

    Raises invalid (name taken), nothing_to_take.
    """
    content = {part.key: items for part in all_parts() if (items := part.take(project))}
    if not content:
        raise DomainError("nothing_to_take", _("这个项目还没有可以做成模板的内容（角色、预算、任务）。请先填写一些再另存。"))
    company = next(iter(upward(project.unit_id)[:-1][-1:]), project.unit_id)
    row = ProjectTemplate(
        name=name.strip(), unit_id=company, project_type=project.project_type, description=description or "", content=content,
        created_by_id=actor.id,
    )  # fmt: skip
    _saved(actor, row, "created")
    emit("projects.saved_as_template", project, actor, {"template": str(row.pk)})
    return project


def apply_template(actor: Actor, project: Project, *, template: UUID | str) -> Project:
    """Put what a template has and the project lacks into it. Raises archived, project_closed, not_found, invalid."""
    check_open(project)
    row = ProjectTemplate.objects.filter(pk=template, archived_at=None).first()
    if row is None or not _fits_unit(project, row):
        raise invalid({"template": [_("这个模板已停用，或属于另一家公司，请另选。")]})
    put(actor, project, row)
    if project.template_id != row.pk:
        project.template = row
        save(project, by_model(Project))
    return project


def put(actor: Actor, project: Project, row: ProjectTemplate) -> dict[str, int]:
    """Apply every part; returns how many items each has added."""
    added = {part.key: part.apply(actor, project, row.content[part.key]) for part in all_parts() if row.content.get(part.key)}
    emit("projects.template_applied", project, actor, {"template": str(row.pk), "added": added})
    return added


def default_for(unit_id: UUID, project_type: str) -> ProjectTemplate | None:
    """The default template of the type, else of every type; the nearest unit upward first."""
    rows = ProjectTemplate.objects.filter(archived_at=None, is_default=True, project_type__in=(project_type, ""))
    units = [*upward(unit_id), None]
    fitting = [row for row in rows if row.unit_id in units]
    return min(fitting, key=lambda row: (row.project_type == "", units.index(row.unit_id)), default=None)


def _fits_unit(project: Project, row: ProjectTemplate) -> bool:
    return row.unit_id is None or row.unit_id in upward(project.unit_id)


def recommend(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """The templates that fit the project, the best first, each with its reasons and what it would bring."""
    resource = by_model(ProjectTemplate)
    if not actor.can(resource.name, "read"):
        return []
    rows = visible(actor, resource).filter(archived_at=None).filter(Q(unit=None) | Q(unit__in=upward(project.unit_id)))
    rows = rows.annotate(used=Count("projects", filter=Q(projects__archived_at=None)))
    labels = {part.key: part.label for part in all_parts()}
    answer = []
    for row in rows.order_by("name")[:200]:
        score, reasons = _score(actor, project, row)
        parts = [{"key": key, "label": str(labels[key]), "count": len(items)} for key, items in row.content.items() if key in labels]
        answer.append(
            {
                "template": {"id": row.pk, "label": row.name},
                "description": row.description,
                "score": score,
                "reasons": reasons,
                "parts": parts,
                "used": row.used,
                "applied": project.template_id == row.pk,
            }
        )
    return sorted(answer, key=lambda one: (-one["score"], one["template"]["label"]))


def _score(actor: Actor, project: Project, row: ProjectTemplate) -> tuple[int, list[str]]:
    score, reasons = 0, []
    if row.project_type and row.project_type == project.project_type:
        score += WEIGHTS["type"]
        reasons.append(gettext("项目类型相同"))
    elif row.project_type:
        score -= WEIGHTS["type"]
    if row.region and row.region == project.region:
        score += WEIGHTS["region"]
        reasons.append(gettext("同在%(region)s") % {"region": row.region})
    size = project.income_total if actor.sees("projects", "income_total") else None
    if size is not None and (row.size_from is not None or row.size_to is not None):
        if (row.size_from is None or row.size_from <= size) and (row.size_to is None or size <= row.size_to):
            score += WEIGHTS["size"]
            reasons.append(gettext("合同额相当"))
        else:
            score -= WEIGHTS["size"]
    if row.is_default:
        score += WEIGHTS["default"]
        reasons.append(gettext("默认模板"))
    used = min(int(row.used), 15)  # type: ignore[attr-defined]
    if used:
        score += used
        reasons.append(gettext("已有 %(n)d 个项目使用") % {"n": row.used})  # type: ignore[attr-defined]
    return score, reasons
