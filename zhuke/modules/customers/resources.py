from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import Address, Contact, Cooperation, Customer, Feedback, Interaction, Lead, Qualification
from .services import assigning, children, feedbacks, importing, interactions, leads, merging
from .services.register import add_contact, edit, edit_contact
from .services.register import register as register_customer

ASSIGN_INPUTS = (FieldSpec("owner", _("新负责人"), "ref", True, ref="users"), FieldSpec("unit", _("新所属单位"), "ref", ref="units"))
REASON = (FieldSpec("reason", _("原因"), "text", True, max_length=200),)

register(
    Resource(
        name="customers",
        model=Customer,
        scope=OrgScope(team=True),
        fields=(
            "name", "short_name", "former_names", "kind", "roles", "credit_code", "industry", "region", "city", "source", "intention",
            "parent",
            "unit", "owner", "phone", "email", "website", "legal_representative", "registered_capital", "established_on", "employees",
            "annual_revenue", "business_scope", "registered_address", "budget", "pain_points", "competitors", "preferences", "credit_grade",
            "tags", "remark",
        ),
        readonly_fields=(
            "number", "auto_tags", "completeness", "value_score", "value_class", "first_contact_at", "last_contact_at", "next_contact_at",
            "merged_into",
        ),
        list_display=("name", "number", "kind", "industry", "region", "value_class", "completeness", "owner", "unit", "last_contact_at"),
        list_filter=("kind", "industry", "region", "intention", "value_class", "owner", "unit", "last_contact_at"),
        search_fields=("name", "short_name", "former_names", "number", "credit_code", "phone", "email"),
        masked=("phone", "email", "budget"),
        hint_field="number",
        natural_key=("credit_code", "number", "name"),
        importable=True,
        importer=Importer(
            extra=importing.EXTRA, synonyms=importing.SYNONYMS, required=importing.REQUIRED, apply=importing.apply_row,
            duplicates=importing.Finder, check=importing.check_row,
            create_many=importing.create_many,
        ),
        create=register_customer,
        update=edit,
        actions=(
            Action("assign", _("分配"), assigning.assign_customer, ASSIGN_INPUTS, bulk=True),
            Action(
                "merge", _("合并"), merging.merge,
                (FieldSpec("merged", _("被合并的客户"), "ref", True, ref="customers"), FieldSpec("fields", _("取值"), "json")),
                hidden=True,
            ),
            Action("undo_merge", _("撤销合并"), merging.undo_merge, (FieldSpec("merge", _("合并记录"), "text", True),), grant="merge",
                hidden=True),
            Action(
                "mark_different", _("不是同一家"), merging.mark_different, (FieldSpec("other", _("另一个客户"), "ref", True,
                ref="customers"),),
                grant="merge", hidden=True,
            ),
        ),
    ),
    Resource(
        name="contacts",
        model=Contact,
        scope=ParentScope("customer"),
        fields=("customer", "name", "position", "department", "phone", "landline", "email", "wechat", "decision_role", "is_primary",
            "preferences", "remark"),
        list_display=("name", "customer", "position", "phone", "email", "decision_role", "is_primary", "updated_at"),
        list_filter=("customer", "decision_role", "is_primary"),
        search_fields=("name", "position", "phone", "landline", "email", "wechat"),
        masked=("phone", "landline", "email", "wechat"),
        hint_field="position",
        natural_key=("customer", "name"),
        importable=True,
        create=add_contact,
        update=edit_contact,
    ),
    Resource(
        name="addresses",
        model=Address,
        scope=ParentScope("customer"),
        label_field="detail",
        fields=("customer", "kind", "region", "city", "district", "detail", "receiver", "longitude", "latitude"),
        list_display=("customer", "kind", "region", "city", "district", "detail", "receiver"),
        list_filter=("customer", "kind", "region", "city"),
        importable=True,
        create=children.add_address,
        update=children.edit_address,
    ),
    Resource(
        name="interactions",
        model=Interaction,
        scope=ParentScope("customer"),
        label_field="content",
        fields=("customer", "contact", "channel", "occurred_at", "content", "result", "effect", "next_contact_at", "owner"),
        readonly_fields=("origin", "late_days"),
        list_display=("occurred_at", "customer", "channel", "content", "result", "effect", "owner", "next_contact_at", "late_days"),
        list_filter=("customer", "channel", "owner", "effect", "occurred_at", "late_days"),
        ordering="-occurred_at",
        importable=True,
        create=interactions.log_interaction,
        update=interactions.edit_interaction,
    ),
    Resource(
        name="feedbacks",
        model=Feedback,
        scope=ParentScope("customer"),
        label_field="content",
        fields=("customer", "contact", "kind", "aspect", "content", "occurred_at", "due_on", "handler"),
        readonly_fields=("state", "answer", "answered_at", "answered_by"),
        list_display=("content", "customer", "kind", "aspect", "state", "due_on", "handler", "occurred_at"),
        list_filter=("customer", "kind", "aspect", "state", "handler", "due_on"),
        ordering="-occurred_at",
        create=feedbacks.record_feedback,
        update=feedbacks.edit_feedback,
        actions=(
            Action(
                "assign_handler", _("指派"), feedbacks.assign_handler, (FieldSpec("handler", _("处理人"), "ref", True, ref="users"),),
                when=lambda row: row.state in ("open", "handling", "answered"), grant="update",
            ),
            Action(
                "answer", _("答复"), feedbacks.answer_feedback, (FieldSpec("answer", _("答复内容"), "longtext", True),),
                when=lambda row: row.state in ("open", "handling"),
            ),
            Action("close", _("关闭"), feedbacks.close_feedback, when=lambda row: row.state == "answered", grant="answer"),
            Action("reopen", _("重新打开"), feedbacks.reopen_feedback, REASON, when=lambda row: row.state in ("answered", "closed"),
                grant="answer"),
        ),
    ),
    Resource(
        name="cooperations",
        model=Cooperation,
        scope=ParentScope("customer"),
        label_field="project_name",
        fields=("customer", "project_name", "project_type", "role", "amount", "started_on", "ended_on", "paid_late_days", "disputed",
            "remark"),
        list_display=("project_name", "customer", "project_type", "role", "amount", "started_on", "ended_on", "paid_late_days", "disputed"),
        list_filter=("customer", "project_type", "role", "started_on", "disputed"),
        ordering="-started_on",
        natural_key=("customer", "project_name"),
        masked=("amount",),
        importable=True,
        create=children.add_cooperation,
        update=children.edit_cooperation,
    ),
    Resource(
        name="qualifications",
        model=Qualification,
        scope=ParentScope("customer"),
        fields=("customer", "name", "level", "number", "issued_by", "valid_until"),
        list_display=("name", "customer", "level", "number", "issued_by", "valid_until"),
        list_filter=("customer", "level", "valid_until"),
        ordering="-updated_at",
        natural_key=("customer", "name"),
        importable=True,
    ),
    Resource(
        name="leads",
        model=Lead,
        scope=OrgScope(),
        label_field="company",
        fields=("company", "contact_name", "phone", "email", "region", "message", "source", "unit", "owner"),
        readonly_fields=("state", "reason", "customer"),
        list_display=("company", "contact_name", "phone", "region", "source", "state", "owner", "created_at"),
        list_filter=("state", "source", "owner", "unit", "created_at"),
        search_fields=("company", "contact_name", "phone", "email"),
        masked=("phone", "email"),
        ordering="-created_at",
        create=leads.record_lead,
        update=leads.edit_lead,
        actions=(
            Action(
                "convert", _("转为客户"), leads.convert_lead,
                (FieldSpec("customer", _("并入已有客户"), "ref", ref="customers", help=_("留空则新建客户")),),
                    when=lambda row: row.state == "new",
            ),
            Action("discard", _("标为无效"), leads.discard_lead, REASON, when=lambda row: row.state == "new", bulk=True, danger=True),
        ),
    ),
)  # fmt: skip
