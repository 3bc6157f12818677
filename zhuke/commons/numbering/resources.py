from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.resource import Resource, register

from .models import NumberingRule
from .services import change_rule, create_rule

register(
    Resource(
        name="numbering_rules",
        model=NumberingRule,
        scope=CompanyScope(),
        label_field="pattern",
        fields=("resource", "unit", "pattern", "reset", "start"),
        list_display=("resource", "unit", "pattern", "reset", "start", "updated_at"),
        list_filter=("resource", "unit"),
        ordering="resource,-updated_at",
        create=create_rule,
        update=change_rule,
    )
)
