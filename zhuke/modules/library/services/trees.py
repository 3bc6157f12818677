"""What folders there are, as screens draw them; and to whom else a document belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel import query
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import normal
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.library.models import Document, DocumentTie, DocumentVersion, Folder

from . import access

MOST = 200


def roots(actor: Actor, *, kind: str = "", q: str = "", limit: int = 50, after: UUID | None = None) -> dict[str, Any]:
    """The tops of what one sees: own roots, and folders of trees whose root one does not see. Newest first. Raises not_allowed."""
    require(actor, by_model(Folder), "read")
    rows = visible(actor, by_model(Folder)).filter(archived_at=None)
    hidden_root = ~Q(parent__in=visible(actor, by_model(Folder)).values("pk"))
    rows = rows.filter(Q(parent=None) | hidden_root)
    if kind:
        rows = rows.filter(kind=kind)
    if words := normal(q.replace("\x00", ""))[:100]:
        rows = rows.filter(Q(name__icontains=words) | Q(project__number__icontains=words) | Q(pinyin__icontains=words))
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("project", "customer", "unit").order_by("-pk")[: limit + 1])
    counts = _counts(actor, [row.pk for row in found[:limit]], deep=True)
    return {"items": [_root(row, counts) for row in found[:limit]], "next": found[limit - 1].pk if len(found) > limit else None}


def _root(row: Folder, counts: dict[UUID, int]) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "kind": row.kind, "documents": counts.get(row.pk, 0), "shared_with_me": row.parent_id is not None,
        "restricted": row.restricted, **{name: _ref(getattr(row, name)) for name in ("project", "customer", "unit")},
    }  # fmt: skip


def _ref(row: Any) -> dict[str, Any] | None:
    return {"id": row.pk, "label": str(row)} if row is not None else None


def _counts(actor: Actor, ids: Sequence[UUID], *, deep: bool = False) -> dict[UUID, int]:
    """Visible documents by folder; ``deep``: with all below it."""
    rows = visible(actor, by_model(Document)).filter(archived_at=None)
    if not deep:
        return dict(rows.filter(folder__in=ids).order_by().values_list("folder").annotate(Count("pk")))
    found: dict[UUID, int] = dict.fromkeys(ids, 0)
    counted = rows.filter(folder__path__overlap=list(ids)).order_by().values_list("folder__path").annotate(n=Count("pk")) if ids else []
    for path, n in counted:
        for pk in path:
            if pk in found:
                found[pk] += n
    return found


def tree(actor: Actor, pk: UUID) -> list[dict[str, Any]]:
    """The visible folders of a tree from ``pk`` down, that one included. Folders below a hidden one hang on the top. Raises not_found."""
    top: Folder = get_visible(actor, by_model(Folder), pk)
    rows = visible(actor, by_model(Folder)).filter(Q(archived_at=None) | Q(pk=top.pk), path__contains=[top.pk])
    found = list(rows.order_by("position", "pinyin", "name", "pk"))
    ids = [row.pk for row in found]
    can, counts, known = access.levels(actor, ids), _counts(actor, ids), set(ids)
    return [
        {
            "id": row.pk, "version": row.version, "name": row.name, "restricted": row.restricted, "closed": row.closed,
            "position": row.position, "documents": counts.get(row.pk, 0), "can": can.get(row.pk, []),
            "parent": None if row.pk == top.pk else row.parent_id if row.parent_id in known else top.pk,
        }
        for row in found
    ]  # fmt: skip


def path(actor: Actor, pk: UUID) -> list[dict[str, Any]]:
    """The way down to a folder, as far as one sees it. Raises not_found."""
    folder: Folder = get_visible(actor, by_model(Folder), pk)
    titles = dict(visible(actor, by_model(Folder)).filter(pk__in=folder.path).values_list("pk", "name"))
    return [{"id": step, "label": titles[step]} for step in folder.path if step in titles]


def versions_of(actor: Actor, pk: UUID) -> list[dict[str, Any]]:
    """The versions of a document, the newest first. Raises not_found."""
    row: Document = get_visible(actor, by_model(Document), pk)
    found = DocumentVersion.objects.filter(document=row).select_related("created_by").order_by("-number")
    fields = ("id", "number", "revision", "name", "size", "content_type", "note", "state", "file", "pages", "text_state", "created_at")
    return [{**{name: getattr(one, name) for name in fields}, "created_by": _ref(one.created_by)} for one in found]


def ties(actor: Actor, pk: UUID) -> dict[str, Any]:
    """To whom a document belongs besides its folder; customers and projects that the actor does not see are left out. Raises not_found."""
    get_visible(actor, by_model(Document), pk)
    found: dict[str, Any] = {}
    for name in ("customer", "project"):
        resource = by_name(f"{name}s")
        rows = visible(actor, resource).filter(document_ties__document=pk).order_by("pk") if resource else []
        found[f"{name}s"] = [{"id": row.pk, "label": row.name} for row in rows]
    return found


def tie(actor: Actor, pk: UUID, *, customers: Sequence[UUID], projects: Sequence[UUID]) -> dict[str, Any]:
    """Set to whom it belongs; ties to records that the actor does not see stay. Raises not_found, not_allowed_here, invalid."""
    with writing(actor):
        row = get_visible(actor, by_model(Document), pk, "update", lock=True)
        for name, wanted in (("customer", customers), ("project", projects)):
            resource = by_name(f"{name}s")
            assert resource is not None
            seen = visible(actor, resource)
            if seen.filter(pk__in=wanted).count() < len(set(wanted)):
                raise invalid({f"{name}s": [_("有些客户或项目不存在或不对您开放，请重新选择。")]})
            row.ties.filter(**{f"{name}__in": seen.values("pk")}).exclude(**{f"{name}__in": wanted}).delete()
            DocumentTie.objects.bulk_create(
                [DocumentTie(document=row, **{f"{name}_id": key}) for key in dict.fromkeys(wanted)], ignore_conflicts=True
            )
        emit("documents.tied", row, actor, {"customers": len(customers), "projects": len(projects)})
    return ties(actor, pk)


def tied(actor: Actor, *, customer: UUID | None = None, project: UUID | None = None) -> list[dict[str, Any]]:
    """Documents that lie elsewhere and belong to this customer or project as well, at most 200. Raises not_found."""
    name, key = ("customer", customer) if customer else ("project", project)
    resource = by_name(f"{name}s")
    assert resource is not None
    get_visible(actor, resource, key)
    require(actor, by_model(Document), "read")
    rows = visible(actor, by_model(Document)).filter(archived_at=None, **{f"ties__{name}": key}).order_by("-updated_at")
    return [query.one(actor, by_model(Document), pk) for pk in rows.values_list("pk", flat=True)[:MOST]]
