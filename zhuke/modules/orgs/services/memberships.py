"""Who holds which role where. Giving and ending follow the rule in ``giving``; a membership is never changed, only ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.orgs.models import Membership

from .giving import keeping_an_administrator, require_gives


def create_membership(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Membership:
    """Give a person a role in a unit. Raises exceeds_own, not_allowed_here, invalid (switched off, held already)."""
    membership: Membership = build(actor, by_model(Membership), values, pk=pk)
    _check_active(membership)
    require_gives(actor, membership.unit, membership.role)
    save(membership, by_model(Membership))
    emit("memberships.created", membership, actor, _told(membership))
    return membership


def fixed(actor: Actor, membership: Membership, **values: Any) -> Membership:
    """Memberships are not edited: history must tell who held which role from when to when."""
    raise DomainError("fixed", _("任职不能修改。请结束这个任职，再添加新的任职。"))


def end_membership(actor: Actor, membership: Membership) -> Membership:
    """Take a role away. Raises exceeds_own (nor does one take away more than one could give), last_administrator."""
    require_gives(actor, membership.unit, membership.role)
    with keeping_an_administrator():
        membership.archived_at = timezone.now()
        save(membership, by_model(Membership))
    emit("memberships.ended", membership, actor, _told(membership))
    return membership


def _check_active(membership: Membership) -> None:
    problems = {}
    if membership.user_id and not membership.user.is_active:
        problems["user"] = [_("此人已停用，请先启用。")]
    if membership.unit_id and not membership.unit.active:
        problems["unit"] = [_("该单位已停用，请选择在用的单位。")]
    if membership.role_id and not membership.role.active:
        problems["role"] = [_("该角色已停用，请选择在用的角色。")]
    problems |= {name: [_("请选择。")] for name in ("user", "unit", "role") if getattr(membership, f"{name}_id") is None}
    if problems:
        raise invalid(problems)


def _told(membership: Membership) -> dict[str, str]:
    return {"user": membership.user.name, "unit": membership.unit.name, "role": membership.role.name}
