from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import never, state_in
from zhuke.kernel.access import ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import SCORES, ProjectReport, Survey
from .services import reports, sending, surveys

EDITIONS = (("customer", _("客户版（不含成本和毛利）")), ("internal", _("内部版")))

register(
    Resource(
        name="project_reports",
        model=ProjectReport,
        scope=ParentScope("project"),
        hint_field="number",
        fields=("project", "kind", "since", "until", "owner", "overview", "problems", "next_steps"),
        readonly_fields=("number", "name", "state", "automatic", "sent_at"),
        list_display=("name", "kind", "state", "project", "owner", "until", "sent_at", "number"),
        list_filter=("project", "kind", "state", "owner", "since", "until", "sent_at", "automatic"),
        ordering="-until",
        create=reports.create_report,
        update=reports.change_report,
        editable=state_in("draft"),
        actions=(
            Action(
                "send", _("发送"), sending.send,
                (
                    FieldSpec("edition", _("版本"), "choice", choices=EDITIONS, default="customer"),
                    FieldSpec("contacts", _("客户联系人"), "json", help=_("联系人的编号列表；客户版发给他们的邮箱")),
                    FieldSpec("people", _("同事"), "json", help=_("人员的编号列表；内部版通知他们")),
                    FieldSpec("ask", _("附满意度调查"), "yesno", default=True),
                ),
            ),
        ),
    ),
    Resource(
        name="surveys",
        model=Survey,
        scope=ParentScope("project"),
        fields=("project", "contact", "name", *SCORES, "remark"),
        readonly_fields=("customer", "report", "state", "score", "lowest", "answered_at", "expires_at"),
        list_display=("name", "customer", "project", "state", "score", "lowest", "remark", "answered_at", "expires_at"),
        list_filter=("project", "customer", "report", "state", "score", "lowest", "answered_at"),
        ordering="-created_at",
        archivable=False,
        create=surveys.enter,
        update=surveys.refuse_change,
        editable=never,
    ),
)  # fmt: skip
