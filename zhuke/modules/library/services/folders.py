"""The trees of folders: roots, children, moves, templates. The only code that keeps ``path``, ``chain`` and ``closed``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import upward
from zhuke.kernel.access import Actor, get_visible, require, system, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.library.domain import names
from zhuke.modules.library.models import MOST_DEEP, Document, Folder, FolderTemplate
from zhuke.modules.library.scopes import LibraryScope
from zhuke.modules.orgs.models import Unit

MOST_FOLDERS = 2000


def open_root(actor: Actor, kind: str, pk: UUID | None = None) -> Folder:
    """The root folder of a project, a customer, a company or the group; made when it is not there yet.

    Raises not_allowed, and not_found for records that the actor does not see.
    """
    require(actor, by_model(Folder), "read")
    found = _ensure_root(kind, _owner(actor, kind, pk))
    if not visible(actor, by_model(Folder)).filter(pk=found.pk).exists():
        raise NotFound
    return found


def root_for(project: Any) -> Folder:
    """The root folder of a project, made when it is not there yet."""
    return _ensure_root("project", project)


def _ensure_root(kind: str, owner: Any) -> Folder:
    found = _root(kind, owner)
    if found is None:
        found = _make_root(kind, owner)
        if kind == "project":
            start_with_template(found)
    return found


def _owner(actor: Actor, kind: str, pk: UUID | None) -> Any:
    if kind == "shared":
        return None
    if kind == "company":
        company = next((unit for unit in upward_units(pk) if unit.kind in ("subsidiary", "group")), None) if pk else None
        if company is None:
            raise NotFound
        return company
    resource = by_name("projects" if kind == "project" else "customers")
    if resource is None:
        raise NotFound
    return get_visible(actor, resource, pk)


def upward_units(unit: UUID) -> list[Unit]:
    """The unit and those above it, the nearest first."""
    ids = [key for key in upward(unit) if key]
    rows = {row.pk: row for row in Unit.objects.filter(pk__in=ids)}
    return [rows[key] for key in ids if key in rows]


def _root(kind: str, owner: Any) -> Folder | None:
    rows = Folder.objects.filter(kind=kind, parent=None)
    if kind == "project":
        rows = rows.filter(project=owner)
    elif kind == "customer":
        rows = rows.filter(customer=owner)
    elif kind == "company":
        rows = rows.filter(unit=owner)
    return rows.first()


def _make_root(kind: str, owner: Any) -> Folder:
    with override("zh-hans"):
        name = gettext("集团共享资料") if kind == "shared" else str(owner.name)[:120]
    root = Folder(name=name, kind=kind)
    if kind == "project":
        root.project, root.customer_id, root.unit_id = owner, owner.customer_id, owner.unit_id
    elif kind == "customer":
        root.customer, root.unit_id = owner, owner.unit_id
    elif kind == "company":
        root.unit = owner
    root.path = [root.pk]
    root.chain = [root.pk]
    try:
        with writing(system("资料")), transaction.atomic():
            save(root, by_model(Folder))
            emit("folders.created", root, system("资料"))
    except (IntegrityError, DomainError):  # somebody opened it at the same moment
        found = _root(kind, owner)
        if found is None:
            raise
        return found
    return root


def create_folder(actor: Actor, *, pk: UUID | None = None, parent_id: UUID | None = None, **values: Any) -> Folder:
    """A folder below another. Raises invalid (no parent, name, too deep, too many)."""
    parent = Folder.objects.select_for_update(of=("self",), no_key=True).filter(pk=parent_id or uuid4(), archived_at=None).first()
    if parent is None:
        raise invalid({"parent": [_("请选择上级文件夹；它可能已被删除，请刷新后重试。")]})
    folder: Folder = build(actor, by_model(Folder), {**values, "parent_id": parent.pk}, pk=pk)
    folder.name = _name(folder.name)
    _belong(folder, parent)
    if Folder.objects.filter(path__contains=[parent.path[0]], archived_at=None).count() >= MOST_FOLDERS:
        raise invalid({"parent": [_("这里的文件夹已有 %(n)d 个，请先整理再新建。") % {"n": MOST_FOLDERS}]})
    save(folder, by_model(Folder))
    emit("folders.created", folder, actor)
    return folder


def update_folder(actor: Actor, folder: Folder, **values: Any) -> Folder:
    """Rename or reorder; another parent is a move. Raises invalid, root_fixed."""
    parent = values.pop("parent_id", folder.parent_id)
    if parent != folder.parent_id:
        move(actor, folder, parent=parent)
    if "name" in values:
        if folder.parent_id is None:
            raise Conflict("root_fixed", _("最上层的文件夹随项目、客户或公司命名，不能改名。"))
        values["name"] = _name(values["name"])
    assign(folder, values)
    save(folder, by_model(Folder))
    emit("folders.updated", folder, actor, {"fields": sorted(values)})
    return folder


def _name(text: str) -> str:
    name = names.plain_name(text or "")
    if not name:
        raise invalid({"name": [_("请填写文件夹名称，不能只有符号。")]})
    return name


def _belong(folder: Folder, parent: Folder) -> None:
    """Copy from the parent what follows from it. Raises invalid (too deep)."""
    if len(parent.path) >= MOST_DEEP:
        raise invalid({"parent": [_("文件夹最多 %(n)d 层，请换一个位置。") % {"n": MOST_DEEP}]})
    folder.parent, folder.kind = parent, parent.kind
    folder.project_id, folder.customer_id, folder.unit_id = parent.project_id, parent.customer_id, parent.unit_id
    folder.path = [*parent.path, folder.pk]
    folder.chain = [folder.pk] if folder.restricted else [*parent.chain, folder.pk]
    folder.closed = folder.restricted or parent.closed


def move(actor: Actor, folder: Folder, *, parent: Any) -> Folder:
    """Put a folder with all below it under another of the same tree. Raises root_fixed, invalid, not_found, not_allowed_here."""
    if folder.parent_id is None:
        raise Conflict("root_fixed", _("最上层的文件夹不能移动。"))
    # The tree is locked as a whole: two moves at once could tie a knot.
    list(Folder.objects.select_for_update(of=("self",), no_key=True).filter(path__contains=[folder.path[0]]).values_list("pk"))
    target: Folder = get_visible(actor, by_model(Folder), getattr(parent, "pk", parent), "create")
    folder.refresh_from_db()
    if target.archived_at or target.path[0] != folder.path[0]:
        raise invalid({"parent": [_("只能移到同一项目（客户、公司）的文件夹下。")]})
    if folder.pk in target.path:
        raise invalid({"parent": [_("不能把文件夹移到它自己下面。")]})
    deepest = max(len(path) for path in Folder.objects.filter(path__contains=[folder.pk]).values_list("path", flat=True))
    if len(target.path) + deepest - len(folder.path) + 1 > MOST_DEEP:
        raise invalid({"parent": [_("文件夹最多 %(n)d 层，请换一个位置。") % {"n": MOST_DEEP}]})
    _belong(folder, target)
    save(folder, by_model(Folder))
    rebuild(folder)
    emit("folders.moved", folder, actor, {"to": str(target.pk)})
    return folder


def rebuild(folder: Folder) -> None:
    """Bring everything below a folder into line with it."""
    waiting = [folder]
    while waiting:
        parent = waiting.pop()
        for child in Folder.objects.filter(parent=parent):
            _belong(child, parent)
            child.save(update_fields=["kind", "project", "customer", "unit", "path", "chain", "closed"])
            waiting.append(child)


def check_empty(folder: Folder) -> None:
    """Raise unless the folder may go: no root, nothing in it."""
    if folder.parent_id is None:
        raise Conflict("root_fixed", _("最上层的文件夹不能删除。"))
    if Document.objects.filter(folder=folder, archived_at=None).exists() or folder.children.filter(archived_at=None).exists():
        raise Conflict("not_empty", _("文件夹不是空的（也可能有您看不到的内容），请先移走或删除里面的资料和文件夹。"))


def apply_template(actor: Actor, folder: Folder, *, template: Any) -> Folder:
    """Add the folders of a template that are not there yet. Raises invalid."""
    row = FolderTemplate.objects.get(pk=getattr(template, "pk", template))
    added = add_paths(actor, folder, names.tree_of(row.paths) or [])
    emit("folders.template_applied", folder, actor, {"template": str(row.pk), "added": added})
    return folder


def add_paths(actor: Actor, folder: Folder, paths: Iterable[list[str]]) -> int:
    """Make the folders of these paths below ``folder``; returns how many are new. Raises invalid."""
    before = Folder.objects.filter(path__contains=[folder.pk]).count()
    for path in paths:
        ensure_path(actor, folder, path)
    return Folder.objects.filter(path__contains=[folder.pk]).count() - before


def ensure_path(actor: Actor, folder: Folder, path: list[str]) -> Folder:
    """The folder at this path below ``folder``, made where it is missing. Raises invalid, not_found (there, but closed to the actor)."""
    here = folder
    for name in path:
        child = Folder.objects.filter(parent=here, name=name, archived_at=None).first()
        if child is None:
            check_may(actor, here, "folders", "create")
            # Files of a dropped folder come side by side: the second waits here and finds what the first has made.
            Folder.objects.select_for_update(of=("self",), no_key=True).get(pk=here.pk)
            child = Folder.objects.filter(parent=here, name=name, archived_at=None).first()
        if child is None:
            child = create_folder(actor, parent_id=here.pk, name=name)
        here = child
    return here


def start_with_template(root: Folder) -> None:
    """A project's new tree gets the folders that its company (or the group) has said projects start with."""
    units = upward(root.unit_id) if root.unit_id else []
    rows = FolderTemplate.objects.filter(for_projects=True, active=True, archived_at=None)
    by_unit = {row.unit_id: row for row in rows.filter(unit__in=[u for u in units if u])} | {None: rows.filter(unit=None).first()}
    row = next((by_unit[unit] for unit in [*units, None] if by_unit.get(unit)), None)
    if row is not None:
        with writing(system("资料")):
            add_paths(system("资料"), root, names.tree_of(row.paths) or [])


