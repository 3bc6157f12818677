"""The floor: what a page costs at least in Django. Same middleware, same sign-in check, one finished query; nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from zhuke.config.urls import urlpatterns as product

FILE = "floor.sql"


def statement() -> str:
    """The finished query that a benchmark has put into the data folder, values included."""
    path = Path(settings.DATA) / FILE
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> str:
    return path.read_text(encoding="utf-8")


def floor(request: HttpRequest) -> HttpResponse:
    """The page of the list benchmark for whoever is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return bare(request)


def bare(request: HttpRequest) -> HttpResponse:
    """The same without looking whether anybody is signed in, so that neither session nor person is read."""
    with connection.cursor() as cursor:
        cursor.execute(statement())
        body = cursor.fetchone()[0]
    return HttpResponse(body.encode(), content_type="application/json; charset=utf-8")


urlpatterns = [path("floor", floor), path("floor/bare", bare), *product]
