"""One record or a chunk of records, by the resource's own services where it has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.models import Searchable
from zhuke.kernel.resource import Resource, by_name
from zhuke.kernel.writes import assign, build, fill_search, save

from .loading import copy_in
from .targets import Target
from .values import current, same

NewRow = tuple[UUID, Mapping[str, Any], Mapping[str, Any]]


class Writer:
    """Creates and updates records of one resource for an import. Call it inside `writing`."""

    def __init__(self, actor: Actor, resource: Resource, targets: Mapping[str, Target]) -> None:
        self._actor, self._resource, self._targets = actor, resource, targets
        self._importer = resource.importer

    def create(self, rows: Sequence[NewRow]) -> None:
        """Create records with the given ids. Raises what the services raise."""
        if self._importer.create_many:
            self._importer.create_many(self._actor, rows)
        elif self._importer.apply:
            for pk, values, extra in rows:
                self._importer.apply(self._actor, {"pk": pk, **values}, extra, None)
        elif self._resource.create:
            for pk, values, _extra in rows:
                self._resource.create(self._actor, pk=pk, **values)
        else:
            self._insert([(pk, values) for pk, values, _extra in rows])

    def _insert(self, rows: Sequence[tuple[UUID, Mapping[str, Any]]]) -> None:
        made = [build(self._actor, self._resource, values, pk=pk) for pk, values in rows]
        references = [field.name for field in self._resource.model._meta.fields if field.is_relation]
        for row in made:
            if isinstance(row, Searchable):
                fill_search(row, self._resource)
            row.clean_fields(exclude=references)  # references were looked up already, for all rows at once
            row.clean()
        copy_in(made)
        emit(f"{self._resource.name}.imported", made[0], self._actor, {"ids": [str(row.pk) for row in made]})

    def update(
        self,
        target: UUID | None,
        values: Mapping[str, Any],
        extra: Mapping[str, Any],
        *,
        fill_only: bool = False,
        cleared: Iterable[str] = (),
    ) -> None:
        """Write what differs into one record; `fill_only` leaves everything that it already holds. Raises not_found, archived, invalid."""
        row = get_visible(self._actor, self._resource, target, "update", lock=True)
        if row.__dict__.get("archived_at"):
            raise Conflict("archived", _("对应的记录已归档，请先恢复再导入。"))
        changed = {name: value for name, value in values.items() if self._differs(row, name, value, fill_only)}
        for name in cleared:
            spec = self._targets[name].spec
            changed[f"{name}_id" if spec.family == "ref" and not spec.custom else name] = None if spec.null or spec.custom else _blank(spec)
        if self._importer.apply:
            self._importer.apply(self._actor, changed, extra, row, fill_only=fill_only)
        elif changed and self._resource.update:
            self._resource.update(self._actor, row, **changed)
        elif changed:
            assign(row, changed)
            save(row, self._resource)
            emit(f"{self._resource.name}.updated", row, self._actor, {"fields": sorted(changed)})

    def _differs(self, row: Any, name: str, value: Any, fill_only: bool) -> bool:
        target = self._targets.get(name) or self._targets[name.removesuffix("_id")]
        old = current(target.spec, row)
        if fill_only:
            return old is None
        probe = type("Probe", (), {name: value, "custom": {name[3:]: value}})()
        return not same(target.spec, old, current(target.spec, probe))

    def check_reference(self, spec: FieldSpec, keys: set[str]) -> None:
        """Raise invalid unless all the referred records are visible."""
        target = by_name(spec.ref_name() or "")
        assert target is not None, spec.name
        if visible(self._actor, target).filter(pk__any_of=keys).count() < len(keys):
            raise invalid({spec.name: [_("没有找到所选的“%(field)s”，请重新选择。") % {"field": spec.label}]})


def _blank(spec: FieldSpec) -> Any:
    return [] if spec.family == "choices" else "" if spec.family in ("text", "choice") else None
