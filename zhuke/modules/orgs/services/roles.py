"""Roles: make, copy, switch off, and the matrix of what they grant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import note
from zhuke.kernel.access import SCOPES, Actor, Reach
from zhuke.kernel.errors import NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import Resource, all_resources, by_model, by_name
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.models import FieldGrant, Grant, Role

from .giving import covers, field_label, in_own_right, keeping_an_administrator, right_label

SCOPE_LABELS = {
    "own": _("本人"),
    "department": _("本部门"),
    "below": _("本部门及下级"),
    "company": _("本公司"),
    "group": _("全集团"),
}
Matrix = dict[str, dict[str, str]]
Fields = dict[str, list[str]]


def create_role(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Role:
    """Add a role without rights."""
    role: Role = build(actor, by_model(Role), values, pk=pk)
    save(role, by_model(Role))
    emit("roles.created", role, actor)
    return role


def update_role(actor: Actor, role: Role, **values: Any) -> Role:
    """Rename, describe, switch off or on. Raises invalid (code of a preset), exceeds_own (switching on), last_administrator."""
    if role.preset and values.get("code", role.code) != role.code:
        raise invalid({"code": [_("系统预置角色的代码不能修改。需要另一个角色时，请复制它。")]})
    switched_on = bool(values.get("active")) and not role.active
    assign(role, values)
    if switched_on:
        _require_may_give(actor, {}, granted(role), (), opened(role))
    with keeping_an_administrator():
        save(role, by_model(Role))
    emit("roles.updated", role, actor, {"fields": sorted(values)})
    return role


def copy_role(actor: Actor, role: Role, *, code: str, name: str) -> Role:
    """A new role with the same rights. Raises exceeds_own, invalid."""
    _require_may_give(actor, {}, granted(role), (), opened(role))
    copy = create_role(actor, code=code, name=name, description=role.description)
    _write(copy, granted(role), opened(role))
    emit("roles.copied", copy, actor, {"from": role.code})
    return copy


def granted(role: Role) -> Matrix:
    """What the role grants: resource → action → scope. An action that its resource no longer has grants nothing and is left out."""
    matrix: Matrix = {}
    for name, action, scope in role.grants.values_list("resource", "action", "scope").order_by("resource", "action"):
        resource = by_name(name)
        if resource is None or action in resource.actions_of():
            matrix.setdefault(name, {})[action] = scope
    return matrix


def opened(role: Role) -> list[tuple[str, str]]:
    """The masked fields that the role opens: (resource, field). Where it may not read, a field is left out: it shows nobody anything."""
    read = {name for name, actions in granted(role).items() if "read" in actions}
    rows = role.field_grants.values_list("resource", "field").order_by("resource", "field")
    return [(name, field) for name, field in rows if name in read or by_name(name) is None]


def set_matrix(actor: Actor, role: Role, *, grants: Mapping[str, Mapping[str, str]], fields: Mapping[str, Sequence[str]]) -> Role:
    """Set what the role grants on the resources that exist; grants on modules that are switched off stay as they are.

    The caller holds the role's row. Raises invalid (unknown names, rights without reading), exceeds_own, last_administrator.
    """
    _check_names(grants, fields)
    before, before_fields = granted(role), opened(role)
    absent = {name: dict(actions) for name, actions in before.items() if by_name(name) is None}
    after = absent | {name: dict(actions) for name, actions in grants.items() if actions}
    after_fields = [pair for pair in before_fields if by_name(pair[0]) is None]
    after_fields += [(name, field) for name, names in fields.items() for field in names]
    _require_may_give(actor, before, after, before_fields, after_fields)
    with keeping_an_administrator():
        _write(role, after, after_fields)
        role.save()  # the matrix counts as a change of the role: its version moves
    role.refresh_from_db()
    changed = difference(before, after, before_fields, after_fields)
    if changed["added"] or changed["removed"]:
        note(by_model(Role), role.pk, "rights", _in_words(changed["removed"]), _in_words(changed["added"]))
    emit("roles.matrix_changed", role, actor, changed)
    return role


def _in_words(rights: Sequence[str]) -> str:
    """``客户·导出（本公司）、联系人·手机``: what ``difference`` lists, for the role's history. In Chinese, whoever makes the change."""
    with translation.override(settings.LANGUAGE_CODE):
        told = []
        for right in rights:
            resource, _dot, rest = right.partition(".")
            action, _colon, scope = rest.partition(":")
            told.append(
                field_label(resource, rest[1:]) if rest.startswith("~") else f"{right_label(resource, action)}（{SCOPE_LABELS[scope]}）"
            )
    return "、".join(told)


