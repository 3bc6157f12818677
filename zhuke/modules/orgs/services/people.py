"""People: make, change, move, switch off and on, give a new first password."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, Reach
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.models import ApiToken, Membership, User

from .giving import covers, keeping_an_administrator, require_not_above

# Without the letters and digits that people confuse when they read a password from a sheet of paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """A password for the first sign-in: three groups of four, about 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _i in range(4)) for _j in range(3))


def create_person(actor: Actor, *, pk: UUID | None = None, **values: Any) -> User:
    """Add a person with a first password, shown once in ``_once.password``. The person changes it at the first sign-in."""
    person: User = build(actor, by_model(User), values, pk=pk)
    _check_unit(person)
    _new_password(person)
    save(person, by_model(User))
    emit("users.created", person, actor)
    return person


def update_person(actor: Actor, person: User, **values: Any) -> User:
    """Change a person. Raises above_you: who could change the address of someone mightier could take over the account."""
    if any(name in values and (values[name] or "").lower() != getattr(person, name) for name in ("username", "email")):
        require_not_above(actor, person)
    moved = values.get("unit_id", person.unit_id) != person.unit_id
    assign(person, values)
    if moved:
        _check_unit(person)
    save(person, by_model(User))
    emit("users.updated", person, actor, {"fields": sorted(values)})
    return person


def move_person(actor: Actor, person: User, *, unit: UUID | None = None, end_roles: bool | None = None) -> User:
    """Move a person to another unit; ``end_roles`` also ends the roles held in the old one. Raises outside_scope, invalid."""
    if unit is None or not covers(actor.reach("users", "update"), Reach(frozenset({unit}))):
        raise NotAllowed("outside_scope", _("新的单位不在您的管理范围内，请由上级管理员调动。"))
    old = person.unit
    person.unit_id = unit
    _check_unit(person)
    save(person, by_model(User))
    if end_roles and old and old.pk != unit:
        require_not_above(actor, person)
        with keeping_an_administrator():
            Membership.objects.filter(user=person, unit=old, archived_at=None).update(archived_at=timezone.now())
    emit("users.moved", person, actor, {"from": old.name if old else "", "to": person.unit.name if person.unit else ""})
    return person


def deactivate_person(actor: Actor, person: User, *, reason: str | None = None) -> User:
    """Switch a person off: open sessions end, API tokens are revoked, records stay. Raises own_account, above_you, last_administrator."""
    if person.pk == actor.id:
        raise Conflict("own_account", _("不能停用自己的账号，请由另一位管理员操作。"))
    require_not_above(actor, person)
    with keeping_an_administrator():
        person.is_active = False
        save(person, by_model(User))
    now = timezone.now()
    ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=now)
    _end_sessions(person)
    emit("users.deactivated", person, actor, {"reason": reason or ""})
    return person


def activate_person(actor: Actor, person: User) -> User:
    """Switch a person on again, with the roles held before. Raises above_you, invalid (unit switched off)."""
    require_not_above(actor, person)
    _check_unit(person)
    person.is_active = True
    save(person, by_model(User))
    emit("users.activated", person, actor)
    return person


def reset_password(actor: Actor, person: User) -> User:
    """Give a new first password, shown once in ``_once.password``; all sessions end. Raises own_account, above_you."""
    if person.pk == actor.id:
        raise Conflict("own_account", _("请在“个人设置”里修改自己的密码。"))
    require_not_above(actor, person)
    _new_password(person)
    save(person, by_model(User))
    _end_sessions(person)
    emit("users.password_reset", person, actor)
    return person


def invite(actor: Actor, person: User) -> User:
    """Mail a link with which the person sets a password. Raises no_mail, invalid (no address), above_you."""
    if not mail_is_set_up():
        raise DomainError("no_mail", _("系统还没有设置发信邮箱，不能发送邀请。请改用“重置密码”，把一次性密码交给本人。"))
    if not person.email:
        raise invalid({"email": [_("此人没有邮箱，请先填写。")]}, _("此人没有邮箱，请先填写邮箱再邀请。"))
    require_not_above(actor, person)
    emit("users.invited", person, actor)
    return person


def clear_second_factor(actor: Actor, person: User) -> User:
    """Remove the authenticator app and recovery codes of a person who lost the phone. Raises own_account, above_you."""
    if person.pk == actor.id:
        raise Conflict("own_account", _("请在“个人设置”里关闭自己的两步验证。"))
    require_not_above(actor, person)
    Authenticator.objects.filter(user=person).delete()
    emit("users.second_factor_cleared", person, actor)
    return person


def end_sessions(actor: Actor, person: User, *, session: int | None = None) -> User:
    """Sign a person out everywhere, or end one session. Raises above_you."""
    require_not_above(actor, person)
    _end_sessions(person, session)
    emit("users.sessions_ended", person, actor)
    return person


def mail_is_set_up() -> bool:
    """Whether the installation can send mail."""
    return not str(settings.EMAIL_BACKEND).endswith("console.EmailBackend")


def _end_sessions(person: User, session: int | None = None) -> None:
    sessions = UserSession.objects.filter(user=person, **({"pk": session} if session else {}))
    for one in sessions:
        one.end()


def _new_password(person: User) -> None:
    password = first_password()
    person.set_password(password)
    person.must_change_password = True
    person.shown_once = {"password": password}  # type: ignore[attr-defined]


def _check_unit(person: User) -> None:
    if person.unit and not person.unit.active:
        raise invalid({"unit": [_("“%(name)s”已停用，请选择在用的单位。") % {"name": person.unit.name}]})
