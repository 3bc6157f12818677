"""Dictionaries and custom fields: what may change once values exist, and what may not."""

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import assign, save

from .models import CustomField, DictionaryEntry

T = TypeVar("T", CustomField, DictionaryEntry)


def create_entry(actor: Actor, *, pk: Any = None, **values: Any) -> DictionaryEntry:
    """Add a choice to a dictionary. Raises invalid."""
    return _saved(actor, DictionaryEntry(created_by_id=actor.id, **({"pk": pk} if pk else {}), **values), "dictionary_entries.created")


def change_entry(actor: Actor, entry: DictionaryEntry, **values: Any) -> DictionaryEntry:
    """Rename, recolour, reorder or switch off a choice. Its code stays: records hold it."""
    if any(values.get(name, getattr(entry, name)) != getattr(entry, name) for name in ("dictionary", "code")):
        raise invalid({"code": [_("代码已被记录使用，不能修改。请停用它并新建一个字典项。")]})
    assign(entry, values)
    return _saved(actor, entry, "dictionary_entries.updated")


def create_custom_field(actor: Actor, *, pk: Any = None, **values: Any) -> CustomField:
    """Add a field to a resource. Raises invalid."""
    field = CustomField(created_by_id=actor.id, **({"pk": pk} if pk else {}), **values)
    _check(field)
    return _saved(actor, field, "custom_fields.created")


def change_custom_field(actor: Actor, field: CustomField, **values: Any) -> CustomField:
    """Change label, choices, order … of a field. Resource, code and type stay: records hold values of it."""
    if any(values.get(name, getattr(field, name)) != getattr(field, name) for name in ("resource", "code", "type")):
        raise invalid({"type": [_("对象、代码和类型不能修改，因为已有记录使用。请停用它并新建一个字段。")]})
    assign(field, values)
    _check(field)
    return _saved(actor, field, "custom_fields.updated")


def _check(field: CustomField) -> None:
    target = by_name(field.resource)
    if target is None or not hasattr(target.model, "custom"):
        raise invalid({"resource": [_("没有这个对象，或它不能添加字段。")]})
    if field.type == "choice":
        ok = (
            isinstance(field.options, list)
            and field.options
            and all(isinstance(o, dict) and o.get("value") and o.get("label") for o in field.options)
        )
        if not ok:
            raise invalid({"options": [_("请至少填写一个选项，每个选项要有值和名称。")]})
    if field.type == "ref" and by_name(field.ref) is None:
        raise invalid({"ref": [_("请选择引用的对象。")]})


def _saved(actor: Actor, row: T, event: str) -> T:
    save(row)
    config.forget()
    emit(event, row, actor)
    return row


def sync_dictionaries(actor: Actor) -> int:
    """Add the entries that modules ship (``defaults.DICTIONARIES``) and the firm never had; returns how many. Edits of the firm stay."""
    from importlib import import_module
    from importlib.util import find_spec

    from django.apps import apps

    known = set(DictionaryEntry.objects.values_list("dictionary", "code"))
    fresh = []
    for app in apps.get_app_configs():
        if not (app.name.startswith("zhuke.") and find_spec(f"{app.name}.defaults")):
            continue
        for dictionary, entries in getattr(import_module(f"{app.name}.defaults"), "DICTIONARIES", {}).items():
            fresh += [
                DictionaryEntry(dictionary=dictionary, code=code, label=label, label_en=english, color=color, position=position)
                for position, (code, label, english, color) in enumerate(entries)
                if (dictionary, code) not in known
            ]
    with writing(actor):
        DictionaryEntry.objects.bulk_create(fresh)
    config.forget()
    return len(fresh)
