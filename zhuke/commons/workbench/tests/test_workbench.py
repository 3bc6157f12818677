"""The workbench: what is on it for whom, arranged how, against which days."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.commons.workbench import registry as parts
from zhuke.commons.workbench.arrangements import ANYBODY, MANAGER, SALES, default_for
from zhuke.commons.workbench.registry import Figure, Found, Item, Link, Part, Period, Registry

GRANTS = {"users": ["read"]}


def nothing(*_given: object) -> Found:
    return Found(0, [])


def fails(*_given: object) -> Any:
    raise AssertionError("what is not shown is not loaded")


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A registry of its own with two lists, two counters and a block."""
    registry = Registry()
    monkeypatch.setattr(parts, "registry", registry)
    monkeypatch.setattr("zhuke.commons.workbench.services.registry", registry)
    items = [Item("users", "1", "王东", "销售", dt.date(2026, 3, 1), "danger", ("call",), "13800138000")]
    parts.register_list("todos.open", "待办", lambda actor, limit: Found(1000, items, Link("users")), needs=[("users", "read")])
    parts.register_list("secret", "机密", fails, needs=[("roles", "read")])
    parts.register_list("other", "其他", nothing)
    parts.register_counter("sales.open", "商机", lambda actor, period: Figure(Decimal("12.50"), 10), unit="yuan")
    parts.register_counter("more", "更多", fails, unit="count")
    parts.register_block("funnel", "漏斗", lambda actor: {"phases": []}, kind="funnel")
    parts.register_block("empty", "空", lambda actor: None, kind="funnel")
    return registry


@pytest.fixture
def caller(firm: Firm) -> Caller:
    return Caller(make_person("王东", firm.east_sales, GRANTS))


def test_one_answer_holds_the_first_screen(own: Registry, caller: Caller) -> None:
    answer = caller.get("/workbench")
    assert answer.status == 200
    assert [(one["key"], one["value"], one["previous"], one["unit"]) for one in answer.data["counters"]] == [
        ("sales.open", "12.50", "10", "yuan")
    ]
    shown = answer.data["lists"]
    assert [(one["key"], one["count"], one["count_exact"]) for one in shown] == [("todos.open", 999, False)]
    assert shown[0]["items"][0]["actions"] == ["call"]
    assert [(one["key"], one["kind"]) for one in answer.data["blocks"]] == [("funnel", "funnel")]
    assert [one["key"] for one in answer.data["available"]["lists"]] == ["todos.open", "other"]
    assert answer.data["layout"]["hidden"] == ["list:other", "counter:more"]
    assert answer.data["layout"]["custom"] is False


def test_what_a_person_hides_is_not_even_loaded(own: Registry, caller: Caller) -> None:
    own.lists["todos.open"] = Part("todos.open", "待办", fails)
    caller.patch("/me/preferences", {"workbench": {"hidden": ["list:todos.open", "block:funnel"], "lists": ["other"]}})
    data = caller.get("/workbench").data
    assert [one["key"] for one in data["lists"]] == ["other"]
    assert data["blocks"] == []
    assert data["layout"]["custom"] is True
    caller.patch("/me/preferences", {"workbench": {"hidden": ["block:lists", "block:counters"]}})
    data = caller.get("/workbench").data
    assert (data["lists"], data["counters"]) == ([], [])


def test_a_person_chooses_the_order(own: Registry, caller: Caller) -> None:
    caller.patch("/me/preferences", {"workbench": {"lists": ["other", "todos.open"], "shortcuts": ["menu:pool"], "blocks": ["shortcuts"]}})
    data = caller.get("/workbench").data
    assert [one["key"] for one in data["lists"]] == ["other", "todos.open"]
    assert data["layout"]["shortcuts"] == ["menu:pool"]
    assert data["layout"]["blocks"][0] == "shortcuts"


@pytest.mark.parametrize(
    "broken", [[], "x", 3, {"lists": "x", "hidden": [1, None], "shortcuts": [1, 2]}, {"lists": [{"a": 1}], "blocks": 5}]
)
def test_nonsense_in_the_preferences_does_no_harm(own: Registry, caller: Caller, broken: object) -> None:
    caller.patch("/me/preferences", {"workbench": broken})
    data = caller.get("/workbench").data
    assert [one["key"] for one in data["lists"]] == ["todos.open"]


def test_a_right_that_is_missing_hides_the_part(own: Registry, firm: Firm) -> None:
    data = Caller(make_person("无权", firm.east_sales)).get("/workbench").data
    assert [one["key"] for one in data["available"]["lists"]] == ["other"]
    assert data["lists"] == []


def test_roles_have_a_sensible_start() -> None:
    assert default_for(["sales"]) is SALES
    assert default_for(["administrator", "sales"]) is SALES
    assert default_for(["sales", "group_manager"]) is MANAGER
    assert default_for(["own_role"]) is ANYBODY


@pytest.mark.parametrize(
    ("today", "before"),
    [
        ("2026-11-22", ("2026-10-01", "2026-10-22")),
        ("2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-05", ("2025-12-01", "2025-12-05")),
        ("2028-03-30", ("2028-02-01", "2028-02-29")),
    ],
)
def test_last_month_is_counted_over_the_same_days(today: str, before: tuple[str, str]) -> None:
    period = Period.of(dt.date.fromisoformat(today))
    assert (str(period.before_first), str(period.before_last)) == before
    assert str(period.first) == today[:8] + "01"


def test_the_day_says_whether_people_work(caller: Caller, own: Registry) -> None:
    today = caller.get("/workbench").data["today"]
    assert set(today) == {"date", "workday", "name"}


def test_the_real_workbench_takes_few_queries(caller: Caller) -> None:
    caller.get("/workbench")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert caller.get("/workbench").status == 200
    assert len(queries) < 40
