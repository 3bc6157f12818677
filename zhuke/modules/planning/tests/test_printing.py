"""The bars on paper: how rows and days are cut into pages, what is drawn, what is refused."""

from __future__ import annotations

import datetime as dt
import io
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest

from zhuke.commons.testing import Caller, allow, make_person
from zhuke.modules.planning.domain import paper
from zhuke.modules.planning.domain.network import minutes
from zhuke.modules.planning.models import Plan
from zhuke.modules.planning.tests.factories import add, fill, plan_of, tie
from zhuke.modules.projects.tests.factories import a_project

A3, A4 = paper.SHEETS["a3"], paper.SHEETS["a4"]
MONDAY = minutes(dt.datetime(2026, 3, 2, 8))  # noqa: DTZ001  the wall clock of the site
DAY = 1440


def line(key: str, start: int, days: int, **values: Any) -> paper.Line:
    begin = MONDAY + start * DAY
    return paper.Line(key, {"wbs": key, "name": key}, 0, values.pop("kind", "task"), begin, begin + days * DAY - 900, **values)


def drawn(
    lines: list[paper.Line], scale: float = 1.0, links: list[tuple[str, str, str]] | None = None, row: float = A3.row
) -> paper.Drawing:
    span = paper.span_of(lines)
    assert span
    return paper.draw(lines, links or [], scale, span, row, lambda day: (day + 5) % 7 < 5)


def shapes(drawing: paper.Drawing, kind: str) -> list[Any]:
    return [shape for shape in drawing.shapes if shape[4]["kind"] == kind]


def test_a_bar_lies_where_its_days_are() -> None:
    drawing = drawn([line("a", 0, 5, progress=50), line("b", 5, 2, critical=True), line("c", 7, 1, progress=100)], 2.0)
    a, b, c = shapes(drawing, "bar")
    assert (round(a[0], 2), round(a[2] - a[0], 2), a[4]["done"]) == (round((2 + 8 / 24) * 2, 2), 8.75, 4.38)
    assert (b[1], b[3]) == (6.0, 12.0)
    assert [shape[4]["tone"] for shape in (a, b, c)] == ["plain", "critical", "done"]
    assert {(day[2] - day[0], day[3]) for day in shapes(drawing, "off")} == {(2.0, 18.0)}
    assert len(shapes(drawing, "off")) == 4, "two weekends lie in these days"


def test_milestones_floats_baselines_and_deadlines() -> None:
    late = MONDAY + 3 * DAY
    drawing = drawn([
        line("m", 2, 0, kind="milestone"), line("s", 0, 4, kind="summary"),
        line("t", 0, 4, deadline=late, planned=(MONDAY, late), late_end=MONDAY + 9 * DAY),
    ])  # fmt: skip
    assert len(shapes(drawing, "milestone")) == len(shapes(drawing, "summary")) == len(shapes(drawing, "float")) == 1
    assert shapes(drawing, "deadline")[0][4]["late"] is True
    assert shapes(drawing, "planned")[0][2] - shapes(drawing, "planned")[0][0] == pytest.approx(3)


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize("other", [0, 9])
def test_links_have_right_angles_and_end_at_the_bar(kind: str, other: int) -> None:
    drawing = drawn([line("a", 5, 3), line("b", other, 4)], 2.0, [("a", "b", kind), ("a", "nobody", "FS")])
    (link,) = shapes(drawing, "link")
    points = link[4]["points"]
    bars = {shape[1]: shape for shape in shapes(drawing, "bar")}
    begin = bars[0][0 if kind[0] == "S" else 2]
    end = bars[6][0 if kind[1] == "S" else 2]
    assert points[0] == (begin, 3.0)
    assert abs(points[-1][0] - end) <= 0.5
    assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))


@pytest.mark.parametrize(
    ("days", "above", "below"), [(20, "month", "day"), (200, "month", "week"), (900, "year", "month"), (3000, "year", "quarter")]
)
def test_the_head_says_what_has_room(days: int, above: str, below: str) -> None:
    lines = [line("a", 0, days)]
    span = paper.span_of(lines)
    assert span
    drawing = drawn(lines, paper.scale_of(A3, span, "fit"))
    first, second = drawing.tiers
    assert ({tick["unit"] for tick in first}, {tick["unit"] for tick in second}) == ({above}, {below})
    assert (second[0]["x1"], second[-1]["x2"]) == (0, pytest.approx(drawing.width))
    assert len(paper.pages(A3, lines, drawing)) == 1, "all of it fits beside the columns"


