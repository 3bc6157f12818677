"""Put tags on records that have a ``tags`` column; remember new ones as suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import editable
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import normal, search
from zhuke.kernel.resource import Resource, by_model
from zhuke.kernel.writes import assign, build, fill_search, save

from .models import Tag

MOST = 30
LONGEST = 40


def tags_of(actor: Actor, resource: Resource, pk: UUID) -> list[str]:
    """The tags of a record. Raises not_found, no_tags."""
    row = get_visible(actor, resource, pk)
    _check(actor, resource)
    return list(row.tags)


def put_tags(actor: Actor, resource: Resource, pk: UUID, names: Sequence[str]) -> list[str]:
    """Replace the tags of a record; returns them. Raises invalid, no_tags and what the record's door raises."""
    with writing(actor):
        row = editable(actor, resource, pk, lock=True)
        _check(actor, resource)
        wanted = _cleaned(names)
        before = list(row.tags)
        if wanted != before:
            row.tags = wanted
            row.save(update_fields=["tags"])
            remember(actor, [name for name in wanted if name not in before])
            emit("tags.changed", row, actor, {"old": before, "new": wanted})
    return wanted


def _check(actor: Actor, resource: Resource) -> None:
    try:
        field: Any = resource.model._meta.get_field("tags")
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, ArrayField) or ("tags" in resource.masked and not actor.sees(resource.name, "tags")):
        raise DomainError("no_tags", _("“%(label)s”没有标签。") % {"label": resource.label})


def _cleaned(names: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names))
    if len(wanted) > MOST:
        raise invalid({"tags": [_("一条记录最多 %(n)s 个标签，请去掉一些。") % {"n": MOST}]})
    if any(not name or len(name) > LONGEST or not name.isprintable() for name in wanted):
        raise invalid({"tags": [_("标签应为 1 到 %(n)s 个字。") % {"n": LONGEST}]})
    return wanted


def remember(actor: Actor, names: Iterable[str]) -> None:
    """Make suggestions of names that neither the group nor the actor's company has yet."""
    wanted = list(names)
    known = set(offered(actor).filter(name__in=wanted).values_list("name", flat=True))
    resource = by_model(Tag)
    for name in wanted:
        if name not in known:
            tag = Tag(name=name, unit_id=actor.company, created_by_id=actor.id)
            fill_search(tag, resource)
            Tag.objects.bulk_create([tag], ignore_conflicts=True)


def offered(actor: Actor) -> QuerySet[Tag]:
    """The tags of the group and of the actor's company."""
    return Tag.objects.filter(Q(unit=None) | Q(unit_id=actor.company), archived_at=None)


def suggest(actor: Actor, resource: Resource, text: str, limit: int) -> list[Tag]:
    """Tags to offer while a person types. Raises not_allowed, no_tags."""
    require(actor, resource, "read")
    _check(actor, resource)
    rows = offered(actor)
    if normal(text):
        rows = rows.filter(search(actor, by_model(Tag), text))
    return list(rows.order_by("name", "pk")[:limit])


def create_tag(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Tag:
    """Add a tag with its colour. Raises invalid."""
    return _saved(actor, build(actor, by_model(Tag), values, pk=pk), "tag.created")


def change_tag(actor: Actor, tag: Tag, **values: Any) -> Tag:
    """Change the colour of a tag or whom it is offered to. Its name stays, for records hold it. Raises invalid."""
    if values.get("name", tag.name) != tag.name:
        raise invalid({"name": [_("标签名称已被记录使用，不能修改。请归档它并新建一个标签。")]})
    assign(tag, values)
    return _saved(actor, tag, "tag.updated")


def _saved(actor: Actor, tag: Tag, event: str) -> Tag:
    save(tag, by_model(Tag))
    emit(event, tag, actor)
    return tag
