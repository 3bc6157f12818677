from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.resource import Resource, register

from .models import Tag
from .services import change_tag, create_tag

register(
    Resource(
        name="tags",
        model=Tag,
        scope=CompanyScope(),
        fields=("name", "color", "unit"),
        list_display=("name", "color", "unit", "updated_at"),
        list_filter=("color", "unit"),
        search_fields=("name",),
        ordering="name",
        natural_key=("name", "unit"),
        create=create_tag,
        update=change_tag,
    )
)
