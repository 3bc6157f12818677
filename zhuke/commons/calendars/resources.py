from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import SharedScope
from zhuke.kernel.resource import Resource, register

from .lateness import change_rule, create_rule
from .models import EntryRule, Holiday

register(
    Resource(
        name="holidays",
        model=Holiday,
        scope=SharedScope(),
        fields=("day", "kind", "name"),
        list_display=("day", "kind", "name", "updated_at"),
        list_filter=("day", "kind"),
        ordering="-day",
        natural_key=("day",),
        importable=True,
    ),
    Resource(
        name="entry_rules",
        model=EntryRule,
        scope=CompanyScope(),
        label_field="note",
        fields=("unit", "most_days", "note"),
        list_display=("unit", "most_days", "note", "updated_at"),
        ordering="-updated_at",
        create=create_rule,
        update=change_rule,
    ),
)
