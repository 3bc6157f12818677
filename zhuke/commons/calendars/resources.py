from zhuke.kernel.access import SharedScope
from zhuke.kernel.resource import Resource, register

from .models import Holiday

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
    )
)
