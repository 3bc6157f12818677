"""What tests of commons and modules share: a small firm, people with rights, a client that speaks JSON, deferred jobs run in place."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import fill_search

API = "/api/v1"
_numbers = itertools.count(1)


def make(resource: str, **values: Any) -> Any:
    """Insert a row of a resource as it is, search columns filled."""
    declared = by_name(resource)
    assert declared is not None
    row = declared.model(**values)
    if declared.search_fields:
        fill_search(row, declared)
    row.save()
    return row


def make_unit(name: str, kind: str = "department", parent: Any = None) -> Any:
    """An org unit with its path."""
    unit = apps.get_model("orgs", "Unit")(name=name, code=f"T{next(_numbers)}", kind=kind, parent=parent)
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    fill_search(unit, by_name("units"))  # type: ignore[arg-type]
    unit.save()
    config.forget()
    return unit


def make_person(name: str, unit: Any, grants: Mapping[str, Iterable[str]] | None = None, scope: str = "company", **values: Any) -> Any:
    """A person in ``unit`` whose one role grants ``{"customers": ["read", "update"]}`` in ``scope``."""
    number = next(_numbers)
    person = make(
        "users", username=f"u{number}", name=name, unit=unit, must_change_password=False, **{"email": f"u{number}@example.com", **values}
    )
    allow(person, grants or {}, scope, unit)
    return person


def allow(person: Any, grants: Mapping[str, Iterable[str]], scope: str = "company", unit: Any = None) -> Any:
    """Give a person a further role with these grants; returns the role."""
    number = next(_numbers)
    role = apps.get_model("orgs", "Role").objects.create(code=f"r{number}", name=f"角色{number}")
    for resource, actions in grants.items():
        for action in actions:
            apps.get_model("orgs", "Grant").objects.create(role=role, resource=resource, action=action, scope=scope)
    apps.get_model("orgs", "Membership").objects.create(user=person, unit=unit or person.unit, role=role)
    config.forget()
    return role


def unmask(role: Any, resource: str, name: str) -> None:
    """Open a masked field to a role."""
    apps.get_model("orgs", "FieldGrant").objects.create(role=role, resource=resource, field=name)
    config.forget()


def actor_for(person: Any) -> Actor:
    """The actor of a person as it is now."""
    config.forget()
    return actors().for_id(person.pk)


@dataclass
class Firm:
    """One group with two subsidiaries, each with a department."""

    group: Any
    east: Any
    west: Any
    east_sales: Any
    west_sales: Any


def make_firm() -> Firm:
    """A fresh firm."""
    group = make_unit("大江集团", "group")
    east, west = make_unit("华东公司", "subsidiary", group), make_unit("西南公司", "subsidiary", group)
    return Firm(group, east, west, make_unit("华东市场部", parent=east), make_unit("西南市场部", parent=west))


@dataclass
class Answer:
    """A status and the JSON that came with it."""

    status: int
    data: Any
    raw: Any = field(repr=False)

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.data.get("code", "")) if isinstance(self.data, dict) else ""


class Caller:
    """A signed-in person at the API. No answer may be a 5xx."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get(self, path: str, **params: Any) -> Answer:
        """GET with a query string; lists and dicts among the values are sent as JSON."""
        sent = {name: json.dumps(value) if isinstance(value, (list, dict)) else value for name, value in params.items()}
        return self._answer(self.client.get(API + path, sent))

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Any other method with a JSON body."""
        kwargs = {} if body is None else {"data": json.dumps(body, default=str), "content_type": "application/json"}
        return self._answer(getattr(self.client, method)(API + path, **kwargs))

    def post(self, path: str, body: Any = None) -> Answer:
        """POST."""
        return self.send("post", path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        """PUT."""
        return self.send("put", path, body)

    def patch(self, path: str, body: Any = None) -> Answer:
        """PATCH."""
        return self.send("patch", path, body)

    def delete(self, path: str) -> Answer:
        """DELETE."""
        return self.send("delete", path)

    def upload(self, path: str, **fields: Any) -> Answer:
        """POST a multipart form."""
        return self._answer(self.client.post(API + path, fields))

    def _answer(self, response: Any) -> Answer:
        assert response.status_code < 500, response.content.decode()[:2000]
        is_json = response.headers.get("Content-Type", "").startswith("application/json") and not response.streaming
        return Answer(response.status_code, json.loads(response.content) if is_json and response.content else None, response)


def queued() -> list[str]:
    """Names of the deferred tasks, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def run_jobs(most: int = 100) -> int:
    """Run what is due, oldest first, as a worker would, in this transaction; returns how many. A failing task raises."""
    from procrastinate.contrib.django import app

    for ran in range(most):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo' "
                "AND (scheduled_at IS NULL OR scheduled_at <= now()) ORDER BY id LIMIT 1) RETURNING task_name, args"
            )
            row = cursor.fetchone()
        if row is None:
            return ran
        args = row[1] if isinstance(row[1], dict) else json.loads(row[1])
        work = partial(app.tasks[row[0]].func, **args)
        for around in reversed(settings.PROCRASTINATE_WORKER_DEFAULTS["task_middleware"]):
            work = partial(around, work, None, None)
        work()
    raise AssertionError("jobs keep making jobs")


def uuid_of(answer: Answer) -> UUID:
    """The id in an answer."""
    found = parse_uuid(answer.data["id"])
    assert found is not None
    return found
