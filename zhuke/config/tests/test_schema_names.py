"""OpenAPI knows schemas by their bare names: two of one name would document each other's answers."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from pydantic import BaseModel


def test_every_schema_has_a_name_of_its_own() -> None:
    names: Counter[str] = Counter()
    modules = [f"{app.name}.api" for app in apps.get_app_configs() if app.name.startswith("zhuke.") and find_spec(f"{app.name}.api")]
    for name in (*modules, "zhuke.http.routes", "zhuke.http.schemas"):
        found = vars(import_module(name)).values()
        names.update(s.__name__ for s in found if isinstance(s, type) and issubclass(s, BaseModel) and s.__module__ == name)
    assert len(names) > 50
    assert [name for name, count in names.items() if count > 1] == []
