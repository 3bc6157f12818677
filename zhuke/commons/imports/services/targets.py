"""What a file may fill: fields that the actor may write, import-only columns, and what an existing record is recognised by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from zhuke.commons.imports.matching import TargetField
from zhuke.kernel.access import Actor
from zhuke.kernel.fields import FieldSpec, custom_specs
from zhuke.kernel.resource import Resource

T = TypeVar("T")
ID, VERSION = "id", "version"
ID_SYNONYMS = ("系统编号", "系统ID", "记录ID", "数据ID", "唯一标识", "uuid", "record id")
_UNREADABLE = frozenset(["json", "id", "refs"])


@dataclass(frozen=True)
class Target:
    """One field that a column can fill. `role`: field, extra (import-only), key (recognises a record, is not written), id or version."""

    spec: FieldSpec
    role: str
    synonyms: tuple[str, ...] = ()
    wanted: bool = False

    @property
    def name(self) -> str:
        return self.spec.name


def targets_of(actor: Actor, resource: Resource) -> dict[str, Target]:
    """All targets by name. Masked fields that the actor may not see are absent (a guess could be confirmed by importing it)."""
    importer = resource.importer
    found = {
        ID: Target(FieldSpec(ID, _("系统编号（请勿修改）"), "id"), "id", ID_SYNONYMS),
    }
    if VERSION in resource.specs:
        found[VERSION] = Target(FieldSpec(VERSION, _("版本（请勿修改）"), "integer", minimum=1), "version")
    specs = {name: spec for name, spec in resource.specs.items() if not spec.readonly} | custom_specs(resource.name)
    for name, spec in specs.items():
        if spec.type not in _UNREADABLE and (name not in resource.masked or actor.sees(resource.name, name)):
            found[name] = Target(spec, "field", importer.synonyms.get(name, ()), spec.required or name in importer.required)
    for spec in importer.extra:
        found[spec.name] = Target(spec, "extra", importer.synonyms.get(spec.name, ()), spec.name in importer.required)
    for name in resource.natural_key:
        if name not in found and name in resource.specs and name not in resource.masked:
            found[name] = Target(resource.specs[name], "key", importer.synonyms.get(name, ()))
    return found


def described(targets: dict[str, Target]) -> list[TargetField]:
    """The targets for the proposal of a mapping."""
    return [
        TargetField(
            name=target.name,
            label=str(target.spec.label),
            type=target.spec.type,
            required=target.wanted and target.role != "key",
            synonyms=(*target.synonyms, in_other_language(partial(str, target.spec.label))),
            options=tuple((str(option["value"]), str(option["label"])) for option in target.spec.options()),
        )
        for target in targets.values()
    ]


def in_other_language(read: Callable[[], T]) -> T:
    """What ``read`` gives in the language that the person does not work in: files are written in both."""
    with override("zh-hans" if (get_language() or "").startswith("en") else "en"):
        return read()


def maintained(resource: Resource, targets: dict[str, Target]) -> list[TargetField]:
    """Fields that the system keeps by itself, named ``~field``: a column of that name is recognised, and left alone."""
    return [
        TargetField(f"~{name}", str(spec.label), spec.type)
        for name, spec in resource.specs.items()
        if spec.readonly and name not in targets
    ]


def keys_of(resource: Resource) -> list[tuple[str, ...]]:
    """The ways to recognise a record, tried in this order.

    A natural key that holds a reference, or that a unique constraint covers, counts as a whole (customer + name);
    otherwise each of its fields counts by itself (credit code, else number, else name).
    """
    names = resource.natural_key
    if not names:
        return []
    together = any(resource.specs[name].family == "ref" for name in names) or set(names) in [
        set(constraint.fields) for constraint in resource.model._meta.constraints if isinstance(constraint, models.UniqueConstraint)
    ]
    return [names] if together else [(name,) for name in names]
