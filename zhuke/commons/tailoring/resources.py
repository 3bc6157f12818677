from zhuke.kernel.access import SharedScope
from zhuke.kernel.resource import Resource, register

from .models import CustomField, DictionaryEntry
from .services import change_custom_field, change_entry, create_custom_field, create_entry

register(
    Resource(
        name="dictionary_entries",
        model=DictionaryEntry,
        scope=SharedScope(),
        label_field="label",
        fields=("dictionary", "code", "label", "label_en", "color", "position", "active"),
        list_display=("dictionary", "code", "label", "label_en", "color", "position", "active"),
        list_filter=("dictionary", "active"),
        ordering="dictionary,position",
        natural_key=("dictionary", "code"),
        importable=True,
        create=create_entry,
        update=change_entry,
    ),
    Resource(
        name="custom_fields",
        model=CustomField,
        scope=SharedScope(),
        label_field="label",
        fields=("resource", "code", "label", "type", "options", "ref", "required", "help", "position", "active"),
        list_display=("resource", "label", "code", "type", "required", "position", "active"),
        list_filter=("resource", "type", "active"),
        ordering="resource,position",
        create=create_custom_field,
        update=change_custom_field,
    ),
)
