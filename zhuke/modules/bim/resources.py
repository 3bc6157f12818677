"""Models and rules as resources."""

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import ParentScope
from zhuke.kernel.resource import Action, Resource, register

from .models import BimModel, BimRule
from .services import linking, versions

register(
    Resource(
        name="bim_models",
        model=BimModel,
        scope=ParentScope("project"),
        fields=("project", "name", "discipline", "note"),
        readonly_fields=(
            "state", "failure", "number", "ifc_schema", "elements_count", "storeys_count", "linked_count", "converted_at", "updated_at",
        ),
        list_display=("name", "project", "discipline", "state", "number", "elements_count", "linked_count", "converted_at"),
        list_filter=("project", "discipline", "state"),
        ordering="-updated_at",
        create=versions.create_model,
        actions=(Action("try_again", _("重新转换"), versions.try_again, grant="update", when=lambda row: row.state == "failed"),),
    ),
    Resource(
        name="bim_rules",
        model=BimRule,
        label_field="element_type",
        scope=ParentScope("project"),
        fields=("project", "model", "task", "element_type", "storey", "words"),
        list_display=("task", "element_type", "storey", "words", "model"),
        list_filter=("project", "model", "task"),
        ordering="created_at",
        create=linking.create_rule,
        update=linking.update_rule,
    ),
)  # fmt: skip
