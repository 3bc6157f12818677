"""Which task builds which element: by rules that are applied again after each new version, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.bim.models import BimElement, BimLink, BimModel, BimRule, BimVersion
from zhuke.modules.planning.models import Task

from .versions import shown


def create_rule(actor: Actor, *, pk: UUID | None = None, **values: Any) -> BimRule:
    """A rule; it is applied at once. Raises invalid (task or model of another project)."""
    rule: BimRule = build(actor, by_model(BimRule), values, pk=pk)
    return _keep(actor, rule, "created")


def update_rule(actor: Actor, rule: BimRule, **values: Any) -> BimRule:
    """Change a rule and apply it. Raises invalid."""
    assign(rule, values)
    return _keep(actor, rule, "updated")


def _keep(actor: Actor, rule: BimRule, what: str) -> BimRule:
    problems = {}
    if rule.task.project_id != rule.project_id or not rule.task.live:
        problems["task"] = [_("该任务不在这个项目的执行计划里，请改选。")]
    if rule.model is not None and rule.model.project_id != rule.project_id:
        problems["model"] = [_("该模型属于另一个项目，请改选。")]
    if problems:
        raise invalid(problems)
    with writing(actor):
        save(rule, by_model(BimRule))
        emit(f"bim_rules.{what}", rule, actor)
        for model in _models(rule):
            apply_rules(actor, model)
    return rule


def _models(rule: BimRule) -> Sequence[BimModel]:
    if rule.model_id:
        return [BimModel.objects.get(pk=rule.model_id)]
    return list(BimModel.objects.filter(project_id=rule.project_id, archived_at=None))


def apply_rules(actor: Actor, model: BimModel) -> int:
    """Link by all rules of the model's project, older rules first; what was linked by hand stays. Returns how many are linked."""
    with writing(actor):
        # Two people who change rules at once do it one after the other.
        model = BimModel.objects.select_for_update().get(pk=model.pk)
        version = shown(model)
        BimLink.objects.filter(model=model, rule__isnull=False).delete()
        taken = set(BimLink.objects.filter(model=model).values_list("guid", flat=True))
        fresh: dict[str, BimLink] = {}
        rules = BimRule.objects.filter(
            Q(model=model) | Q(model=None), project_id=model.project_id, archived_at=None, task__archived_at=None
        )
        for rule in rules.order_by("created_at", "pk"):
            for guid in _fitting(version, rule) if version else ():
                if guid not in taken and guid not in fresh:
                    fresh[guid] = BimLink(model=model, guid=guid, task_id=rule.task_id, rule=rule)
        BimLink.objects.bulk_create(fresh.values(), batch_size=2000)
        return _count(model, version)


def _fitting(version: BimVersion, rule: BimRule) -> Sequence[str]:
    rows = BimElement.objects.filter(version=version)
    if rule.element_type:
        rows = rows.filter(type__istartswith=rule.element_type)  # IfcWall fits IfcWallStandardCase, too
    if rule.words:
        rows = rows.filter(Q(name__icontains=rule.words) | Q(type_name__icontains=rule.words))
    if rule.storey:
        storeys = [index for index, row in enumerate(version.storeys) if rule.storey.lower() in str(row["name"]).lower()]
        rows = rows.filter(storey__in=storeys)
    return list(rows.values_list("guid", flat=True))


def link_by_hand(actor: Actor, model: BimModel, guids: Sequence[str], task_id: UUID | None) -> int:
    """Link these elements to a task of the project, or (None) to none; rules fill what is left free. Returns how many are linked.

    Raises invalid (task of another project, elements that the model does not have).
    """
    version = shown(model)
    known = set(BimElement.objects.filter(version=version, guid__in=guids).values_list("guid", flat=True)) if version else set()
    if missing := set(guids) - known:
        sentence = _("模型里没有这些构件（%(count)s 个），可能已上传了新版本。请刷新后重选。") % {"count": len(missing)}
        raise invalid({"guids": [sentence]})
    if task_id is not None:
        task = get_visible(actor, by_model(Task), task_id)
        if task.project_id != model.project_id or not task.live:
            raise invalid({"task": [_("该任务不在这个项目的执行计划里，请改选。")]})
    with writing(actor):
        BimModel.objects.select_for_update().get(pk=model.pk)
        BimLink.objects.filter(model=model, guid__in=known).delete()
        if task_id is not None:
            BimLink.objects.bulk_create([BimLink(model=model, guid=guid, task_id=task_id) for guid in sorted(known)], batch_size=2000)
        emit("bim_models.linked", model, actor, {"task": str(task_id) if task_id else None, "elements": len(known)})
        return apply_rules(actor, model)


def _count(model: BimModel, version: BimVersion | None) -> int:
    linked = BimLink.objects.filter(model=model)
    if version is not None:
        linked = linked.filter(guid__in=BimElement.objects.filter(version=version).values("guid"))
    count = linked.count()
    if model.linked_count != count:
        model.linked_count = count
        save(model, by_model(BimModel))
    return count