def difference(
    before: Matrix, after: Matrix, fields: Sequence[tuple[str, str]] = (), new_fields: Sequence[tuple[str, str]] = ()
) -> dict[str, list[str]]:
    """What was added or widened, and what was taken away or narrowed, as ``customers.read:company`` and ``customers.~phone``."""
    old = {f"{r}.{a}:{s}" for r, actions in before.items() for a, s in actions.items()} | {f"{r}.~{f}" for r, f in fields}
    new = {f"{r}.{a}:{s}" for r, actions in after.items() for a, s in actions.items()} | {f"{r}.~{f}" for r, f in new_fields}
    return {"added": sorted(new - old), "removed": sorted(old - new)}


def _check_names(grants: Mapping[str, Mapping[str, str]], fields: Mapping[str, Sequence[str]]) -> None:
    problems: dict[str, list[Any]] = {}
    for name in {*grants, *fields}:
        resource = by_name(name)
        if resource is None:
            problems[name] = [_("没有这个对象。")]
        elif problem := _problem(resource, grants.get(name, {}), fields.get(name, ())):
            problems[name] = [problem]
    if problems:
        raise invalid(problems)


def _problem(resource: Resource, actions: Mapping[str, str], fields: Sequence[str]) -> Any:
    known = resource.actions_of()
    if unknown := [a for a, scope in actions.items() if a not in known or scope not in SCOPES]:
        return _("没有“%(name)s”这个操作，或范围不对。") % {"name": unknown[0][:40]}
    if unknown := [f for f in fields if f not in resource.masked]:
        return _("“%(name)s”不是受保护的字段。") % {"name": unknown[0][:40]}
    if (actions or fields) and "read" not in actions:
        return _("“%(name)s”要先允许“查看”，才能允许其他操作或字段。") % {"name": resource.label}
    return None


def _require_may_give(
    actor: Actor, before: Matrix, after: Matrix, fields: Sequence[tuple[str, str]], new_fields: Sequence[tuple[str, str]]
) -> None:
    """A role may be held anywhere, so who adds or widens a grant must hold it in the whole group; ``own`` at any scope."""
    giver = in_own_right(actor)
    if giver.kind == "system":
        return
    beyond = [
        right_label(resource, action)
        for resource, actions in after.items()
        for action, scope in actions.items()
        if _wider(before.get(resource, {}).get(action), scope)
        and not covers(giver.reach(resource, action), Reach() if scope == "own" else Reach(None))
    ]
    beyond += [field_label(*pair) for pair in new_fields if pair not in fields and not giver.sees(*pair)]
    if beyond:
        raise NotAllowed(
            "exceeds_own",
            _("您自己没有这些权限，不能授予：%(rights)s。请由拥有它们的管理员操作。") % {"rights": "、".join(beyond[:5])},
            data={"rights": beyond[:50]},
        )


def _wider(old: str | None, new: str) -> bool:
    return old is None or SCOPES.index(new) > SCOPES.index(old)


def _write(role: Role, grants: Matrix, fields: Sequence[tuple[str, str]]) -> None:
    """Touch only the rows that differ, so that history tells the change and nothing else."""
    wanted = {(r, a): s for r, actions in grants.items() for a, s in actions.items()}
    for grant in role.grants.all():
        scope = wanted.pop((grant.resource, grant.action), None)
        if scope is None:
            grant.delete()
        elif scope != grant.scope:
            grant.scope = scope
            grant.save()
    Grant.objects.bulk_create(Grant(role=role, resource=r, action=a, scope=s) for (r, a), s in wanted.items())
    open_now = set(fields)
    for opened_field in role.field_grants.all():
        pair = (opened_field.resource, opened_field.field)
        if pair in open_now:
            open_now.discard(pair)
        else:
            opened_field.delete()
    FieldGrant.objects.bulk_create(FieldGrant(role=role, resource=r, field=f) for r, f in sorted(open_now))


def grantable(actor: Actor) -> Matrix:
    """The widest scope that the actor may put into a role, per resource and action; what is missing may not be given at all."""
    giver = in_own_right(actor)
    matrix: Matrix = {}
    for resource in all_resources():
        for action in resource.actions_of():
            reach = giver.reach(resource.name, action)
            if reach is not None:
                matrix.setdefault(resource.name, {})[action] = "group" if reach.units is None else "own"
    return matrix