def check_may(actor: Actor, folder: Folder, resource: str, action: str) -> None:
    """Raise unless the actor may do ``action`` with rows of ``resource`` in this folder: not_found unseen, else not_allowed(_here)."""
    target = by_name(resource)
    assert target is not None
    rows = Folder.objects.filter(pk=folder.pk)
    if not actor.can("folders", "read") or not rows.filter(LibraryScope().q(actor, by_model(Folder), "read")).exists():
        raise NotFound(_("没有找到这个文件夹：它可能已被删除，或不对您开放。"))
    require(actor, target, action)
    if not rows.filter(LibraryScope().q(actor, target, action)).exists():
        raise NotAllowed("not_allowed_here", _("您可以查看文件夹“%(name)s”，但不能在里面修改，请联系资料管理员。") % {"name": folder.name})


def folder_of(actor: Actor, pk: Any, resource: str = "documents", action: str = "create") -> Folder:
    """A folder in which the actor may do ``action`` with rows of ``resource``. Raises not_found, not_allowed_here, archived."""
    folder = Folder.objects.filter(pk=getattr(pk, "pk", pk)).first()
    if folder is None:
        raise NotFound(_("没有找到这个文件夹：它可能已被删除，或不对您开放。"))
    check_may(actor, folder, resource, action)
    if folder.archived_at:
        raise Conflict("archived", _("文件夹“%(name)s”已被删除，请先恢复它或另选一个。") % {"name": folder.name})
    return folder


def save_template(actor: Actor, row: FolderTemplate | None = None, *, pk: UUID | None = None, **values: Any) -> FolderTemplate:
    """Add or change a template. Raises invalid: a line that is no path, more than 200 lines."""
    new = row is None
    row = row or build(actor, by_model(FolderTemplate), {"unit_id": None, **values}, pk=pk)
    assign(row, values)
    paths = names.tree_of(row.paths)
    if not paths or len(paths) > 200:
        text = _("请每行写一个文件夹，最多 200 行、10 层，用“/”分隔上下级，不能有“..”。")
        raise invalid({"paths": [text]})
    save(row, by_model(FolderTemplate))
    emit(f"folder_templates.{'created' if new else 'updated'}", row, actor)
    return row
