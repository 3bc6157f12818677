"""Every route of the API is in the list of rights, asks for a sign-in, and hides what is out of sight."""

from __future__ import annotations

import re
import uuid
from functools import lru_cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, get_resolver

from zhuke.commons.factories import factories, listed_routes
from zhuke.commons.testing import API, Caller
from zhuke.kernel.resource import all_resources, by_name

from .world import World, untouched

# Beside the API: signing in (tested in modules/orgs), the health check, pages without the application, the application.
ROOTS = {
    "api/v1/",
    "^api/",
    "_allauth/",
    "healthz",
    "lead/",
    "mail/",
    "statement/",
    "survey/",
    "share/",
    "transmittal/",
    "^(?!api/|_allauth/|static/|stream$).*$",
}


def of_resources() -> dict[str, str]:
    """The routes that resources get, with the right of each."""
    found: dict[str, str] = {}
    for r in all_resources():
        if r.hidden:
            continue
        one = f"/r/{r.name}/{{pk}}"
        found |= {f"GET /r/{r.name}": "read", f"GET /r/{r.name}/options": "read", f"GET {one}": "read", f"GET {one}/history": "read"}
        if r.fields:
            found |= {f"POST /r/{r.name}": "create", f"PATCH {one}": "update"}
        if r.archivable and "archived_at" in r.specs:
            found |= {f"POST {one}/archive": "archive", f"POST {one}/restore": "archive"}
        found |= {f"POST {one}/do/{a.name}": a.right for a in r.actions}
    return found


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """What OpenAPI tells: ``METHOD /path`` → parameters."""
    paths = Client().get(f"{API}/openapi.json").json()["paths"]
    return {
        f"{method.upper()} {path.removeprefix(API)}": operation.get("parameters", [])
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def address(route: str, resource: str = "users", pk: str = "") -> str:
    """A route with its blanks filled: the record's id where one stands behind a resource, else ids that nobody has."""
    path = route.partition(" ")[2]
    kinds = {p["name"]: p["schema"].get("type", "string") + p["schema"].get("format", "") for p in described()[route] if p["in"] == "path"}
    path = re.sub(r"^/r/\{\w+\}", f"/r/{resource}", path)
    if pk:
        path = re.sub(r"^(/\w+/\w+|/\w+)/\{\w+\}", rf"\1/{pk}", path, count=1)
    asked = [p["name"] for p in described()[route] if p["in"] == "query" and p.get("required")]
    query = "?" + "&".join(f"{name}={uuid.uuid4()}" for name in asked) if asked else ""
    return filled(path, kinds) + query


def filled(path: str, kinds: dict[str, str]) -> str:
    """The blanks that are left, filled."""
    return re.sub(r"\{(\w+)\}", lambda m: {"integer": "1", "string": "users"}.get(kinds.get(m[1], ""), str(uuid.uuid4())), path)


def send(client: Client, route: str, path: str) -> Any:
    """Call a route with an empty body."""
    method = route.partition(" ")[0].lower()
    kwargs = {} if method == "get" else {"data": "{}", "content_type": "application/json"}
    return getattr(client, method)(API + path, **kwargs)


def test_every_route_has_its_right(world: World) -> None:
    listed = of_resources() | listed_routes()
    assert set(described()) - set(listed) == set(), "say in the app's tests/factories.py, ROUTES, which right this route asks for"
    assert set(listed) - set(described()) == set(), "listed, but there is no such route"


def test_openapi_hides_no_route(world: World) -> None:
    api: Any = next(p for p in get_resolver().url_patterns if str(p.pattern) == "api/v1/")
    paths = {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(p.pattern)) for p in api.url_patterns if isinstance(p, URLPattern)}
    assert {p.rstrip("/") for p in paths} - {"", "/openapi.json"} == {route.partition(" ")[2] for route in described()}
    assert {str(p.pattern) for p in get_resolver().url_patterns} <= ROOTS


def test_every_route_asks_who_is_there(world: World) -> None:
    client, open_to_all = Client(), {route for route, right in listed_routes().items() if right == "public"}
    with untouched(by_name("users")):  # type: ignore[arg-type]
        answers = {route: send(client, route, address(route)).status_code for route in described() if route not in open_to_all}
    assert {route: status for route, status in answers.items() if status != 401} == {}


def test_with_the_first_password_one_can_only_change_it(world: World) -> None:
    person = world.people["mine"]
    type(person).objects.filter(pk=person.pk).update(must_change_password=True)
    client, free = Caller(person).client, {route for route, right in listed_routes().items() if right == "public"}
    for route in set(described()) - free - {"GET /me", "PATCH /me"}:
        answer = send(client, route, address(route))
        assert (route, answer.status_code, answer.json()["code"]) == (route, 403, "must_change_password")
    assert client.get(f"{API}/me").json()["must_change_password"] is True


def test_every_route_hides_what_is_out_of_sight(world: World) -> None:
    """Comments, files and whatever else hangs on a record: a record of another company is 404 everywhere."""
    owned = [r for r in all_resources() if not r.hidden and factories()[r.name].belongs != "all"]
    grants = world.anywhere_else() | {r.name: dict.fromkeys(r.actions_of(), "department") for r in owned}
    client = world.caller(grants).client
    seen = []
    for route in described():
        for resource in owned:
            if not re.match(rf"\w+ /(r/)?(\{{name\}}|{resource.name})/\{{\w+\}}", route):
                continue
            with untouched(resource):
                status = send(client, route, address(route, resource.name, world.id(resource, "other"))).status_code
            # An empty body may be refused before anybody looks at the record.
            assert status == 404 or (status in (400, 422) and not route.startswith("GET")), (route, status)
            seen.append(route)
    assert len(seen) > 3 * len(owned)
