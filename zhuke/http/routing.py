"""Routes of the API, found by their first two segments.

Django tries one route after the other. The API has about a thousand: a list of a late resource took a quarter more processor time for it.
"""

from __future__ import annotations

from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

DEPTH = 2
Segments = tuple[str, ...]


class ByFirstSegments(URLResolver):
    """Answers exactly as the resolver it is made from, but tries only the routes that begin with the same segments."""

    def __init__(self, whole: URLResolver) -> None:
        super().__init__(whole.pattern, whole.urlconf_name, whole.default_kwargs, whole.app_name, whole.namespace)
        self._parts = {key: self._part(key) for key in {(), *map(fixed_segments, self.url_patterns)}}

    def _part(self, key: Segments) -> URLResolver:
        routes = [route for route in self.url_patterns if _begins(key, fixed_segments(route))]
        return URLResolver(self.pattern, routes, self.default_kwargs, self.app_name, self.namespace)

    def resolve(self, path: str) -> ResolverMatch:
        """The view of this path. Raises Resolver404."""
        matched: Any = self.pattern.match(path)
        asked: Segments = tuple(matched[0].split("/", DEPTH)[:DEPTH]) if matched else ()
        while asked not in self._parts:
            asked = asked[:-1]
        return self._parts[asked].resolve(path)


def fixed_segments(route: URLPattern | URLResolver) -> Segments:
    """The segments with which every path of the route begins, two at most: none for regular expressions."""
    if not isinstance(route.pattern, RoutePattern):
        return ()
    segments = str(route.pattern).split("/")
    if isinstance(route, URLResolver):
        segments.pop()  # an include's path goes on where its route ends, perhaps within a segment
    found = []
    for segment in segments[:DEPTH]:
        if "<" in segment:
            break
        found.append(segment)
    return tuple(found)


def _begins(key: Segments, fixed: Segments) -> bool:
    return key[: len(fixed)] == fixed
