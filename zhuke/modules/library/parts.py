"""Folders as a part of project templates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.parts import Items, TemplatePart, declare_part

from .domain import names
from .models import Folder
from .services import folders


def _take(project: Project) -> Items:
    """The folders' names only: documents and grants stay behind, and so do restricted folders."""
    root = Folder.objects.filter(project=project, kind="project", parent=None).first()
    if root is None:
        return []
    rows = {f.pk: f for f in Folder.objects.filter(path__contains=[root.pk], archived_at=None, closed=False).exclude(pk=root.pk)}
    paths = ["/".join(rows[pk].name for pk in f.path[1:]) for f in rows.values() if all(pk in rows for pk in f.path[1:])]
    return [{"path": path} for path in sorted(paths)]


def _apply(actor: Actor, project: Project, items: Items) -> int:
    root = folders.root_for(project)
    return folders.add_paths(actor, root, [path for item in items if (path := names.steps(str(item.get("path", ""))))])


declare_part(TemplatePart("folders", _("文件夹"), _take, _apply, 60))
