"""What a project is made of: members, contracts, phases, budget, costs, forecasts; and the firm's cost items, gates and templates."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.commons.states import never
from zhuke.kernel.access import ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import (
    BudgetLine,
    CostItem,
    ProjectContract,
    ProjectCost,
    ProjectForecast,
    ProjectGate,
    ProjectMember,
    ProjectTemplate,
)
from .services import bindings, budgets, costs, items, members, templates

OF_PROJECT = ParentScope("project")

register(
    Resource(
        name="project_members",
        model=ProjectMember,
        scope=OF_PROJECT,
        fields=("project", "role", "person", "since", "until", "can_edit", "note"),
        list_display=("person", "role", "since", "until", "can_edit", "note", "project"),
        list_filter=("project", "person", "role", "since", "until"),
        label_field="role",
        ordering="role",
        create=members.add_member,
        update=members.edit_member,
        actions=(
            Action(
                "fill", _("选人"), members.fill_role, (FieldSpec("person", _("成员"), "ref", True, ref="users"),),
                when=lambda row: row.person_id is None, grant="update",
            ),
        ),
    ),
    Resource(
        name="project_contracts",
        model=ProjectContract,
        scope=OF_PROJECT,
        fields=("project", "contract", "part", "cost_item"),
        list_display=("contract", "part", "cost_item", "project"),
        list_filter=("project", "contract", "part", "cost_item"),
        label_field="part",
        ordering="part",
        create=bindings.link_contract,
        update=bindings.edit_link,
    ),
    Resource(
        name="cost_items",
        model=CostItem,
        scope=CompanyScope(),
        fields=("code", "name", "kind", "parent", "unit", "remark"),
        list_display=("code", "name", "kind", "parent", "unit", "updated_at"),
        list_filter=("kind", "parent", "unit"),
        search_fields=("name", "code"),
        hint_field="code",
        ordering="code",
        natural_key=("unit", "code"),
        importable=True,
        create=items.add_item,
        update=items.edit_item,
    ),
    Resource(
        name="budget_lines",
        model=BudgetLine,
        scope=OF_PROJECT,
        fields=("project", "cost_item", "amount", "note"),
        list_display=("cost_item", "amount", "note", "project"),
        list_filter=("project", "cost_item"),
        label_field="note",
        ordering="cost_item",
        masked=("amount",),
        create=budgets.add_line,
        update=budgets.edit_line,
    ),
    Resource(
        name="project_costs",
        model=ProjectCost,
        scope=OF_PROJECT,
        fields=("project", "cost_item", "on", "amount", "text"),
        readonly_fields=("source", "reverses", "reason"),
        list_display=("on", "cost_item", "text", "amount", "source", "created_by", "project"),
        list_filter=("project", "cost_item", "on", "source", "amount"),
        label_field="text",
        ordering="-on",
        masked=("amount",),
        archivable=False,
        create=costs.record_cost,
        update=costs.edit_cost,
        editable=never,
        actions=(
            Action(
                "reverse", _("冲销"), costs.reverse_cost, (FieldSpec("reason", _("原因"), "text", True, max_length=300),),
                when=lambda row: not row.source and row.reverses_id is None, danger=True,
            ),
        ),
    ),
    Resource(
        name="project_forecasts",
        model=ProjectForecast,
        scope=OF_PROJECT,
        fields=("project", "cost_item", "on", "to_complete", "note"),
        list_display=("cost_item", "on", "to_complete", "note", "created_by", "project"),
        list_filter=("project", "cost_item", "on"),
        label_field="note",
        ordering="-on",
        masked=("to_complete",),
        create=budgets.add_forecast,
        update=budgets.edit_forecast,
    ),
    Resource(
        name="project_templates",
        model=ProjectTemplate,
        scope=CompanyScope(),
        fields=("name", "unit", "project_type", "region", "size_from", "size_to", "is_default", "description"),
        readonly_fields=("content",),
        list_display=("name", "project_type", "region", "size_from", "size_to", "is_default", "unit", "updated_at"),
        list_filter=("project_type", "unit", "is_default"),
        search_fields=("name",),
        ordering="name",
        create=templates.add_template,
        update=templates.edit_template,
    ),
    Resource(
        name="project_gates",
        model=ProjectGate,
        scope=CompanyScope(),
        fields=("phase", "unit", "conditions", "required_fields", "required_documents"),
        list_display=("phase", "conditions", "required_fields", "required_documents", "unit"),
        list_filter=("phase", "unit"),
        label_field="phase",
        ordering="phase",
    ),
)  # fmt: skip
