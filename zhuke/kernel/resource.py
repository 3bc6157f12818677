"""A resource: names, one scope and references to functions, beside the model that holds fields and labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from .access import OrgScope, ParentScope, Scope
from .fields import FieldSpec, describe

STANDARD_ACTIONS: dict[str, Any] = {
    "read": _("查看"),
    "create": _("新建"),
    "update": _("编辑"),
    "archive": _("归档"),
    "export": _("导出"),
    "import": _("导入"),
}
# Readable on every record, never written by hand.
SYSTEM_FIELDS = ("id", "version", "created_at", "updated_at", "created_by", "archived_at")


@dataclass(frozen=True)
class Action:
    """A named verb on one record: ``run(actor, row, **inputs)`` is a service; its name is a right unless ``grant`` names another.

    ``hidden``: a screen of its own offers it, so meta does not.
    """

    name: str
    label: Any
    run: Callable[..., Any]
    inputs: tuple[FieldSpec, ...] = ()
    when: Callable[[Any], bool] | None = None
    bulk: bool = False
    danger: bool = False
    confirm: Any = ""
    grant: str = ""
    hidden: bool = False

    @property
    def right(self) -> str:
        """The action name that roles grant."""
        return self.grant or self.name


@dataclass(frozen=True)
class Importer:
    """How imports reach further than the resource's own fields; every part is optional.

    ``extra``: import-only columns. ``synonyms``: other headers people use. ``required``: what the template asks for (missing: a warning).
    ``check(values, extra, record)``: errors or findings by column (``record``: the one to update); ``duplicates()`` a finder for a file;
    ``apply(actor, values, extra, target, fill_only=)`` writes one row and returns it (``target``: the row to update or to merge into);
    ``create_many(actor, [(pk, values, extra), …])`` creates a chunk of rows that ``check`` has passed, at bulk speed.
    """

    extra: tuple[FieldSpec, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    apply: Callable[..., Any] | None = None
    duplicates: Callable[..., Any] | None = None
    check: Callable[..., Any] | None = None
    create_many: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Resource:
    """Declared once per entity; list, form, filter, search, import, export, rights, history and OpenAPI follow.

    ``editable``: may a row be edited in its state. ``hidden``: only rights to grant; its app answers by its own routes.
    """

    name: str
    model: type[Model]
    scope: Scope
    fields: tuple[str, ...]
    list_display: tuple[str, ...]
    readonly_fields: tuple[str, ...] = ()
    list_filter: tuple[str, ...] = ()
    search_fields: tuple[str, ...] = ()
    ordering: str = "-updated_at"
    label_field: str = "name"
    hint_field: str = ""
    masked: tuple[str, ...] = ()
    natural_key: tuple[str, ...] = ()
    importable: bool = False
    importer: Importer = Importer()
    actions: tuple[Action, ...] = ()
    create: Callable[..., Any] | None = None
    update: Callable[..., Any] | None = None
    editable: Callable[[Any], bool] | None = None
    archivable: bool = True
    exportable: bool = True
    hidden: bool = False

    @property
    def label(self) -> Any:
        """What people call one such record."""
        return self.model._meta.verbose_name

    @property
    def table(self) -> str:
        """The table, by which history knows the resource."""
        return self.model._meta.db_table

    @cached_property
    def specs(self) -> dict[str, FieldSpec]:
        """All declared fields by name, custom ones not included."""
        names = [*self.fields, *self.readonly_fields, *(name for name in SYSTEM_FIELDS if self._has(name))]
        specs = {name: describe(self.model, name, readonly=name not in self.fields) for name in dict.fromkeys(names)}
        # A new row belongs to its maker's unit unless another is named (writes.build), so nobody has to fill it in.
        unit = self.scope.unit if isinstance(self.scope, OrgScope) else ""
        return specs | ({unit: replace(specs[unit], required=False)} if unit in specs else {})

    def _has(self, name: str) -> bool:
        return any(f.name == name for f in self.model._meta.get_fields())

    def parent(self) -> Resource:
        """The resource whose scope a child inherits. Only for ParentScope."""
        assert isinstance(self.scope, ParentScope)
        target = self.model._meta.get_field(self.scope.parent).related_model
        return by_model(target)

    def actions_of(self) -> dict[str, Any]:
        """Every right that can be granted on this resource, with its label."""
        rights = {"read": STANDARD_ACTIONS["read"]}
        if self.fields:
            rights |= {name: STANDARD_ACTIONS[name] for name in ("create", "update")}
        if self.archivable and self._has("archived_at"):
            rights["archive"] = STANDARD_ACTIONS["archive"]
        if self.exportable:
            rights["export"] = STANDARD_ACTIONS["export"]
        if self.importable:
            rights["import"] = STANDARD_ACTIONS["import"]
        for a in sorted(self.actions, key=lambda a: a.name != a.right):  # a right bears the label of the action it is named after
            rights.setdefault(a.right, a.label)
        return rights

    def action_label(self, action: str) -> Any:
        """The label of a right, for messages."""
        return self.actions_of().get(action, action)

    def action(self, name: str) -> Action | None:
        """The declared verb of that name."""
        return next((a for a in self.actions if a.name == name), None)


_resources: dict[str, Resource] = {}
_by_model: dict[type[Model], Resource] = {}


def register(*resources: Resource) -> None:
    """Add resources; each name and each model once."""
    for resource in resources:
        if resource.name in _resources or resource.model in _by_model:
            raise ValueError(f"resource {resource.name} or its model is registered twice")
        _resources[resource.name] = resource
        _by_model[resource.model] = resource


def all_resources() -> Iterable[Resource]:
    """Every registered resource, in the order of registration."""
    return _resources.values()


def by_name(name: str) -> Resource | None:
    """The resource of that name, or None."""
    return _resources.get(name)


def by_model(model: Any) -> Resource:
    """The resource over a model. KeyError: there is none, which ``manage.py check`` reports."""
    return _by_model[model]


def by_table(table: str) -> Resource | None:
    """The resource over a table, or None (internal tables)."""
    return next((r for r in _resources.values() if r.table == table), None)


def resource_of_model(model: Any) -> Resource | None:
    """The resource over a model, or None."""
    return _by_model.get(model)
