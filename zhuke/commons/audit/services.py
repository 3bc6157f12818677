"""Who did what in the whole product, as far as the asking person's right to audit and rights to read reach together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.kernel import audit
from zhuke.kernel.access import EVERYWHERE, Actor, SharedScope, require, visible
from zhuke.kernel.errors import DomainError
from zhuke.kernel.filters import midnight, readable_specs
from zhuke.kernel.models import Change, Record
from zhuke.kernel.resource import Resource, all_resources, by_name, resource_of_model

OPERATIONS = {"create": "INSERT", "update": "UPDATE", "delete": "DELETE"}
SECRETS = {"version", "updated_at", "created_at", "digest", "custom"}
# Fields of records that no screen shows bear no name for people in their models.
WORDS: dict[str, Any] = {
    "resource": _("对象"),
    "object_id": _("记录"),
    "action": _("操作"),
    "scope": _("数据范围"),
    "field": _("字段"),
    "role": _("角色"),
    "user": _("人员"),
    "mentions": _("提到的人"),
    "name": _("名称"),
    "expires_at": _("到期时间"),
    "revoked_at": _("作废时间"),
    "grants": _("授权"),
}
MOST_SCANNED = 20
LONGEST_TEXT_SEARCH = dt.timedelta(days=366)


@dataclass(frozen=True)
class Asked:
    """What the audit list is asked for. Days are those of the firm's time zone, both included."""

    who: UUID | None = None
    resource: str = ""
    object_id: UUID | None = None
    operation: str = ""
    cause: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""


def auditor(actor: Actor) -> Actor:
    """The actor, whose reading is cut to the reach of the right to audit. Raises not_allowed."""
    resource = by_name("audit")
    assert resource is not None
    require(actor, resource, "read")
    reach = actor.reach("audit", "read") or EVERYWHERE
    if actor.kind == "system":
        return actor
    return replace(actor, reaches={key: own & reach for key, own in actor.reaches.items() if key[1] == "read"}, key="")


def subjects(actor: Actor) -> dict[str, Resource]:
    """What can be audited, by table: resources that the auditor reads and, for the whole group, what hangs on them or gives rights."""
    found = {r.table: r for r in all_resources() if not r.hidden and actor.can(r.name, "read")}
    if actor.reach("audit", "read") == EVERYWHERE:
        found |= {r.table: r for r in _internal()}
    return found


def _internal() -> list[Resource]:
    """Records without a resource of their own (what roles grant, tokens, comments …), described for presenting only."""
    models = [m for m in apps.get_models() if issubclass(m, Record) and resource_of_model(m) is None]
    return [_describe(model) for model in models]


def _describe(model: type[Record]) -> Resource:
    names = tuple(f.name for f in model._meta.concrete_fields if f.name not in SECRETS)
    return Resource(
        name=model._meta.db_table, model=model, scope=SharedScope(), label_field="id", fields=(), readonly_fields=names, list_display=names
    )


def changes(actor: Actor, asked: Asked) -> QuerySet[Change]:
    """The changes that are asked for and may be seen, newest first. ``actor`` comes from ``auditor``. Raises too_long."""
    rows = Change.objects.filter(_within(actor, asked))
    if asked.who:
        rows = rows.filter(actor_id=asked.who)
    if asked.object_id:
        rows = rows.filter(object_id=asked.object_id)
    if asked.operation:
        rows = rows.filter(operation=OPERATIONS[asked.operation])
    if asked.cause:
        rows = rows.filter(Q(cause=asked.cause) | Q(cause__startswith=f"{asked.cause}:"))
    if asked.since:
        rows = rows.filter(at__gte=midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=midnight(asked.until + dt.timedelta(days=1)))
    if asked.text:
        rows = rows.filter(Q(diff__icontains=asked.text) | Q(actor_name__icontains=asked.text))
    return rows.order_by("-id")


def check(asked: Asked) -> None:
    """Raise too_long unless a search for text is bounded by days: it reads every change of them."""
    if asked.text and (asked.since is None or (asked.until or asked.since + LONGEST_TEXT_SEARCH) - asked.since > LONGEST_TEXT_SEARCH):
        raise DomainError("too_long", _("按文字查找时请选择起止日期，最长一年。"), fields={"since": [_("请选择起止日期，最长一年。")]})


