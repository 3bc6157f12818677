from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import Churn, Competitor, Node, Opportunity, Risk, Stage
from .services import children, churning, entering, following, importing, moving, stages

REASON = FieldSpec("reason", _("原因"), "text", True, max_length=500)
MOVE = (
    FieldSpec("stage", _("目标阶段"), "ref", True, ref="stages"),
    FieldSpec("reason", _("原因"), "text", max_length=500, help=_("退回到前面的阶段时必填")),
)
LOSE = (
    FieldSpec("reason", _("丢单原因"), "choice", True, dictionary="loss_reason"),
    FieldSpec("competitor", _("中标的竞争对手"), "text", max_length=120),
    FieldSpec("note", _("说明"), "longtext"),
)
ASSIGN = (FieldSpec("owner", _("新负责人"), "ref", True, ref="users"), FieldSpec("unit", _("新所属单位"), "ref", ref="units"))
FOLLOW = (
    FieldSpec("content", _("跟进内容"), "longtext", True),
    FieldSpec("channel", _("方式"), "choice", dictionary="channel", default="phone"),
    FieldSpec("occurred_at", _("沟通时间"), "datetime", help=_("留空为现在")),
    FieldSpec("contact", _("联系人"), "ref", ref="contacts"),
    FieldSpec("result", _("结果"), "text", max_length=200),
    FieldSpec("effect", _("效果"), "choice", dictionary="effect"),
    FieldSpec("next_contact_at", _("下次联系"), "datetime"),
)

register(
    Resource(
        name="stages",
        model=Stage,
        scope=CompanyScope(),
        fields=(
            "unit", "phase", "name", "position", "allowed_days", "probability", "responsible", "required_fields", "required_documents",
            "conditions", "active",
        ),
        list_display=("unit", "phase", "name", "position", "allowed_days", "probability", "responsible", "active"),
        list_filter=("unit", "phase", "active"),
        ordering="position",
        archivable=False,
        create=stages.create_stage,
        update=stages.change_stage,
    ),
    Resource(
        name="opportunities",
        model=Opportunity,
        scope=OrgScope(team=True),
        fields=(
            "name", "customer", "contact", "amount", "bid_price", "expected_on", "project_type", "region", "city", "source", "unit",
            "owner", "opened_on", "reference", "tags", "remark",
        ),
        readonly_fields=(
            "number", "stage", "phase", "state", "probability", "probability_basis", "stage_since", "last_followed_at", "next_contact_at",
            "closed_at", "lost_reason", "lost_note", "lost_phase",
        ),
        list_display=(
            "name", "number", "customer", "stage", "state", "amount", "probability", "expected_on", "owner",
        ),
        list_filter=(
            "state", "stage", "phase", "owner", "unit", "project_type", "region", "expected_on", "last_followed_at", "next_contact_at",
            "lost_reason",
        ),
        search_fields=("name", "number", "reference", "customer_name", "tags"),
        masked=("bid_price",),
        hint_field="number",
        natural_key=("number", "reference"),
        importable=True,
        importer=Importer(
            extra=importing.EXTRA, synonyms=importing.SYNONYMS, check=importing.check_row, apply=importing.apply_row,
            create_many=importing.create_many,
        ),
        create=entering.open_opportunity,
        update=entering.edit_opportunity,
        actions=(
            Action("move", _("移动阶段"), moving.move, MOVE, when=lambda row: row.state != "lost"),
            Action("lose", _("丢单"), moving.lose, LOSE, when=lambda row: row.state == "open", danger=True),
            Action("reopen", _("重新打开"), moving.reopen, (REASON,), when=lambda row: row.state == "lost"),
            Action("assign", _("分配"), entering.assign_opportunity, ASSIGN, bulk=True),
            Action("follow", _("写跟进"), following.follow, FOLLOW),
        ),
    ),
    Resource(
        name="churns",
        model=Churn,
        scope=ParentScope("customer"),
        label_field="left_on",
        fields=("customer", "left_on", "reason", "gone_to", "note"),
        readonly_fields=("phase", "won_back_on", "won_back_note"),
        list_display=("customer", "left_on", "phase", "reason", "gone_to", "note", "won_back_on"),
        list_filter=("customer", "reason", "phase", "left_on", "won_back_on"),
        ordering="-left_on",
        create=churning.register_churn,
        update=churning.change_churn,
        actions=(
            Action(
                "win_back", _("登记挽回"), churning.win_back,
                (
                    FieldSpec("won_back_on", _("挽回日期"), "date", help=_("留空为今天")),
                    FieldSpec("note", _("怎样挽回的"), "longtext"),
                ),
                when=lambda row: row.won_back_on is None, grant="update",
            ),
        ),
    ),
    Resource(
        name="opportunity_competitors",
        model=Competitor,
        scope=ParentScope("opportunity"),
        fields=("opportunity", "name", "price", "strengths", "weaknesses", "winner"),
        list_display=("name", "opportunity", "price", "strengths", "weaknesses", "winner"),
        list_filter=("opportunity", "name", "winner"),
        masked=("price",),
    ),
    Resource(
        name="opportunity_risks",
        model=Risk,
        scope=ParentScope("opportunity"),
        label_field="title",
        fields=("opportunity", "title", "level", "measure", "due_on", "owner"),
        readonly_fields=("state",),
        list_display=("title", "opportunity", "level", "state", "measure", "due_on", "owner"),
        list_filter=("opportunity", "level", "state", "due_on", "owner"),
        actions=(
            Action(
                "close", _("解除"), children.close_risk, (FieldSpec("measure", _("怎样解除的"), "longtext"),),
                when=lambda row: row.state == "open", grant="update",
            ),
            Action("reopen", _("恢复"), children.reopen_risk, when=lambda row: row.state == "closed", grant="update"),
        ),
    ),
    Resource(
        name="opportunity_nodes",
        model=Node,
        scope=ParentScope("opportunity"),
        fields=("opportunity", "name", "due_on", "done_on", "owner"),
        list_display=("name", "opportunity", "due_on", "done_on", "owner"),
        list_filter=("opportunity", "due_on", "done_on", "owner"),
        ordering="due_on",
        create=children.add_node,
        update=children.edit_node,
    ),
)  # fmt: skip
