"""The plain writes of every resource: lock, check, change, save, record + emit, in one transaction. Verbs are services of their module."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from . import query
from .access import Actor, get_visible, require, visible
from .audit import writing
from .errors import Conflict, DomainError, NotAllowed, from_validation, invalid
from .events import emit
from .fields import FieldSpec, custom_specs
from .filters import normal
from .ids import parse_uuid
from .models import Searchable, Sending
from .resource import Resource, by_name


def create(actor: Actor, resource: Resource, values: Mapping[str, Any], *, pk: UUID | None = None) -> tuple[Any, bool]:
    """Create a row. With a client's ``pk`` a repeat answers (row, False). Raises invalid, not_allowed, id_taken."""
    require(actor, resource, "create")
    if pk and (row := resource.model._default_manager.filter(pk=pk).first()):
        return _repeated(actor, resource, row, values), False
    with writing(actor):
        if pk:
            # Of two sendings at once the second waits here for the first, and then finds its row.
            _sending, first = Sending.objects.get_or_create(
                pk=pk, defaults={"resource": resource.name, "actor_id": actor.id, "digest": _digest(values)}
            )
            if not first and (row := resource.model._default_manager.filter(pk=pk).first()):
                return _repeated(actor, resource, row, values), False
        cleaned = clean(actor, resource, values)
        _check_required(resource, cleaned)
        if resource.create:
            row = resource.create(actor, **({"pk": pk} if pk else {}), **cleaned)
        else:
            row = build(actor, resource, cleaned, pk=pk)
            save(row, resource)
            emit(f"{resource.name}.created", row, actor)
        _check_within(actor, resource, row, "create")
        return row, True


def build(actor: Actor, resource: Resource, values: Mapping[str, Any], *, pk: UUID | None = None) -> Any:
    """Return an unsaved row with the values and who made it; unit and owner default to the actor's own."""
    row = resource.model()
    if pk:
        row.pk = pk
    row.created_by_id = actor.id  # type: ignore[attr-defined]
    names = {f.name for f in resource.model._meta.get_fields()}
    for name, default in (("unit", actor.unit), ("owner", actor.id)):
        if name in names and default and f"{name}_id" not in values and name not in values:
            setattr(row, f"{name}_id", default)
    assign(row, values)
    return row


def change(actor: Actor, resource: Resource, pk: Any, values: Mapping[str, Any], *, version: int | None) -> Any:
    """Change fields of a row. Raises not_found, not_allowed_here, stale_version (``data.current``), invalid."""
    with writing(actor):
        row = get_visible(actor, resource, pk, "update", lock=True)
        check_version(actor, resource, row, version)
        if row.__dict__.get("archived_at"):
            raise Conflict("archived", _("该记录已归档，请先恢复再编辑。"))
        cleaned = clean(actor, resource, values, row=row)
        if not _differs(row, cleaned):
            return row
        if resource.update:
            row = resource.update(actor, row, **cleaned)
        else:
            assign(row, cleaned)
            save(row, resource)
            emit(f"{resource.name}.updated", row, actor, {"fields": sorted(cleaned)})
        _check_within(actor, resource, row, "update")
        return row


def archive(actor: Actor, resource: Resource, pk: Any, *, version: int | None, restore: bool = False) -> Any:
    """Archive or restore a row; doing it twice is harmless."""
    with writing(actor):
        row = get_visible(actor, resource, pk, "archive", lock=True)
        check_version(actor, resource, row, version)
        if restore != bool(row.archived_at):
            return row
        row.archived_at = None if restore else timezone.now()
        save(row, resource)
        emit(f"{resource.name}.{'restored' if restore else 'archived'}", row, actor)
        return row


def act(actor: Actor, resource: Resource, pk: Any, name: str, inputs: Mapping[str, Any], *, version: int | None = None) -> Any:
    """Run a declared verb on a row. Raises not_found, not_allowed_here, wrong_state and what the service raises."""
    action = resource.action(name)
    if action is None:
        raise DomainError("unknown_action", _("没有“%(name)s”这个操作。") % {"name": name})
    with writing(actor):
        row = get_visible(actor, resource, pk, action.right, lock=True)
        check_version(actor, resource, row, version)
        if action.when and not action.when(row):
            raise Conflict("wrong_state", _("当前状态不能执行“%(action)s”，请刷新后查看最新状态。") % {"action": action.label})
        return action.run(actor, row, **clean_inputs(actor, action.inputs, inputs)) or row


def check_version(actor: Actor, resource: Resource, row: Any, version: int | None) -> None:
    """Raise stale_version with the row as it is now, unless ``version`` is current (None: the caller does not mind)."""
    if version is not None and version != row.version:
        raise Conflict(
            "stale_version",
            _("这条记录刚被他人修改过。请对照最新内容后再保存。"),
            data={"current": query.one(actor, resource, row.pk)},
        )


