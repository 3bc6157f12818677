"""Routes make their models at the first request, and nothing of what they refuse depends on that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.http import HttpRequest
from ninja import NinjaAPI, Router
from ninja.errors import ConfigError
from ninja.testing import TestClient
from pydantic import BaseModel

from zhuke.http.later import LaterOperation, Once, body_of


class Named(BaseModel):
    """A body."""

    name: str


def api_with(made: list[str]) -> TestClient:
    """One route whose models tell when they are made."""
    router = Router(tags=["things"])

    def body_model() -> Any:
        made.append("body")
        return Named

    def answer_model() -> Any:
        made.append("answer")
        return Named

    def create(request: HttpRequest, body: Any) -> Any:
        return {"name": body.name, "extra": 1}

    body_of(create, body_model)
    router.post("/things", response={200: Once(answer_model)}, operation_id="things_create")(create)
    return TestClient(router)


def test_models_are_made_by_the_first_request_and_only_once() -> None:
    made: list[str] = []
    client = api_with(made)
    assert client.urls
    assert made == []
    for _ in range(2):
        assert client.post("/things", json={"name": "砖"}).json() == {"name": "砖"}
    assert sorted(made) == ["answer", "body"]


def test_first_requests_that_come_together_are_all_answered() -> None:
    made: list[str] = []
    client = api_with(made)
    assert client.urls
    together = Barrier(8)

    def first(_number: int) -> int:
        together.wait(timeout=30)
        return int(client.post("/things", json={"name": "砖"}).status_code)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(first, range(8))) == [200] * 8
    assert sorted(made) == ["answer", "body"]


def test_what_the_model_refuses_is_refused_by_the_first_request() -> None:
    made: list[str] = []
    assert api_with(made).post("/things", json={"title": "砖"}).status_code == 422


def test_who_is_not_signed_in_is_refused_without_models() -> None:
    router = Router()

    @router.get("/things", auth=lambda request: None)
    def things(request: HttpRequest, page: int) -> Any:
        raise AssertionError("reached")

    client = TestClient(router)
    assert client.get("/things").status_code == 401
    operation = next(iter(router.path_operations.values())).operations[0]
    assert isinstance(operation, LaterOperation)
    assert "signature" not in vars(operation)
    with pytest.raises(AttributeError, match="no_such"):
        operation.no_such  # noqa: B018


def test_a_signature_that_cannot_be_read_fails_when_the_api_describes_itself() -> None:
    api = NinjaAPI(urls_namespace="later")
    router = Router()

    @router.get("/wrong")
    def wrong(request: HttpRequest, page=Named) -> Any:
        return page

    api.add_router("", router)
    with pytest.raises(ConfigError, match="Looks like"):
        api.get_openapi_schema(path_prefix="/")
