from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import OrgScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import PHASE_CODES, PHASES, Project
from .services import budgets, phases, starting, templates


def _why(label: Any = _("原因")) -> FieldSpec:
    return FieldSpec("reason", label, "text", True, max_length=300)


def _note(label: Any = _("说明")) -> FieldSpec:
    return FieldSpec("note", label, "text", max_length=300)


def _moving(row: Project) -> bool:
    return not row.held_on


TO = ("to", _("进入的阶段"), "choice")

register(
    Resource(
        name="projects",
        model=Project,
        scope=OrgScope(team=True),
        fields=(
            "number", "name", "customer", "opportunity", "contract", "template", "project_type", "region", "city", "address", "starts_on",
            "ends_on", "unit", "owner", "tags", "remark",
        ),
        readonly_fields=(
            "phase", "phase_since", "held_on", "held_reason", "began_on", "finished_on", "progress", "health", "income_total",
            "budget_total", "cost_total", "forecast_total", "margin", "margin_rate",
        ),
        list_display=(
            "name", "health", "phase", "progress", "customer", "owner", "margin_rate", "project_type", "tags", "ends_on", "unit", "number",
        ),
        list_filter=(
            "phase", "health", "project_type", "tags", "customer", "owner", "unit", "region", "progress", "held_on", "opportunity",
            "contract", "template", "starts_on", "ends_on", "finished_on", "margin_rate",
        ),
        masked=("income_total", "budget_total", "cost_total", "forecast_total", "margin", "margin_rate"),
        search_fields=("name", "number", "address"),
        hint_field="number",
        natural_key=("number", "name"),
        importable=True,
        importer=Importer(
            synonyms={
                "number": ("编号", "项目号"), "name": ("项目", "工程名称"), "customer": ("业主", "建设单位", "客户名称"),
                "owner": ("项目负责人", "负责人"), "starts_on": ("开工日期",), "ends_on": ("竣工日期",), "address": ("项目地址", "地址"),
            }
        ),
        create=starting.create_project,
        update=starting.update_project,
        actions=(
            Action(
                "advance", _("进入下一阶段"), phases.advance,
                (
                    FieldSpec(*TO, choices=tuple(PHASES[1:]), help=_("留空表示下一个阶段")),
                    FieldSpec("on", _("日期"), "date", help=_("留空表示今天")),
                    _note(),
                ),
                when=lambda row: _moving(row) and row.phase != PHASE_CODES[-1],
            ),
            Action(
                "go_back", _("退回"), phases.go_back,
                (FieldSpec("to", _("退回到"), "choice", choices=tuple(PHASES[:-1]), help=_("留空表示前一个阶段")), _why()),
                when=lambda row: _moving(row) and row.phase != PHASE_CODES[0], grant="advance", danger=True,
            ),
            Action(
                "hold", _("暂停"), phases.put_on_hold, (_why(),), when=lambda row: _moving(row) and row.phase != PHASE_CODES[-1],
            ),
            Action("resume", _("恢复"), phases.resume, (_note(),), when=lambda row: bool(row.held_on), grant="hold"),
            Action(
                "approve_budget", _("批准预算"), budgets.approve_budget, (_note(),), when=lambda row: row.phase != PHASE_CODES[-1],
                confirm=_("把现在的预算明细固定为新的一版，今后的成本都和它比较。"),
            ),
            Action(
                "apply_template", _("套用模板"), templates.apply_template,
                (FieldSpec("template", _("项目模板"), "ref", True, ref="project_templates"),),
                when=lambda row: row.phase != PHASE_CODES[-1], grant="update",
                confirm=_("把模板里有、项目里还没有的角色、预算科目、任务、风险和文件夹加进来，已有的不变。"),
            ),
            Action(
                "save_as_template", _("另存为模板"), templates.save_as_template,
                (FieldSpec("name", _("模板名称"), "text", True, max_length=80),
                    FieldSpec("description", _("说明"), "longtext", max_length=2000)),
                confirm=_("保存角色、预算比例、任务结构、风险清单和文件夹；人员、日期和金额不会带走。"),
            ),
        ),
    ),
)  # fmt: skip
