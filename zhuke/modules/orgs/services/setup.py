"""The first unit and the first administrator of an installation."""

from __future__ import annotations

from typing import Any

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.modules.orgs.models import Role, Unit, User

from .memberships import create_membership
from .people import create_person
from .units import create_unit


def group_unit(actor: Actor, name: str) -> Unit:
    """The group, made when there is none."""
    unit = Unit.objects.filter(kind="group").first()
    return unit or create_unit(actor, name=name, code="G", kind="group")


def create_administrator(actor: Actor, *, group: str, password: str = "", **values: Any) -> User:
    """Add a group administrator. Without ``password`` a first one is made (``shown_once``). Raises invalid, no_roles."""
    with writing(actor, "setup"):
        unit = group_unit(actor, group)
        role = Role.objects.filter(code="administrator").first()
        if role is None:
            raise DomainError("no_roles", "还没有预置角色，请先运行 setup_roles。")
        person = create_person(actor, unit_id=unit.pk, **values)
        if password:
            person.set_password(password)
            person.must_change_password = False
            person.save(update_fields=["password", "must_change_password"])
        create_membership(actor, user_id=person.pk, unit_id=unit.pk, role_id=role.pk)
    return person