def assign(row: Any, values: Mapping[str, Any]) -> None:
    """Put cleaned values on the row; custom ones into its JSON column."""
    for name, value in values.items():
        if name.startswith("cf_"):
            row.custom = {**row.custom, name[3:]: value}
        else:
            setattr(row, name, value)


def save(row: Any, resource: Resource | None = None) -> None:
    """``full_clean`` and save; fills the search columns. Raises invalid instead of database errors."""
    if resource and isinstance(row, Searchable):
        fill_search(row, resource)
    try:
        row.full_clean()
        row.save()
    except ValidationError as error:
        raise from_validation(error) from error
    except IntegrityError as error:
        raise Conflict("conflict", _("保存时与另一处修改冲突，请刷新后重试。"), data={"constraint": _constraint(error)}) from error
    # The database's trigger counts versions; the row in hand follows it.
    row.version = type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)


def fill_search(row: Any, resource: Resource) -> None:
    """Rewrite ``search_text`` and ``search_private`` from the resource's search fields (also for bulk loaders, before they write)."""
    from .pinyin import initials

    public: list[str] = []
    private: list[str] = []
    for name in resource.search_fields:
        value = getattr(row, name, None)
        if not value:
            continue
        texts = value if isinstance(value, list) else [str(value)]
        (private if name in resource.masked else public).extend(texts)
        if name == resource.label_field:
            public.append(initials(str(value)))
    row.search_text = normal(" ".join(public))
    row.search_private = normal(" ".join(private))
    for name, column in type(row).sort_columns.items():
        from .pinyin import sort_key

        setattr(row, column, sort_key(getattr(row, name) or ""))


def clean(actor: Actor, resource: Resource, values: Mapping[str, Any], *, row: Any = None) -> dict[str, Any]:
    """Check names, rights, references, choices and custom fields; return values ready to assign. Raises invalid."""
    specs = {name: spec for name, spec in resource.specs.items() if not spec.readonly} | custom_specs(resource.name)
    cleaned: dict[str, Any] = {}
    problems: dict[str, list[Any]] = {}
    for name, value in values.items():
        spec = specs.get(name)
        if spec is None or (name in resource.masked and row is not None and not actor.sees(resource.name, name)):
            problems[name] = [_("没有这个字段，或您无权修改它。")]
            continue
        if spec.required and value in (None, ""):
            problems[name] = [_("请填写“%(field)s”。") % {"field": spec.label}]
            continue
        try:
            key, ready = clean_value(
                actor, spec, value, current=getattr(row, f"{name}_id", None) if spec.family == "ref" else getattr(row, name, None)
            )
            cleaned[key] = ready
        except DomainError as error:
            problems[name] = [error.message]
    if problems:
        raise invalid(problems)
    return cleaned