def _within(actor: Actor, asked: Asked) -> Q:
    known = subjects(actor)
    if asked.resource:
        known = {table: r for table, r in known.items() if r.name == asked.resource}
    whole, partly = [], Q(pk__in=[])
    for table, resource in known.items():
        if resource.name == table or actor.reach(resource.name, "read") == EVERYWHERE:
            whole.append(table)  # rows deleted for good are seen only here
        else:
            partly |= Q(table=table, object_id__in=visible(actor, resource).values("pk"))
    return Q(table__in=whole) | partly


def page(actor: Actor, asked: Asked, *, before: int | None, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """One page and the cursor of the next. A search for text drops changes that hold it only in fields hidden from the actor."""
    check(asked)
    actor = auditor(actor)
    found: list[dict[str, Any]] = []
    known, rows = subjects(actor), changes(actor, asked)
    for _batch in range(MOST_SCANNED):
        chunk = list((rows.filter(id__lt=before) if before else rows)[:limit])
        found += told(actor, known, chunk, asked.text)
        if len(chunk) < limit:
            return found[:limit], found[limit - 1]["id"] if len(found) > limit else None
        before = chunk[-1].pk
        if len(found) >= limit:
            break
    return found[:limit], found[limit - 1]["id"] if len(found) > limit else before


def told(actor: Actor, known: Mapping[str, Resource], chunk: Sequence[Change], text: str) -> list[dict[str, Any]]:
    """Changes as people read them, with the name of what was changed."""
    pairs = [(known[change.table], change) for change in chunk]
    names = _names(actor, pairs)
    entries = []
    for (resource, change), entry in zip(pairs, audit.present(actor, pairs), strict=True):
        label = names.get(change.object_id) or _name_in(actor, resource, change)
        if resource.name == resource.table:
            entry["changes"] = [{**c, "label": str(WORDS.get(c["field"], c["label"]))} for c in entry["changes"]]
        about = {"resource": resource.name, "resource_label": str(resource.label), "object": {"id": change.object_id, "label": label}}
        entries.append({**entry, **about})
    return [entry for entry in entries if not text or _holds(entry, text)]


def _names(actor: Actor, pairs: Sequence[tuple[Resource, Change]]) -> dict[UUID, str]:
    wanted: dict[str, tuple[Resource, set[UUID]]] = {}
    for resource, change in pairs:
        if resource.label_field != "id" and resource.label_field in readable_specs(actor, resource):
            wanted.setdefault(resource.name, (resource, set()))[1].add(change.object_id)
    found: dict[UUID, str] = {}
    for resource, ids in wanted.values():
        rows = resource.model._default_manager.filter(pk__in=ids).values_list("pk", resource.label_field)
        found |= {pk: str(label)[:120] for pk, label in rows}
    return found


def _name_in(actor: Actor, resource: Resource, change: Change) -> str:
    value = change.diff.get(resource.label_field) if resource.label_field in readable_specs(actor, resource) else None
    last = value[-1] if isinstance(value, list) else value
    return str(last)[:120] if last else ""


def _holds(entry: Mapping[str, Any], text: str) -> bool:
    wanted = text.casefold()
    shown = [(entry["actor"] or {}).get("label"), entry["object"]["label"]]
    for change in entry["changes"]:
        shown += [change["label"], change["old"], change["new"]]
    return any(wanted in str(value).casefold() for value in shown if value is not None)


def lines(actor: Actor, asked: Asked) -> Iterator[dict[str, Any]]:
    """One line per changed field, for a workbook; newest first. ``actor`` comes from ``auditor``."""
    known, rows = subjects(actor), changes(actor, asked)
    before: int | None = None
    while chunk := list((rows.filter(id__lt=before) if before else rows)[:500]):
        before = chunk[-1].pk
        for entry in told(actor, known, chunk, asked.text):
            for change in entry["changes"] or [{}]:
                yield _line(entry, change)


def _line(entry: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    words = {"create": _("新建"), "update": _("修改"), "delete": _("删除")}
    return {
        "at": entry["at"].isoformat(),
        "event_at": entry["event_at"].isoformat() if entry["event_at"] else None,
        "actor": (entry["actor"] or {}).get("label"),
        "operation": str(words[entry["operation"]]),
        "resource": entry["resource_label"],
        "object": entry["object"]["label"] or str(entry["object"]["id"]),
        "field": change.get("label"),
        "old": change.get("old"),
        "new": change.get("new"),
        "cause": entry["cause"],
    }
