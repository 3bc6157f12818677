from zhuke.kernel.access import SharedScope
from zhuke.kernel.resource import Resource, register

from .models import NumberingRule
from .services import create_rule, edit_rule

register(
    Resource(
        name="numbering_rules",
        model=NumberingRule,
        scope=SharedScope(),
        label_field="pattern",
        fields=("resource", "unit", "pattern", "reset", "next"),
        readonly_fields=("year",),
        list_display=("resource", "unit", "pattern", "reset", "next", "year"),
        list_filter=("resource", "unit"),
        ordering="resource",
        create=create_rule,
        update=edit_rule,
    )
)
