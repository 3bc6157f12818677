from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.resource import Resource, register

from .models import ModuleSwitch
from .services import create_switch, update_switch

register(
    Resource(
        name="module_switches",
        model=ModuleSwitch,
        scope=CompanyScope(),
        label_field="module",
        fields=("module", "unit", "on"),
        list_display=("module", "unit", "on", "updated_at"),
        list_filter=("module", "unit", "on"),
        ordering="module,-updated_at",
        archivable=False,
        create=create_switch,
        update=update_switch,
    )
)
