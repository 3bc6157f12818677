"""Tasks that are late, nodes that come up, materials and acceptances to be prepared (R11, R96, R101)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, notice, number, offer_event, todo
from zhuke.commons.automation.recipients import column_of, register_recipient
from zhuke.kernel.resource import Resource
from zhuke.modules.orgs.rules import holders, nearest

for _event, _label in (
    ("tasks.started", _("任务开始")),
    ("tasks.finished", _("任务完成")),
    ("tasks.progressed", _("填报任务进度")),
    ("tasks.paused", _("任务暂停")),
    ("tasks.resumed", _("任务继续")),
    ("plans.baseline_taken", _("保存基线")),
    ("plans.adopted", _("采用比选方案")),
):
    offer_event(_event, _label)

# Of the plan by which the project is run, and not done.
OPEN = (["live", "=", True], ["inactive", "=", False], ["kind", "in", ["task", "milestone"]], ["state", "!=", "done"])
NODE = {"or": [["kind", "=", "milestone"], ["tag", "in", ["key_node", "handover"]]]}


def _project_manager(resource: Resource, ids: list[UUID], _argument: str) -> Mapping[UUID, Iterable[UUID]]:
    """Who runs the project of the record, or of its contract; where there is none, who holds the role nearest to the record."""
    names = {f.name for f in resource.model._meta.get_fields()}
    found: dict[UUID, list[UUID]] = {}
    if "project" in names:
        found = column_of(resource, ids, "project__owner_id")
    elif "contract" in names:
        rows = resource.model._default_manager.filter(pk__in=ids, contract__in_projects__archived_at=None)
        manager = "contract__in_projects__project__owner_id"
        found = {pk: [person] for pk, person in rows.values_list("pk", manager) if person}
    without = [pk for pk in ids if pk not in found]
    return {**nearest(holders("project_manager"))(resource, without), **found} if without else found


register_recipient("project_manager", _("项目经理（没有项目的，就近担任该角色的人）"), _project_manager)

builtin(
    "planning.task_late",
    _("任务逾期未完成"),
    why=_("任务拖过几天还没有完成，后面的工作就会跟着推迟：先提醒负责人和项目经理。"),
    resource="tasks",
    trigger=daily(8),
    condition={"and": [*OPEN, ["ends_at", "empty", False], ["ends_at", "older_than", "$days"]]},
    numbers=(number("days", _("逾期天数"), 3, 0, 90),),
    occurrence=("ends_at",),
    actions=(
        notice(("owner", "project_manager"), _("{project}：任务“{name}”已逾期"), _("计划完成 {ends_at}，现在完成 {progress}%")),
        todo(("owner",), _("{project}：完成任务“{name}”，或说明原因并调整计划"), _("计划完成 {ends_at}"), kind="due"),
    ),
)
builtin(
    "planning.node_tomorrow",
    _("关键节点临近"),
    why=_("里程碑和关键节点前一天再核对一次，还来得及补救；前一天是休息日的，提前到休息前的最后一个工作日提醒。"),
    resource="tasks",
    trigger=daily(8),
    before_days_off=True,
    condition={"and": [*OPEN, NODE, ["ends_at", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 1, 0, 30),),
    occurrence=("ends_at",),
    actions=(notice(("owner", "project_manager"), _("{project}：节点“{name}”将在 {ends_at} 到期"), _("现在完成 {progress}%")),),
)
builtin(
    "planning.acceptance_ahead",
    _("验收准备"),
    why=_("验收前一周通知质量人员备好资料和自检记录。"),
    resource="tasks",
    trigger=daily(8),
    condition={"and": [*OPEN, ["tag", "=", "acceptance"], ["ends_at", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 7, 0, 60),),
    occurrence=("ends_at",),
    actions=(
        notice(("owner", "role:quality"), _("{project}：“{name}”将在 {ends_at} 验收"), _("请备好验收资料，完成自检")),
        todo(("owner",), _("{project}：准备验收“{name}”"), _("验收日期 {ends_at}"), kind="due"),
    ),
)
builtin(
    "planning.delivery_ahead",
    _("材料到货提醒"),
    why=_("材料进场前几天与供应商确认，避免停工待料。"),
    resource="tasks",
    trigger=daily(8),
    condition={"and": [*OPEN, ["tag", "=", "delivery"], ["ends_at", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 3, 0, 60),),
    occurrence=("ends_at",),
    actions=(
        notice(("owner", "role:purchaser"), _("{project}：“{name}”应在 {ends_at} 到货"), _("请与供应商确认发货和到场时间")),
        todo(("owner",), _("{project}：确认到货“{name}”"), _("到货日期 {ends_at}"), kind="due"),
    ),
)
builtin(
    "planning.deadline_breaks",
    _("任务将错过截止日期"),
    why=_("按现在的计划，任务会在截止日期之后才完成：尽早赶工或调整。"),
    resource="tasks",
    trigger=daily(8),
    condition={"and": [*OPEN, ["deadline", "empty", False], ["total_float", "<", 0]]},
    occurrence=("deadline",),
    actions=(
        notice(("owner", "project_manager"), _("{project}：任务“{name}”将错过截止日期"), _("截止日期 {deadline}，计划完成 {ends_at}")),
    ),
)
