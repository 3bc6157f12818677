"""``manage.py check``: declarations that would fail later fail at start."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist

from .access import OrgScope, ParentScope
from .models import Record, Searchable
from .resource import Resource, all_resources, resource_of_model


def check_resources(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Unknown names, state fields in forms, models with neither Resource nor ``internal = True``, records without history."""
    found: list[CheckMessage] = []
    for resource in all_resources():
        found += [Error(text, id="zhuke.E001", obj=resource.name) for text in problems(resource)]
    for model in apps.get_models():
        if not model.__module__.startswith("zhuke."):
            continue
        if resource_of_model(model) is None and not getattr(model, "internal", False):
            found.append(Error(f"{model.__name__} has neither a Resource nor internal = True", id="zhuke.E002", obj=model))
        names = {t.name for t in getattr(model._meta, "triggers", [])}
        if issubclass(model, Record) and not {"version", "history"} <= names:
            found.append(
                Error(f"{model.__name__}: write `class Meta(Record.Meta)` so that history is recorded", id="zhuke.E003", obj=model)
            )
    return found


def problems(resource: Resource) -> list[str]:
    """What is wrong with one declaration."""
    found = []
    try:
        specs = resource.specs
    except FieldDoesNotExist as error:
        return [str(error)]
    for option in ("list_display", "list_filter", "masked", "natural_key"):
        found += [f"{option}: no field {name}" for name in getattr(resource, option) if name not in specs]
    for name in resource.fields:
        field = resource.model._meta.get_field(name)
        if not getattr(field, "editable", True):
            found.append(f"fields: {name} is a state field (editable=False); only services move it")
    if resource.search_fields and not issubclass(resource.model, Searchable):
        found.append("search_fields: the model is not Searchable")
    if isinstance(resource.scope, OrgScope):
        wanted = [resource.scope.unit, *([resource.scope.owner] if resource.scope.owner else [])]
        found += [
            f"scope: no field {name}" for name in wanted if name.split("__")[0] not in {f.name for f in resource.model._meta.get_fields()}
        ]
    if (
        isinstance(resource.scope, ParentScope)
        and resource_of_model(resource.model._meta.get_field(resource.scope.parent).related_model) is None
    ):
        found.append(f"scope: the parent {resource.scope.parent} is no resource")
    return found
