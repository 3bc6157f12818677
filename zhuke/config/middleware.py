"""A request id on every answer, so that an error screen and the log speak of the same thing."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhuke.kernel.audit import REQUEST_ID
from zhuke.kernel.ids import uuid7

SAFE = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


class RequestId:
    """Sets ``request.id`` (taken from X-Request-Id where well-formed) and answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.id = given if SAFE.match(given) else uuid7().hex  # type: ignore[attr-defined]
        REQUEST_ID.set(request.id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response
