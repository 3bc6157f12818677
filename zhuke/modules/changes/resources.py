from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import state_in
from zhuke.kernel.access import ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import ChangeRequest
from .services import effects, requests

register(
    Resource(
        name="change_requests",
        model=ChangeRequest,
        scope=ParentScope("project"),
        label_field="title",
        hint_field="number",
        fields=("project", "title", "kind", "origin", "contact", "asked_on", "description", "reason", "variation", "contract",
            "income_amount", "days", "cost_item", "cost_amount", "task_effect", "task", "task_days", "new_task"),
        readonly_fields=("number", "state", "submitted_on", "approved_on", "carried_out_on", "end_note", "failed"),
        list_display=("title", "number", "project", "kind", "income_amount", "cost_amount", "days", "state", "asked_on", "created_by"),
        list_filter=("project", "kind", "origin", "state", "failed", "contract", "variation", "contact", "task", "cost_item",
            "income_amount", "cost_amount", "days", "asked_on", "submitted_on", "approved_on", "carried_out_on"),
        search_fields=("title", "number"),
        ordering="-updated_at",
        masked=("income_amount", "cost_amount"),
        create=requests.write,
        update=requests.edit,
        editable=state_in("draft", "rejected"),
        actions=(
            Action("submit", _("提交审批"), requests.submit, when=state_in("draft", "rejected"),
                confirm=_("批准后按所填的影响调整计划和预算，并生成合同变更草稿。")),
            Action("withdraw", _("撤销变更"), requests.withdraw, (FieldSpec("reason", _("原因"), "text", True, max_length=300),),
                when=state_in("draft", "rejected"), danger=True, grant="update"),
            Action("apply_again", _("重新应用"), effects.apply_again, when=lambda row: row.state == "approved" and row.failed,
                grant="submit"),
            Action("carry_out", _("登记落实"), requests.carry_out,
                (FieldSpec("on", _("落实日期"), "date", help=_("留空表示今天")), FieldSpec("note", _("说明"), "text", max_length=300)),
                when=state_in("approved"), grant="update"),
        ),
    ),
)  # fmt: skip
