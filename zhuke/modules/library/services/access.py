"""Who gets into a folder beside, or instead of, those who get in by the project, customer or company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel import config
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import check_version, save
from zhuke.modules.library.models import MANAGE, READ, WRITE, Folder, FolderGrant
from zhuke.modules.orgs.models import Role, Unit, User

from . import folders

MOST = 100
WHO: dict[str, Any] = {"role": Role, "unit": Unit, "person": User}


@dataclass(frozen=True)
class Wish:
    """One line of what is asked for: exactly one of role, unit, person."""

    level: str
    role: UUID | None = None
    unit: UUID | None = None
    person: UUID | None = None


def levels(actor: Actor, folder_ids: Sequence[UUID] | None = None) -> dict[UUID, list[str]]:
    """What the actor may do in these folders: ``{id: [read, write, manage]}``, unseen ones absent."""
    found: dict[UUID, list[str]] = {}
    for level, action in ((READ, "read"), (WRITE, "update"), (MANAGE, "manage")):
        rows = visible(actor, by_model(Folder), action)
        for pk in (rows if folder_ids is None else rows.filter(pk__in=folder_ids)).values_list("pk", flat=True):
            if level == READ or pk in found:
                found.setdefault(pk, []).append(level)
    return found


def shown(actor: Actor, folder: Folder) -> dict[str, Any]:
    """The grants of a folder and those that come down from above."""
    above = [pk for pk in folder.chain if pk != folder.pk]
    rows = list(FolderGrant.objects.filter(folder__in=[folder.pk, *above]).select_related("folder", "role", "unit", "person"))
    mine = levels(actor, [folder.pk]).get(folder.pk, [READ])
    return {
        "version": folder.version, "restricted": folder.restricted, "level": mine[-1],
        "grants": [_line(row) for row in rows if row.folder_id == folder.pk],
        "inherited": [
            {**_line(row), "from": {"id": row.folder_id, "label": row.folder.name}} for row in rows if row.folder_id != folder.pk
        ],
    }  # fmt: skip


def _line(row: FolderGrant) -> dict[str, Any]:
    who = {name: getattr(row, name) for name in WHO}
    return {**{name: {"id": one.pk, "label": str(one)} if one else None for name, one in who.items()}, "level": row.level}


def replace(actor: Actor, pk: UUID, *, version: int | None, restricted: bool, wishes: Sequence[Wish]) -> Folder:
    """Set who gets into a folder. Raises not_found, not_allowed(_here), stale_version, root_open, invalid (unknown names, none left)."""
    with writing(actor):
        folder: Folder = get_visible(actor, by_model(Folder), pk, "manage", lock=True)
        check_version(actor, by_model(Folder), folder, version)
        if folder.archived_at:
            raise Conflict("archived", _("该文件夹已被删除，请先恢复。"))
        kept = _checked(actor, wishes)
        if restricted and not any(one["level"] == MANAGE for one in kept) and not _manages_unit(actor, folder):
            raise invalid({"grants": [_("请至少指定一个“可管理”的人员（例如您自己），否则没有人能再打开它。")]})
        before = [_line(row) for row in folder.grants.select_related("role", "unit", "person")]
        folder.grants.all().delete()
        FolderGrant.objects.bulk_create([FolderGrant(folder=folder, **values) for values in kept])
        set_restricted(actor, folder, restricted=restricted)
        after = [_line(row) for row in folder.grants.select_related("role", "unit", "person")]
        _note(folder, before, after)
        emit("folders.access_changed", folder, actor, {"restricted": restricted, "grants": len(after)})
    config.refresh()  # what this process keeps of grants is of yesterday now
    return folder


def set_restricted(actor: Actor, folder: Folder, *, restricted: bool | None = None) -> Folder:
    """Only who is named gets in (or, again, everybody of the project). Below it follows."""
    wanted = bool(restricted)
    if wanted and folder.parent_id is None and folder.kind == "shared":
        raise Conflict("root_open", _("集团共享资料对全员开放，请在下级文件夹里限制人员。"))
    if folder.restricted != wanted:
        folder.restricted = wanted
        folder.closed = wanted or bool(folder.parent and folder.parent.closed)
        folder.chain = [folder.pk] if wanted or folder.parent is None else [*folder.parent.chain, folder.pk]
        save(folder, by_model(Folder))
        folders.rebuild(folder)
    return folder


def _manages_unit(actor: Actor, folder: Folder) -> bool:
    reach = actor.reach("folders", "manage")
    return reach is not None and (reach.units is None or folder.unit_id in reach.units)


def _checked(actor: Actor, wishes: Sequence[Wish]) -> list[dict[str, Any]]:
    seen: set[tuple[str, UUID]] = set()
    kept = []
    for number, wish in enumerate(wishes, 1):
        named = [(name, key) for name in WHO if (key := getattr(wish, name))]
        if len(named) != 1:
            raise invalid({"grants": [_("第 %(n)d 行请只选择一个角色、单位或人员。") % {"n": number}]})
        name, key = named[0]
        if (name, key) in seen:
            raise invalid({"grants": [_("第 %(n)d 行重复了，请删除其中一行。") % {"n": number}]})
        rows = Role.objects.filter(active=True, archived_at=None) if name == "role" else visible(actor, by_model(WHO[name]))
        if not rows.filter(pk=key).exists():
            raise invalid({"grants": [_("第 %(n)d 行所选的角色、单位或人员不存在，请重新选择。") % {"n": number}]})
        seen.add((name, key))
        kept.append({f"{name}_id": key, "level": wish.level})
    return kept


def _note(folder: Folder, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    from zhuke.commons.records import note

    def told(lines: list[dict[str, Any]]) -> str:
        return "、".join(sorted(f"{next(line[n]['label'] for n in WHO if line[n])}（{line['level']}）" for line in lines))

    if told(before) != told(after):
        note(by_model(Folder), folder.pk, "grants", told(before), told(after))
