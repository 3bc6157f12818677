"""Every resource × action × scope over HTTP. An entity joins by being declared and having a factory; it adds nothing here."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhuke.commons.factories import factories
from zhuke.commons.testing import API, Caller
from zhuke.kernel import config
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import Action, Resource, all_resources, by_name

from .world import PLACES, WITHIN, World, expected, make_row, plain, refused, stored, untouched

RESOURCES = [r for r in all_resources() if r.name in factories()]
each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.name)
each_edited = pytest.mark.parametrize("resource", [r for r in RESOURCES if factories()[r.name].change], ids=lambda r: r.name)
each_owned = pytest.mark.parametrize("resource", [r for r in RESOURCES if factories()[r.name].belongs != "all"], ids=lambda r: r.name)
each_scope = pytest.mark.parametrize("scope", WITHIN)
each_action = pytest.mark.parametrize(("resource", "action"), [(r, a) for r in RESOURCES for a in r.actions], ids=lambda x: x.name)
each_mask = pytest.mark.parametrize(
    ("resource", "name"), [(r, name) for r in RESOURCES for name in r.masked], ids=lambda x: getattr(x, "name", x)
)


def references() -> list[tuple[Resource, str]]:
    """Every reference that a body may hold and whose target has a scope."""
    found = []
    for resource in RESOURCES:
        for name in resource.fields:
            target = by_name(resource.specs[name].ref_name() or "") if resource.specs[name].family == "ref" else None
            if target and target.name in factories() and factories()[target.name].belongs != "all":
                found.append((resource, name))
    return found


each_reference = pytest.mark.parametrize(("resource", "name"), references(), ids=lambda x: getattr(x, "name", x))


def path(resource: Resource, *parts: str) -> str:
    """The address of a resource, a record or what hangs on it."""
    return "/".join((f"/r/{resource.name}", *parts))


def everything(caller: Caller, resource: Resource, **params: Any) -> list[str]:
    """The ids of all pages of a list."""
    found, cursor = [], ""
    while cursor is not None:
        page = caller.get(path(resource), limit=200, cursor=cursor, **params)
        assert page.status == 200, page.data
        found += [row["id"] for row in page.data["items"]]
        cursor = page.data["next"]
    return found


def test_every_resource_has_a_factory() -> None:
    missing = {r.name for r in all_resources() if not r.hidden} - set(factories())
    assert not missing, f"write tests/factories.py for {missing}"


@each
def test_nobody_without_signing_in(world: World, resource: Resource) -> None:
    pk, client = world.id(resource, "mine"), Client()
    calls = [client.get(API + path(resource)), client.get(API + path(resource, pk)), client.get(API + path(resource, pk, "history"))]
    with untouched(resource):
        calls.append(client.post(API + path(resource), {}, content_type="application/json"))
        calls.append(client.patch(API + path(resource, pk), {"version": 1}, content_type="application/json"))
        calls += [client.post(API + path(resource, pk, "do", a.name), {}, content_type="application/json") for a in resource.actions]
    for answer in calls:
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@each
def test_nothing_without_a_grant(world: World, resource: Resource) -> None:
    caller, pk = world.caller(world.anywhere_else(resource.name)), world.id(resource, "mine")
    body = plain(factories()[resource.name].body(world.units["mine"], world.people["mine"]))
    with untouched(resource):
        refused(caller.get(path(resource)), 403, "not_allowed")
        refused(caller.get(path(resource, "options")), 403, "not_allowed")
        refused(caller.get(path(resource, pk)), 403, "not_allowed")
        refused(caller.get(path(resource, pk, "history")), 404, "not_found")
        refused(caller.get(f"/meta/{resource.name}"), 404, "not_found")
        refused(caller.post(path(resource), body), 403, "not_allowed")
        refused(caller.patch(path(resource, pk), {"version": 1, **factories()[resource.name].change}), 404, "not_found")
        refused(caller.post(f"/r/{resource.name}/bulk", {"ids": [pk], "action": "archive"}), 403, "not_allowed")
        refused(caller.post(f"/r/{resource.name}/export", {"format": "csv"}), 403, "not_allowed")
        if resource.archivable:
            refused(caller.post(path(resource, pk, "archive"), {}), 404, "not_found")
            refused(caller.post(path(resource, pk, "restore"), {}), 404, "not_found")
        for action in resource.actions:
            refused(caller.post(path(resource, pk, "do", action.name), {"inputs": {}}), 404, "not_found")
    assert resource.name not in [r["name"] for r in caller.get("/meta").data["resources"]]


@each
@each_scope
def test_reading_reaches_as_far_as_the_scope(world: World, resource: Resource, scope: str) -> None:
    grants = world.anywhere_else(resource.name) | {resource.name: {"read": scope}}
    caller, near = world.caller(grants), expected(resource, scope)
    ids = [world.id(resource, place) for place in PLACES]
    listed = everything(caller, resource)
    assert world.places(resource, listed) == near
    assert caller.get(path(resource), limit=1, count=1).data["count"] == len(listed) == len(set(listed))
    options = caller.get(path(resource, "options"), ids=",".join(ids)).data
    assert world.places(resource, [o["id"] for o in options]) == near
    for place in PLACES:
        pk = world.id(resource, place)
        if place in near:
            assert caller.get(path(resource, pk)).data["id"] == pk
            assert caller.get(path(resource, pk, "history")).status == 200
        else:
            refused(caller.get(path(resource, pk)), 404, "not_found")
            refused(caller.get(path(resource, pk, "history")), 404, "not_found")


@each_owned
def test_what_is_out_of_sight_cannot_be_touched(world: World, resource: Resource) -> None:
    rights = {name: "group" for name in resource.actions_of() if name != "read"} | {"read": "department"}
    caller, row = world.caller(world.anywhere_else(resource.name) | {resource.name: rights}), world.rows[resource.name]["other"]
    pk, before = str(row.pk), stored(resource, row)
    with untouched(resource):
        refused(caller.patch(path(resource, pk), {"version": row.version, **factories()[resource.name].change}), 404, "not_found")
        for verb in ("archive", "restore") if resource.archivable else ():
            refused(caller.post(path(resource, pk, verb), {"version": row.version}), 404, "not_found")
        for action in resource.actions:
            refused(caller.post(path(resource, pk, "do", action.name), {"inputs": {}}), 404, "not_found")
        body = {
            "ids": [pk],
            **({"values": plain(factories()[resource.name].change)} if factories()[resource.name].change else {"action": "end"}),
        }
        assert caller.post(f"/r/{resource.name}/bulk", body).data == {"done": 0, "failed": []}
    assert stored(resource, row) == before


@each_edited
@each_scope
def test_editing_reaches_as_far_as_the_scope(world: World, resource: Resource, scope: str) -> None:
    rights = {"read": "group", "update": scope, **({"archive": scope} if resource.archivable else {})}
    caller = world.caller(world.anywhere_else(resource.name) | {resource.name: rights})
    shared = factories()[resource.name].belongs == "all"
    for place in PLACES:
        row = world.rows[resource.name][place]
        change = {"version": row.version, **factories()[resource.name].change}
        allowed = place in expected(resource, scope) if not shared else scope == "group"
        with transaction.atomic():
            if allowed:
                answer = caller.patch(path(resource, str(row.pk)), change)
                assert (answer.status, answer.data["version"]) == (200, row.version + 1), answer.data
                if resource.archivable:
                    assert caller.post(path(resource, str(row.pk), "archive"), {"version": row.version + 1}).data["archived_at"]
            elif not shared or place == "other":
                with untouched(resource):
                    refused(caller.patch(path(resource, str(row.pk)), change), 403, "not_allowed_here")
                    if resource.archivable:
                        refused(caller.post(path(resource, str(row.pk), "archive"), {"version": row.version}), 403, "not_allowed_here")
            transaction.set_rollback(True)
        config.forget()


@each_action
def test_a_verb_needs_its_own_right(world: World, resource: Resource, action: Action) -> None:
    others = {name: "group" for name in resource.actions_of() if name != action.right}
    pk = world.id(resource, "mine")
    caller = world.caller(world.anywhere_else(resource.name) | {resource.name: others})
    assert action.name not in caller.get(path(resource, pk)).data["_can"]
    with untouched(resource):
        refused(caller.post(path(resource, pk, "do", action.name), {"inputs": {}}), 403, "not_allowed")


@each_action
def test_a_verb_reaches_as_far_as_its_scope(world: World, resource: Resource, action: Action) -> None:
    if factories()[resource.name].belongs == "all":
        scope, refusals = "company", {"other"}
    else:
        scope, refusals = "department", set(PLACES) - expected(resource, "department")
    caller = world.caller(world.anywhere_else(resource.name) | {resource.name: {"read": "group", action.right: scope}})
    for place in sorted(refusals):
        with untouched(resource):
            refused(caller.post(path(resource, world.id(resource, place), "do", action.name), {"inputs": {}}), 403, "not_allowed_here")


@each
def test_creating_again_with_the_same_id_is_harmless(world: World, resource: Resource) -> None:
    caller = world.caller(world.anywhere_else() | {resource.name: {"read": "group", "create": "group"}})
    body = plain(factories()[resource.name].body(world.units["mine"], world.people["mine"])) | {"id": str(uuid.uuid4())}
    first = caller.post(path(resource), body)
    assert (first.status, first.data.get("id")) == (201, body["id"]), first.data
    other = plain(factories()[resource.name].body(world.units["mine"], world.people["mine"])) | {"id": body["id"]}
    with untouched(resource):
        again = caller.post(path(resource), body)
        assert (again.status, again.data["id"]) == (200, body["id"]), again.data
        refused(caller.post(path(resource), other), 409, "id_taken")


@each_owned
def test_nothing_is_created_outside_the_scope(world: World, resource: Resource) -> None:
    rights = {"read": "group", "create": "department"}
    caller = world.caller(world.anywhere_else(resource.name) | {resource.name: rights})
    body = plain(factories()[resource.name].body(world.units["other"], world.people["other"]))
    with untouched(resource):
        refused(caller.post(path(resource), body), 403, "outside_scope", "not_allowed_here", "above_you", "exceeds_own")


@each_reference
def test_a_reference_out_of_sight_looks_like_none(world: World, resource: Resource, name: str) -> None:
    target = by_name(resource.specs[name].ref_name() or "")
    assert target is not None
    grants = world.anywhere_else(target.name) | {target.name: {"read": "department"}}
    grants[resource.name] = {**grants.get(resource.name, {}), "create": "group"}
    caller = world.caller(grants)
    body = plain(factories()[resource.name].body(world.units["mine"], world.people["mine"]))
    answers = []
    for pk in (world.id(target, "other"), str(uuid.uuid4())):
        with untouched(resource):
            answers.append(caller.post(path(resource), {**body, name: pk}))
        refused(answers[-1], 400, "invalid")
    assert answers[0].data["fields"][name] == answers[1].data["fields"][name]


@each_reference
def test_a_filter_through_a_reference_stays_within_its_scope(world: World, resource: Resource, name: str) -> None:
    target = by_name(resource.specs[name].ref_name() or "")
    assert target is not None
    grants = world.anywhere_else(target.name) | {target.name: {"read": "department"}}
    grants[resource.name] = {"read": "group"} if resource is not target else {"read": "department"}
    caller = world.caller(grants)
    asked = caller.get(path(resource), filter=[f"{name}.{target.label_field}", "empty", False], limit=200, fields=name)
    assert asked.status == 200, asked.data
    seen = set(everything(caller, target))
    assert {row[name]["id"] for row in asked.data["items"] if row.get(name)} <= seen


@each_mask
def test_a_masked_field_is_nowhere(world: World, resource: Resource, name: str) -> None:
    row = world.rows[resource.name]["mine"]
    value = stored(resource, row)[name]
    assert value, f"the factory of {resource.name} must fill the masked field {name}"
    caller = world.caller(world.anywhere_else() | {resource.name: {"read": "group", "update": "group", "export": "group"}})
    assert name not in caller.get(path(resource, str(row.pk))).data
    assert all(name not in item for item in caller.get(path(resource), limit=200).data["items"])
    refused(caller.get(path(resource), fields=name), 400, "bad_filter")
    assert all(c["field"] != name for i in caller.get(path(resource, str(row.pk), "history")).data["items"] for c in i["changes"])
    hints = caller.get(path(resource, "options"), ids=str(row.pk)).data
    assert str(value) not in [text for hint in hints for text in hint.values()]
    meta = caller.get(f"/meta/{resource.name}").data
    assert [(f["masked"], f["ops"], f["sortable"]) for f in meta["fields"] if f["name"] == name] == [(True, [], False)]
    assert name not in [*meta["list_display"], *meta["list_filter"], *meta["form"]]
    refused(caller.get(path(resource), filter=[name, "=", value]), 400, "bad_filter")
    refused(caller.get(path(resource), sort=name), 400, "bad_filter")
    if name in resource.search_fields:
        assert caller.get(path(resource), q=str(value)).data["items"] == []
    with untouched(resource):
        refused(caller.patch(path(resource, str(row.pk)), {"version": row.version, name: value}), 400, "invalid")


@each_mask
def test_an_opened_field_is_there(world: World, resource: Resource, name: str) -> None:
    row = world.rows[resource.name]["mine"]
    value = stored(resource, row)[name]
    caller = world.caller(world.anywhere_else() | {resource.name: {"read": "group"}}, {resource.name: resource.masked})
    assert caller.get(path(resource, str(row.pk))).data[name] == value
    assert str(row.pk) in everything(caller, resource, filter=[name, "=", value])
    if name in resource.search_fields:
        assert str(row.pk) in [r["id"] for r in caller.get(path(resource), q=str(value)).data["items"]]


@each_edited
def test_a_stale_version_changes_nothing(world: World, resource: Resource) -> None:
    rights = dict.fromkeys(resource.actions_of(), "group")
    caller, row = world.caller(world.anywhere_else() | {resource.name: rights}), world.rows[resource.name]["mine"]
    pk, stale = str(row.pk), row.version + 7
    with untouched(resource):
        answers = [caller.patch(path(resource, pk), {"version": stale, **factories()[resource.name].change})]
        if resource.archivable:
            answers.append(caller.post(path(resource, pk, "archive"), {"version": stale}))
        answers += [caller.post(path(resource, pk, "do", a.name), {"version": stale, "inputs": {}}) for a in resource.actions]
        for answer in answers:
            refused(answer, 409, "stale_version")
            assert answer.data["data"]["current"]["id"] == pk


@each
def test_a_list_costs_the_same_however_long(world: World, resource: Resource) -> None:
    caller = world.caller(world.anywhere_else() | {resource.name: {"read": "group"}}, {resource.name: resource.masked})
    fields = ",".join(name for name in resource.specs if name not in ("id", "version"))
    counts = []
    for _round in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert caller.get(path(resource), limit=200, fields=fields, count=1).status == 200
        counts.append(len(queries))
        for place in ("mine", "other"):
            make_row(resource, factories()[resource.name], world, place)
        config.forget()
    assert counts[1] == counts[2] <= 12, counts


@pytest.mark.parametrize("resource", [r for r in RESOURCES if getattr(r.scope, "team", False)], ids=lambda r: r.name)
@pytest.mark.parametrize("can_write", [True, False])
def test_a_team_member_reaches_the_one_record(world: World, resource: Resource, can_write: bool) -> None:
    row = world.rows[resource.name]["other"]
    TeamMember.objects.create(resource=resource.name, object_id=row.pk, user=world.people["mine"], can_write=can_write)
    caller = world.caller(world.anywhere_else(resource.name) | {resource.name: {"read": "own", "update": "own"}})
    assert world.places(resource, everything(caller, resource)) == {"mine", "other"}
    answer = caller.patch(path(resource, str(row.pk)), {"version": row.version, **factories()[resource.name].change})
    if can_write:
        assert answer.status == 200
    else:
        refused(answer, 403, "not_allowed_here")
