"""The API's routes are found by their first segments: the same view as by trying all of them, among few."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, include, path, re_path, resolve
from django.urls.resolvers import RoutePattern

from zhuke.config.urls import urlpatterns
from zhuke.http.routing import ByFirstSegments

API = next(route for route in urlpatterns if isinstance(route, ByFirstSegments))
PLAIN = URLResolver(API.pattern, API.urlconf_name, API.default_kwargs, API.app_name, API.namespace)
SOME_ID = "0192f0aa-0000-7000-8000-000000000001"


def _example(route: str) -> str:
    """A path of this route: an id where it takes a value, a number where it takes one."""
    return re.sub(r"<[^>]*>", SOME_ID, re.sub(r"<int:[^>]*>", "7", route))


def _told(match: ResolverMatch) -> tuple[object, ...]:
    return match.func, match.args, match.kwargs, match.view_name, match.route, match.namespaces, match.app_names


def test_every_route_of_the_api_is_answered_by_the_same_view_as_before() -> None:
    routes = [str(route.pattern) for route in API.url_patterns]
    assert len(routes) > 500
    for route in routes:
        asked = f"api/v1/{_example(route)}"
        assert _told(API.resolve(asked)) == _told(PLAIN.resolve(asked)), asked


def test_a_path_that_no_route_has_is_unknown() -> None:
    for unknown in ("api/v1/nowhere", "api/v1/r", "api/v1/r/", "api/v1/r/nothing", "api/v1/r/projects//x", "other/r/projects"):
        with pytest.raises(Resolver404):
            API.resolve(unknown)


def test_few_routes_are_tried_for_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    plain = RoutePattern.match
    monkeypatch.setattr(RoutePattern, "match", lambda self, text: tried.append(self) or plain(self, text))  # type: ignore[func-returns-value]
    assert resolve("/api/v1/r/projects").route == "api/v1/r/projects"
    assert len(tried) < 60


def _one(request: HttpRequest, **_given: str) -> HttpResponse:
    return HttpResponse()


def _two(request: HttpRequest, **_given: str) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize(
    ("asked", "view"),
    [
        ("x/r/a", _one),  # the first of two that fit
        ("x/r/b", _two),
        ("x/r/part-a", _two),  # an include that ends within a segment
        ("x/9", _one),
        ("x/free/anything/at/all", _two),
    ],
)
def test_values_includes_and_expressions_keep_their_order(asked: str, view: object) -> None:
    routes: list[URLPattern | URLResolver] = [
        path("r/a", _one),
        path("r/<str:name>", _two, name="named"),
        path("r/part-", include([path("a", _one)])),
        re_path(r"^(?P<digits>[0-9])$", _one),
        path("<path:rest>", _two),
    ]
    whole = path("x/", include(routes))
    assert isinstance(whole, URLResolver)
    assert ByFirstSegments(whole).resolve(asked).func is view
    assert whole.resolve(asked).func is view
