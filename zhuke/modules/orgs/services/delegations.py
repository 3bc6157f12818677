"""Deputies: one person acts for another for some days."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, Reach
from zhuke.kernel.errors import NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.models import Delegation, User

from .giving import covers, in_own_right, require_not_above

LONGEST = dt.timedelta(days=366)


def create_delegation(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Delegation:
    """Name a deputy. Raises above_you, not_allowed_here, invalid (dates, switched-off deputy)."""
    delegation: Delegation = build(actor, by_model(Delegation), values, pk=pk)
    return _saved(actor, delegation, "create", "delegations.created")


def update_delegation(actor: Actor, delegation: Delegation, **values: Any) -> Delegation:
    """Change deputy or days. Raises above_you, not_allowed_here, invalid."""
    if values.get("user_id", delegation.user_id) != delegation.user_id:
        raise invalid({"user": [_("被代理人不能改，请取消这个代理并新建一个。")]})
    assign(delegation, values)
    return _saved(actor, delegation, "update", "delegations.updated")


def cancel_delegation(actor: Actor, delegation: Delegation) -> Delegation:
    """End a deputyship at once; the deputy may as well. Raises above_you, not_allowed_here."""
    if actor.id != delegation.deputy_id:
        _check_say(actor, delegation.user, "update")
    delegation.archived_at = timezone.now()
    save(delegation, by_model(Delegation))
    emit("delegations.cancelled", delegation, actor)
    return delegation


def _saved(actor: Actor, delegation: Delegation, action: str, event: str) -> Delegation:
    if delegation.user_id:
        _check_say(actor, delegation.user, action)
    if delegation.deputy_id and not delegation.deputy.is_active:
        raise invalid({"deputy": [_("代理人已停用，请选择在职的人。")]})
    starts_on, ends_on = delegation.starts_on, delegation.ends_on
    if starts_on and ends_on and ends_on < timezone.localdate():
        raise invalid({"ends_on": [_("结束日期已过，请选择今天或以后的日期。")]})
    if starts_on and ends_on and ends_on - starts_on > LONGEST:
        raise invalid({"ends_on": [_("一次代理最长一年，请缩短期限。")]})
    save(delegation, by_model(Delegation))
    emit(event, delegation, actor, {"user": delegation.user.name, "deputy": delegation.deputy.name})
    return delegation


def _check_say(actor: Actor, person: User, action: str) -> None:
    """A person names the own deputy; for others only who could give all of their roles. A deputy names no deputies."""
    if actor.id == person.pk or actor.kind == "system":
        return
    reach = in_own_right(actor).reach("delegations", action)
    if not covers(reach, Reach(frozenset({person.unit_id} if person.unit_id else ()))):
        raise NotAllowed("not_allowed_here", _("您不能替“%(name)s”安排代理，请由本人或其管理员操作。") % {"name": person.name})
    require_not_above(actor, person)
