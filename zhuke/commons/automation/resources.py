from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import SharedScope
from zhuke.kernel.resource import Action, Resource, register

from .models import Override, Rule
from .services import managing

register(
    Resource(
        name="automation_rules",
        model=Rule,
        scope=SharedScope(),
        fields=("name", "why", "resource", "trigger", "condition", "numbers", "occurrence", "actions", "values"),
        readonly_fields=("code", "active"),
        list_display=("name", "resource", "active", "updated_at"),
        list_filter=("resource", "active"),
        ordering="resource,name",
        create=managing.create_rule,
        update=managing.change_rule,
        actions=(
            Action("pause", _("停用"), managing.pause, when=lambda rule: rule.active),
            Action("resume", _("启用"), managing.resume, when=lambda rule: not rule.active, grant="pause"),
            Action("run", _("立即检查"), managing.run_rule),
        ),
    ),
    Resource(
        name="automation_overrides",
        model=Override,
        scope=CompanyScope(),
        fields=("rule", "unit", "active", "values"),
        list_display=("rule", "unit", "active", "values", "updated_at"),
        list_filter=("rule", "unit"),
        label_field="id",
        ordering="-updated_at",
        create=managing.create_override,
        update=managing.change_override,
    ),
)
