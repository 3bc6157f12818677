"""Records of the organisation for tests."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.commons.testing import make, make_person

numbers = itertools.count(1)


def unit_body(unit: Any, person: Any) -> dict[str, Any]:
    """A department below ``unit``."""
    number = next(numbers)
    return {"name": f"项目部{number}", "code": f"XM-{number}", "kind": "department", "parent": unit.pk}


def user_body(unit: Any, person: Any) -> dict[str, Any]:
    """A person of ``unit``."""
    number = next(numbers)
    return {
        "username": f"person{number}",
        "name": f"赵{number}",
        "unit": unit.pk,
        "phone": f"1390000{number:04}",
        "email": f"person{number}@example.com",
    }


def role_body(unit: Any, person: Any) -> dict[str, Any]:
    """A role without rights."""
    number = next(numbers)
    return {"code": f"role_x{number}", "name": f"岗位{number}"}


def membership_body(unit: Any, person: Any) -> dict[str, Any]:
    """The person holds a role without rights in the unit."""
    return {"user": person.pk, "unit": unit.pk, "role": make("roles", **role_body(unit, person)).pk}


def delegation_body(unit: Any, person: Any) -> dict[str, Any]:
    """Somebody of the unit acts for the person this week."""
    today = timezone.localdate()
    deputy = make_person(f"代{next(numbers)}", unit)
    return {"user": person.pk, "deputy": deputy.pk, "starts_on": today, "ends_on": today + dt.timedelta(days=7)}


def provider_body(unit: Any, person: Any) -> dict[str, Any]:
    """An application at DingTalk, switched off."""
    return {"kind": "dingtalk", "name": f"钉钉{next(numbers)}", "client_id": "ding-key", "match": "phone"}


FACTORIES = {
    "units": Factory(unit_body, {"short_name": "改"}, belongs="all"),
    "users": Factory(user_body, {"job_title": "经理"}, belongs="unit"),
    "roles": Factory(role_body, {"description": "改"}, belongs="all"),
    "memberships": Factory(membership_body, belongs="unit"),
    "delegations": Factory(delegation_body, {"reason": "休假"}),
    "sign_in_providers": Factory(provider_body, {"name": "改"}, belongs="all"),
}
ROUTES = {
    "GET /sign-in": "public",
    "GET /me": "oneself",
    "PATCH /me": "oneself",
    "PATCH /me/preferences": "oneself",
    "GET /me/accounts": "oneself",
    "DELETE /me/accounts/{pk}": "oneself, not by a token",
    "GET /tokens": "own tokens",
    "POST /tokens": "own tokens, not by a token",
    "DELETE /tokens/{pk}": "own tokens, not by a token",
    "GET /units/tree": "units.read",
    "GET /roles/{pk}/matrix": "roles.read",
    "PUT /roles/{pk}/matrix": "roles.update, and no more than one holds",
    "GET /people/{pk}/sessions": "users.reset_password",
    "DELETE /people/{pk}/sessions/{session}": "users.reset_password",
}
