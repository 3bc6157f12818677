"""What a field is, told once: for meta, input schemas, filters, import, export and history."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language

from . import config

OPS = {
    "text": ("=", "!=", "in", "not_in", "contains", "starts", "empty"),
    "number": ("=", "!=", ">", ">=", "<", "<=", "between", "in", "empty"),
    "date": ("=", ">", ">=", "<", "<=", "between", "empty", "older_than", "within", "next", "period"),
    "choice": ("=", "!=", "in", "not_in", "empty"),
    "yesno": ("=",),
    "ref": ("=", "!=", "in", "not_in", "empty", "under"),
    "choices": ("has", "has_any", "has_all", "empty"),
}
FAMILY = {
    **dict.fromkeys(("text", "longtext", "phone", "email", "url"), "text"),
    **dict.fromkeys(("integer", "decimal", "money", "percent"), "number"),
    **dict.fromkeys(("date", "datetime"), "date"),
    **dict.fromkeys(("choices", "tags"), "choices"),
    **{name: name for name in ("choice", "yesno", "ref")},
}


class DictionaryField(models.CharField):  # type: ignore[type-arg]
    """A choice out of a dictionary that the firm edits; stores the entry's code."""

    def __init__(self, *args: Any, dictionary: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        self.dictionary = dictionary
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "dictionary": self.dictionary}


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """¥, two decimals, numeric(18,2). Leaves the API as text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 18, "decimal_places": 2})


class PhoneField(models.CharField):  # type: ignore[type-arg]
    """A telephone number in normal form; the type tells screens to offer a call."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)


class PercentField(models.DecimalField):  # type: ignore[type-arg]
    """A share in percent, two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 7, "decimal_places": 2})


@dataclass(frozen=True)
class FieldSpec:
    """One field of a resource, one custom field, or one input of an action."""

    name: str
    label: Any
    type: str
    required: bool = False
    readonly: bool = False
    help: Any = ""
    max_length: int | None = None
    choices: tuple[tuple[str, Any], ...] = ()
    dictionary: str = ""
    ref: Any = None
    custom: bool = False
    null: bool = False
    default: Any = None
    minimum: Any = None
    maximum: Any = None
    digits: int = 2
    path: str = ""
    related: builtins.type[models.Model] | None = field(default=None, compare=False)

    @property
    def family(self) -> str:
        """The group of types that share filter operators; empty for types that cannot be filtered."""
        return FAMILY.get(self.type, "")

    @property
    def column(self) -> str:
        """The ORM path of the value."""
        return self.path or self.name

    @property
    def ops(self) -> tuple[str, ...]:
        """Operators of the filter language that this field knows."""
        ops = OPS.get(self.family, ())
        tree = self.ref_name() == "units" and not self.custom
        return ops if self.family != "ref" or tree else tuple(op for op in ops if op != "under")

    @property
    def sortable(self) -> bool:
        """Whether lists can be ordered by it."""
        return not self.custom and self.family in ("text", "number", "date", "choice", "yesno", "ref") and self.type != "longtext"

    def ref_name(self) -> str | None:
        """The name of the resource it refers to."""
        from .resource import resource_of_model

        if isinstance(self.ref, str):
            return self.ref
        target = resource_of_model(self.related) if self.related else None
        return target.name if target else None

    def options(self) -> list[dict[str, Any]]:
        """The choices with labels in the language of the request, switched-off ones included and marked."""
        if self.dictionary:
            english = (get_language() or "").startswith("en")
            return [
                {"value": e.code, "label": (english and e.label_en) or e.label, "color": e.color, "active": e.active}
                for e in config.entries(self.dictionary)
            ]
        return [{"value": value, "label": str(label), "color": "", "active": True} for value, label in self.choices]


def describe(model: type[models.Model], name: str, *, readonly: bool = False) -> FieldSpec:
    """Return the spec of a model field. FieldDoesNotExist: the name is wrong."""
    f = model._meta.get_field(name)
    if not isinstance(f, models.Field):
        raise FieldDoesNotExist(f"{model.__name__}.{name} is not a plain field")
    required = not f.blank and not f.has_default() and not isinstance(f, models.BooleanField)
    spec = FieldSpec(
        name, f.verbose_name, _type_of(f), required and not readonly, readonly, f.help_text, getattr(f, "max_length", None), null=f.null
    )
    default = f.get_default() if f.has_default() and not callable(f.default) else None
    spec = replace(spec, default=default, digits=getattr(f, "decimal_places", None) or 0, **_limits(f))
    if isinstance(f, models.ForeignKey):
        return replace(spec, related=f.related_model)
    base = f.base_field if isinstance(f, ArrayField) else f
    choices = tuple((str(v), label) for v, label in (base.flatchoices or ()) if v not in ("", None))
    return replace(spec, dictionary=getattr(base, "dictionary", ""), choices=choices)


def _type_of(f: models.Field[Any, Any]) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (models.ForeignKey, "ref"),
        (MoneyField, "money"),
        (PercentField, "percent"),
        (PhoneField, "phone"),
        (models.EmailField, "email"),
        (models.URLField, "url"),
        (models.DecimalField, "decimal"),
        (models.IntegerField, "integer"),
        (models.DateTimeField, "datetime"),
        (models.DateField, "date"),
        (models.BooleanField, "yesno"),
        (models.TextField, "longtext"),
        (models.UUIDField, "id"),
    )
    if isinstance(f, models.GeneratedField):
        return _type_of(f.output_field)  # type: ignore[arg-type]
    if isinstance(f, ArrayField):
        return "choices" if getattr(f.base_field, "dictionary", "") or f.base_field.choices else "tags"
    if getattr(f, "dictionary", "") or f.choices:
        return "choice"
    return next((kind for cls, kind in kinds if isinstance(f, cls)), "text" if isinstance(f, models.CharField) else "json")


def _limits(f: models.Field[Any, Any]) -> dict[str, Any]:
    from django.core.validators import MaxValueValidator, MinValueValidator

    found: dict[str, Any] = {}
    for validator in f._validators:  # type: ignore[attr-defined]
        if isinstance(validator, MinValueValidator):
            found["minimum"] = validator.limit_value
        elif isinstance(validator, MaxValueValidator):
            found["maximum"] = validator.limit_value
    return found


def custom_specs(resource: str) -> dict[str, FieldSpec]:
    """The firm's own fields of a resource, named ``cf_<code>``."""
    specs = {}
    for f in config.custom_fields(resource):
        choices = tuple((str(o["value"]), o["label"]) for o in f.options)
        name = f"cf_{f.code}"
        specs[name] = FieldSpec(
            name, f.label, f.type, f.required, help=f.help, choices=choices, ref=f.ref or None, custom=True, null=True,
            path=f"custom__{f.code}", max_length=1000 if f.type == "text" else None, digits=6,
        )  # fmt: skip
    return specs
