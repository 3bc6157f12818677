from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig


class Catalog:
    """The kernel's catalog, read from the tables."""

    def dictionaries(self) -> Mapping[str, Sequence[Any]]:
        """Entries by dictionary, in their order."""
        from .models import DictionaryEntry

        found: dict[str, list[Any]] = {}
        for entry in DictionaryEntry.objects.filter(archived_at=None).order_by("dictionary", "position", "code"):
            found.setdefault(entry.dictionary, []).append(entry)
        return found

    def custom_fields(self) -> Mapping[str, Sequence[Any]]:
        """Active custom fields by resource, in their order."""
        from .models import CustomField

        found: dict[str, list[Any]] = {}
        for field in CustomField.objects.filter(active=True, archived_at=None).order_by("resource", "position", "code"):
            found.setdefault(field.resource, []).append(field)
        return found


class TailoringConfig(AppConfig):
    name = "zhuke.commons.tailoring"
    label = "tailoring"

    def ready(self) -> None:
        from zhuke.kernel.ports import plug

        from . import resources  # noqa: F401

        plug(catalog=Catalog())
