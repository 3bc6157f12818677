"""Keep views. Their filters pass the one compiler, as whoever looks at them: a shared view opens nothing to anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import person
from zhuke.kernel import query
from zhuke.kernel.access import Actor, require
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, invalid
from zhuke.kernel.fields import custom_specs
from zhuke.kernel.filters import bad, compile_filter
from zhuke.kernel.resource import Resource

from .models import DefaultView, SavedView

MOST = 100
CONTENT = ("name", "filter", "q", "sort", "columns", "shared")


def views_of(actor: Actor, resource: Resource) -> list[SavedView]:
    """One's own views, then colleagues' shared ones that work with one's own rights. Raises not_allowed."""
    require(actor, resource, "read")
    rows = _seen(actor, resource).order_by("created_at", "pk")[: 3 * MOST]
    own = [view for view in rows if view.user_id == actor.id]
    return own + [view for view in rows if view.user_id != actor.id and works(actor, resource, view)]


def _seen(actor: Actor, resource: Resource) -> QuerySet[SavedView]:
    seen = Q(user_id=person(actor))
    if actor.company:
        seen |= Q(shared=True, company_id=actor.company)
    return SavedView.objects.filter(seen, resource=resource.name)


def works(actor: Actor, resource: Resource, view: SavedView) -> bool:
    """Whether the view's filter and order can be used by this actor."""
    try:
        check(actor, resource, view)
    except DomainError:
        return False
    return True


def check(actor: Actor, resource: Resource, view: SavedView) -> None:
    """Raise bad_filter unless filter, order and columns are the actor's to use; masked columns are passed over."""
    compile_filter(actor, resource, view.filter)
    query.sort_keys(actor, resource, view.sort)
    known = {*resource.specs, *custom_specs(resource.name)}
    unknown = [name for name in view.columns if name not in known]
    if unknown:
        raise bad(_("没有字段“%(name)s”，请重新选择要显示的列。") % {"name": unknown[0][:50]})


def create(actor: Actor, resource: Resource, values: Mapping[str, Any], *, view_id: UUID | None = None) -> tuple[SavedView, bool]:
    """Save a view. With the client's ``view_id`` sending twice is harmless: (view, False). Raises bad_filter, invalid, id_taken."""
    require(actor, resource, "read")
    if view_id and (known := SavedView.objects.filter(pk=view_id).first()):
        if (known.user_id, known.resource, known.name) != (actor.id, resource.name, values["name"]):
            raise Conflict("id_taken", _("这个编号已用于另一个场景，请重新保存。"))
        return known, False
    if SavedView.objects.filter(user_id=person(actor), resource=resource.name).count() >= MOST:
        raise DomainError("too_many", _("一个列表最多保存 %(n)s 个场景，请先删除不用的。") % {"n": MOST})
    view = SavedView(user_id=person(actor), resource=resource.name, company_id=actor.company, **({"pk": view_id} if view_id else {}))
    return _saved(actor, resource, view, values), True


def change(actor: Actor, resource: Resource, view_id: UUID, values: Mapping[str, Any]) -> SavedView:
    """Change a view of one's own; of a colleague's shared one only whether it is one's default. Raises not_yours, not_found."""
    view = _find(actor, resource, view_id)
    content = {name: value for name, value in values.items() if name in CONTENT}
    if content and view.user_id != actor.id:
        raise _not_yours()
    with transaction.atomic():
        if content:
            view.company_id = actor.company
            _saved(actor, resource, view, content)
        if "is_default" in values:
            _set_default(actor, resource, view, values["is_default"])
    return view


def remove(actor: Actor, resource: Resource, view_id: UUID) -> None:
    """Delete a view of one's own. Raises not_yours, not_found."""
    view = _find(actor, resource, view_id)
    if view.user_id != actor.id:
        raise _not_yours()
    view.delete()


def default_of(actor: Actor, resource: Resource) -> UUID | None:
    """The view that the list opens with."""
    return DefaultView.objects.filter(user_id=person(actor), resource=resource.name).values_list("view_id", flat=True).first()


def _not_yours() -> NotAllowed:
    return NotAllowed("not_yours", _("这是同事共享的场景，只能由其本人修改。您可以另存为自己的场景。"))


def _find(actor: Actor, resource: Resource, view_id: UUID) -> SavedView:
    require(actor, resource, "read")
    view = _seen(actor, resource).filter(pk=view_id).first()
    if view is None:
        raise NotFound(_("没有找到这个场景，它可能已被删除。请刷新后重试。"))
    return view


def _saved(actor: Actor, resource: Resource, view: SavedView, values: Mapping[str, Any]) -> SavedView:
    for name in CONTENT:
        if name in values:
            setattr(view, name, values[name])
    if not view.name:
        raise invalid({"name": [_("请给场景起个名字。")]})
    check(actor, resource, view)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise invalid({"name": [_("您已有同名的场景，请换个名字。")]}) from error
    return view


def _set_default(actor: Actor, resource: Resource, view: SavedView, wanted: bool) -> None:
    rows = DefaultView.objects.filter(user_id=person(actor), resource=resource.name)
    if not wanted:
        rows.filter(view=view).delete()
    elif not rows.update(view=view):
        DefaultView.objects.update_or_create(user_id=person(actor), resource=resource.name, defaults={"view": view})
