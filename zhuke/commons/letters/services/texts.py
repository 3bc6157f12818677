"""The text of a letter: a template's places filled with the values of one record, in the firm's language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import find_field
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import Resource, by_name

HOLE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


def holes(*texts: str) -> list[str]:
    """The names that the texts have places for."""
    return list(dict.fromkeys(name for text in texts for name in HOLE.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; a name without a value leaves nothing."""
    return HOLE.sub(lambda match: values.get(match[1], ""), text)


def check_holes(actor: Actor, resource: Resource, names: list[str], besides: Mapping[str, Any]) -> None:
    """Raise bad_template for names that are no field of the resource, and for masked ones: a letter leaves the house."""
    for name in names:
        if name in besides:
            continue
        try:
            find_field(actor, resource, name)
        except DomainError as error:
            text = _("“{%(name)s}”不是%(what)s的字段，请从字段列表中插入。") % {"name": name, "what": resource.label}
            raise DomainError("bad_template", text) from error
        if is_masked(resource, name):
            raise DomainError("bad_template", _("信里不能用受保护的字段“{%(name)s}”，收信人不一定有权看到它。") % {"name": name})


def is_masked(resource: Resource, name: str) -> bool:
    """Whether any step of a dotted name is masked."""
    head, _dot, rest = name.partition(".")
    if head in resource.masked:
        return True
    target = by_name(resource.specs[head].ref_name() or "") if rest and head in resource.specs else None
    return target is not None and is_masked(target, rest)


def values_of(actor: Actor, resource: Resource, pk: UUID, names: list[str]) -> dict[str, str]:
    """The named fields of one record as people read them."""
    specs = {name: FieldSpec(**{**find_field(actor, resource, name).__dict__, "name": name}) for name in names}
    if not specs:
        return {}
    try:
        sql, params = json_sql(resource.model._default_manager.filter(pk=pk).order_by(), specs)
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchone()
    row = json.loads(found[0]) if found else {}
    return {name: shown(spec, row.get(name)) for name, spec in specs.items()}


def shown(spec: FieldSpec, value: Any) -> str:
    """A value as people write it in a letter; nothing where there is none."""
    if value in (None, "", []):
        return ""
    if isinstance(value, dict):
        return str(value.get("label", ""))
    if spec.family in ("choice", "choices"):
        names = {o["value"]: o["label"] for o in spec.options()}
        return "、".join(str(names.get(v, v)) for v in (value if isinstance(value, list) else [value]))
    if spec.type == "datetime":
        moment = parse_datetime(str(value))
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)
    if spec.type == "money":
        return f"¥{Decimal(str(value)):,.2f}"
    if spec.type == "yesno":
        return str(_("是") if value else _("否"))
    return str(value)
