from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import Approval, Flow
from .scopes import ApprovalScope
from .services import deciding, ending, flows

register(
    Resource(
        name="approval_flows",
        model=Flow,
        scope=CompanyScope(),
        fields=("name", "resource", "verb", "unit", "draft"),
        readonly_fields=("active", "builtin", "number", "published_at"),
        list_display=("name", "resource", "verb", "unit", "active", "builtin", "number", "published_at"),
        list_filter=("resource", "unit", "active"),
        ordering="resource,name",
        archivable=False,
        create=flows.create_flow,
        update=flows.change_flow,
        actions=(
            Action("publish", _("发布"), flows.publish, (FieldSpec("note", _("修改说明"), "text", max_length=200),)),
            Action("pause", _("停用"), flows.pause, when=lambda flow: flow.active, grant="publish"),
            Action("resume", _("启用"), flows.resume, when=lambda flow: not flow.active, grant="publish"),
            Action(
                "restore", _("恢复为草稿"), flows.restore, (FieldSpec("number", _("版本"), "integer", True, minimum=1),), grant="update"
            ),
        ),
    ),
    # Its routes are /approvals: what one may do depends on whose turn it is. The verbs here are the rights that roles grant.
    Resource(
        name="approvals",
        model=Approval,
        scope=ApprovalScope(),
        fields=(),
        readonly_fields=(
            "title",
            "resource",
            "object_id",
            "verb",
            "unit",
            "submitter",
            "state",
            "submitted_at",
            "waiting_since",
            "finished_at",
        ),
        list_display=("title", "state", "submitter", "submitted_at"),
        label_field="title",
        ordering="-submitted_at",
        archivable=False,
        exportable=False,
        hidden=True,
        actions=(Action("decide", _("审批"), deciding.approve), Action("manage", _("改派和终止审批"), ending.cancel)),
    ),
)