def test_pages_are_cut_by_rows_and_time() -> None:
    lines = [line(str(n), n * 5, 3) for n in range(A4.rows + 1)]
    drawing = drawn(lines, paper.SCALES["week"], row=A4.row)
    made = paper.pages(A4, lines, drawing)
    assert len(made) == paper.count(A4, len(lines), drawing.width) == 2 * 2
    assert [page["part"] for page in made] == [[1, 1], [1, 2], [2, 1], [2, 2]]
    assert [len(page["rows"]) for page in made] == [A4.rows, A4.rows, 1, 1]
    assert [len(page["columns"]) for page in made] == [5, 2, 5, 2], "further on in time only code and name stand beside the bars"
    bars = [{row["cells"]["name"] for row in page["rows"]} for page in made]
    assert bars[0] == bars[1] != bars[2]
    assert all(0 <= shape["y"] < 158 for page in made for shape in page["shapes"] if shape["kind"] == "bar")


@pytest.fixture
def filled(plan: Plan) -> list[UUID]:
    """A summary with two tasks, and a node."""
    above, first, second, node = add("主体"), add("支模", 5), add("浇筑", 40), add("封顶", 0)
    first["parent"] = second["parent"] = above["id"]
    fill(plan, above, first, second, {**node, "kind": "milestone"}, tie(first, second), tie(second, node))
    return [one["id"] for one in (above, first, second, node)]


def text_of(caller: Caller, plan: Plan, **wish: Any) -> tuple[int, str]:
    """How many pages the PDF has, and its words."""
    answer = caller.client.get(f"/api/v1/r/plans/{plan.pk}/print", wish)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    try:
        return len(document), "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_paper_says_what_the_plan_says(plan: Plan, filled: list[UUID], reader: Caller, east: Caller) -> None:
    count, words = text_of(reader, plan)
    assert count == 1
    for word in ("支模", "浇筑", "封顶", "2026-03-02", "2026年3月", "东公司", plan.project.name, "编制", "关键任务"):
        assert word.replace(" ", "") in words.replace(" ", ""), word
    assert "基线" not in words
    kept = east.post(f"/r/plans/{plan.pk}/baselines", {"name": "签约计划"}).data["id"]
    _count, words = text_of(reader, plan, baseline=kept, size="a4", scale="day")
    assert _count > 1
    assert "签约计划" in words
    _count, words = text_of(reader, plan, depth=1)
    assert "支模" not in words
    assert "主体" in words
    _count, words = text_of(reader, plan, since="2026-04-01", until="2026-04-30")
    assert "支模" not in words
    assert "浇筑" in words


def test_what_cannot_be_printed(plan: Plan, reader: Caller, west: Caller, east: Caller) -> None:
    url = f"/r/plans/{plan.pk}/print"
    assert (reader.get(url).status, reader.get(url).code) == (400, "nothing_to_print")
    fill(plan, add("支模", 3000))
    assert west.get(url).status == 404
    nobody = Caller(make_person("无权", plan.project.unit, {"projects": ["read"]}, "below"))
    assert nobody.get(url).status == 404
    assert reader.get(url, baseline=str(uuid4())).status == 404
    other = plan_of(a_project(plan.project.unit, east.person))
    fill(other, add("别的"))
    foreign = east.post(f"/r/plans/{other.pk}/baselines", {}).data["id"]
    assert reader.get(url, baseline=foreign).status == 404
    many = reader.get(url, scale="day", size="a4")
    assert (many.status, many.code) == (400, "too_many_pages")
    assert many.data["data"]["pages"] > 60
    for wish in ({"size": "a0"}, {"scale": "hour"}, {"depth": 0}, {"since": "1800-01-01"}):
        assert reader.get(url, **wish).status == 422
    turned = reader.get(url, since="2026-05-01", until="2026-04-01")
    assert (turned.status, list(turned.data["fields"])) == (400, ["until"])
    empty = reader.get(url, since="2139-01-01")
    assert (empty.status, empty.code) == (400, "nothing_to_print")
    allow(nobody.person, {"plans": ["read"]}, "below")
    assert nobody.client.get(f"/api/v1{url}").status_code == 200
