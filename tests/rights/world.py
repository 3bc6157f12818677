"""A group with two companies, one person under test, and five records of each resource: near and far from that person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from zhuke.commons.factories import Factory, factories
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, allow, make_person, make_unit, unmask
from zhuke.kernel import config, query
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.kernel.resource import Resource, all_resources, by_name
from zhuke.kernel.writes import create

TESTS = system("测试")
# Where the five records of a resource lie, seen from the person under test, who works in department A1.
PLACES = ("mine", "department", "below", "company", "other")
WITHIN = {
    "own": {"mine"},
    "department": {"mine", "department"},
    "below": {"mine", "department", "below"},
    "company": {"mine", "department", "below", "company"},
    "group": set(PLACES),
}


@dataclass
class World:
    """The group. ``rows[resource][place]`` are the records."""

    units: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def caller(self, grants: Mapping[str, Mapping[str, str]] | None = None, unmasked: Mapping[str, Any] | None = None) -> Caller:
        """The person under test, signed in, with exactly these grants: resource → action → scope."""
        person = self.people["mine"]
        for scope in WITHIN:
            held = {name: [a for a, s in actions.items() if s == scope] for name, actions in (grants or {}).items()}
            if any(held.values()):
                allow(person, held, scope)
        if unmasked:
            role = allow(person, {})
            for name, fields in unmasked.items():
                for one in fields:
                    unmask(role, name, one)
        config.forget()
        return Caller(person)

    def anywhere_else(self, *besides: str) -> dict[str, dict[str, str]]:
        """Reading in the whole group of all resources but ``besides``: what create bodies refer to."""
        return {r.name: {"read": "group"} for r in all_resources() if r.name not in besides}

    def id(self, resource: Resource, place: str) -> str:
        """The id of one record."""
        return str(self.rows[resource.name][place].pk)

    def places(self, resource: Resource, ids: Any) -> set[str]:
        """Which of the five records are among ``ids``."""
        wanted = set(map(str, ids))
        return {place for place in PLACES if self.id(resource, place) in wanted}


def build() -> World:
    """Make the group and five records of each resource that has a factory."""
    sync_dictionaries(TESTS)
    world = World()
    group = make_unit("远山集团", "group")
    a, b = make_unit("甲公司", "subsidiary", group), make_unit("乙公司", "subsidiary", group)
    a1, a2, b1 = make_unit("甲一部", parent=a), make_unit("甲二部", parent=a), make_unit("乙一部", parent=b)
    world.units = {"mine": a1, "department": a1, "below": make_unit("甲一部分部", parent=a1), "company": a2, "other": b1}
    world.people = {place: make_person(f"员{place}", unit) for place, unit in world.units.items()}
    for name, factory in factories().items():
        world.rows[name] = {place: make_row(by_name(name), factory, world, place) for place in PLACES}
    return world


def make_row(resource: Any, factory: Factory, world: World, place: str) -> Any:
    """One record as the system makes it, through the resource's own service."""
    body = factory.body(world.units[place], world.people[place])
    row = create(TESTS, resource, body)[0]
    if factory.after:
        resource.model._default_manager.filter(pk=row.pk).update(**factory.after)
        row.refresh_from_db()
    return row


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as JSON carries it."""
    sent: dict[str, Any] = json.loads(json.dumps(body, default=str))
    return sent


def stored(resource: Resource, row: Any) -> dict[str, Any]:
    """A record as it is now, all fields."""
    return query.one(TESTS, resource, row.pk)


def expected(resource: Resource, scope: str) -> set[str]:
    """The places whose records a grant in ``scope`` reaches for reading."""
    factory = factories()[resource.name]
    if factory.belongs == "all":
        return set(PLACES)
    near = WITHIN[scope] if factory.belongs == "owner" or scope != "own" else set()
    # The second record of one's unit lies in a unit below, where a unit has one at most.
    return near - {"department"} if factory.single and "below" not in near else near


def snapshot(resource: Resource) -> tuple[Any, ...]:
    """What a refusal must not touch: records, history, events, queued jobs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM procrastinate_jobs")
        jobs = cursor.fetchone()
    latest = [model.objects.order_by("-id").values_list("id", flat=True).first() for model in (Change, Event)]
    return resource.model._default_manager.count(), *latest, jobs


@contextmanager
def untouched(resource: Resource) -> Iterator[None]:
    """Fail when the block changes, records or queues anything."""
    before = snapshot(resource)
    yield
    assert snapshot(resource) == before, "a refusal left something behind"


def refused(answer: Answer, status: int, *codes: str) -> None:
    """Assert the exact refusal."""
    assert (answer.status, answer.code in codes) == (status, True), (answer.status, answer.data)
    assert answer.data["message"]