def clean_inputs(actor: Actor, specs: tuple[FieldSpec, ...], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Check the inputs of an action against its declared fields. Raises invalid."""
    problems: dict[str, list[Any]] = {name: [_("没有这个字段。")] for name in inputs if name not in {s.name for s in specs}}
    cleaned: dict[str, Any] = {}
    for spec in specs:
        value = inputs.get(spec.name, spec.default)
        if value in (None, "", []):
            cleaned[spec.name] = None
            if spec.required:
                problems[spec.name] = [_("请填写“%(field)s”。") % {"field": spec.label}]
            continue
        try:
            cleaned[spec.name] = clean_value(actor, spec, _typed(spec, value))[1]
        except DomainError as error:
            problems[spec.name] = [error.message]
    if problems:
        raise invalid(problems)
    return cleaned


def _typed(spec: FieldSpec, value: Any) -> Any:
    """An input of a verb as services take it, out of JSON: no schema stands before these. Raises invalid."""
    parsers: dict[str, Any] = dict.fromkeys(("money", "decimal", "percent"), Decimal) | {"integer": int, "datetime": parse_datetime}
    parse = {**parsers, "date": dt.date.fromisoformat}.get(spec.type)
    try:
        if parse and not isinstance(value, bool | list | dict):
            value = value if isinstance(value, dt.date | Decimal) else parse(str(value))
            good = value.is_finite() if isinstance(value, Decimal) else getattr(value, "tzinfo", 0) is not None and value is not None
            good = good and 1900 <= getattr(value, "year", 2000) <= 2200
        else:
            good = not parse and isinstance(value, {"yesno": bool, "choices": list, "tags": list}.get(spec.type, str))
            good = good or spec.family == "ref" or spec.type in ("json", "refs")
    except (ValueError, ArithmeticError):
        good = False
    if not good:
        raise DomainError("invalid", _("“%(value)s”不是有效的值，请改正。") % {"value": str(value)[:40]})
    return value


def clean_value(actor: Actor, spec: FieldSpec, value: Any, *, current: Any = None) -> tuple[str, Any]:
    """Return (attribute, value) ready to assign. Raises DomainError with a sentence for this field."""
    if value is None or value == "":
        return (
            (f"{spec.name}_id", None)
            if spec.family == "ref" and not spec.custom
            else (spec.name, None if spec.null or spec.custom else _blank(spec))
        )
    if spec.family == "ref":
        return _reference(actor, spec, value, current)
    if isinstance(value, str) and "\x00" in value:
        raise DomainError("invalid", _("内容里有不能保存的字符，请重新输入。"))
    if spec.family in ("choice", "choices") and spec.type != "tags":
        _check_choices(spec, value, current)
    if spec.custom:
        return spec.name, _custom(spec, value)
    if spec.max_length and isinstance(value, str) and len(value) > spec.max_length:
        raise DomainError("invalid", _("最多 %(n)s 个字。") % {"n": spec.max_length})
    return spec.name, value


def _blank(spec: FieldSpec) -> Any:
    return [] if spec.family == "choices" else {} if spec.type == "json" else "" if spec.family in ("text", "choice") else None


def _reference(actor: Actor, spec: FieldSpec, value: Any, current: Any) -> tuple[str, Any]:
    target = by_name(spec.ref_name() or "")
    key = parse_uuid(value["id"] if isinstance(value, dict) and "id" in value else value)
    known = target and key and (key == current or visible(actor, target).filter(pk=key).exists())
    if not known:
        raise DomainError("invalid", _("没有找到所选的“%(field)s”，请重新选择。") % {"field": spec.label})
    return (spec.name, str(key)) if spec.custom else (f"{spec.name}_id", key)


def _check_choices(spec: FieldSpec, value: Any, current: Any) -> None:
    allowed = {o["value"]: o["active"] for o in spec.options()}
    kept = set(current if isinstance(current, list) else [current])
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, str) or (item not in kept and not allowed.get(item)):
            raise DomainError(
                "invalid", _("“%(value)s”不在“%(field)s”的可选项中，请从列表中选择。") % {"value": str(item)[:40], "field": spec.label}
            )


def _custom(spec: FieldSpec, value: Any) -> Any:
    try:
        if spec.type == "decimal":
            number = Decimal(str(value))
            if not number.is_finite():
                raise ValueError
            return float(number)
        if spec.type == "date":
            return (value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))).isoformat()
        if spec.type == "yesno" and not isinstance(value, bool):
            raise ValueError
    except (ValueError, ArithmeticError) as error:
        raise DomainError("invalid", _("“%(value)s”不是有效的值，请改正。") % {"value": str(value)[:40]}) from error
    if spec.type == "text" and len(str(value)) > 1000:
        raise DomainError("invalid", _("最多 %(n)s 个字。") % {"n": 1000})
    return value if spec.type == "yesno" else str(value)


def _check_required(resource: Resource, cleaned: Mapping[str, Any]) -> None:
    specs = {name: s for name, s in resource.specs.items() if s.family == "ref" and not s.readonly} | custom_specs(resource.name)
    missing = {
        name: [_("请填写“%(field)s”。") % {"field": spec.label}]
        for name, spec in specs.items()
        if spec.required and cleaned.get(name if spec.custom else f"{name}_id") in (None, "")
    }
    if missing:
        raise invalid(missing)


def _check_within(actor: Actor, resource: Resource, row: Any, action: str) -> None:
    if not visible(actor, resource, action).filter(pk=row.pk).exists():
        raise NotAllowed("outside_scope", _("您只能在自己的数据范围内保存，请检查所属单位和负责人。"))


def _differs(row: Any, cleaned: Mapping[str, Any]) -> bool:
    def now(name: str) -> Any:
        return row.custom.get(name[3:]) if name.startswith("cf_") else getattr(row, name)

    return any(_plain(now(name)) != _plain(value) for name, value in cleaned.items())


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return "" if value is None else value


def _repeated(actor: Actor, resource: Resource, row: Any, values: Mapping[str, Any]) -> Any:
    """The row that an earlier sending of the same content made. Raises id_taken: other content, or not the actor's to see."""
    same = Sending.objects.filter(pk=row.pk, resource=resource.name, actor_id=actor.id, digest=_digest(values)).exists()
    if not same or not visible(actor, resource).filter(pk=row.pk).exists():
        raise Conflict("id_taken", _("这个编号已用于另一条记录，请重新提交。"))
    return row


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def _constraint(error: IntegrityError) -> str:
    diag = getattr(error.__cause__, "diag", None)
    return getattr(diag, "constraint_name", "") or ""
