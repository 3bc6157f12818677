"""Plan files through the API: loaded, refused, taken out again without loss."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhuke.commons.testing import Answer, Caller, Firm, queued
from zhuke.modules.planning.interchange import mspdi_read, reading
from zhuke.modules.planning.interchange.plan_file import PlanFile
from zhuke.modules.planning.models import Assignment, Baseline, BaselineTask, Plan, PlanChange, PlanSource, Task, TaskLink, WorkCalendar
from zhuke.modules.planning.services import receiving
from zhuke.modules.planning.tests.factories import add, fill, task_named
from zhuke.modules.workforce.models import PoolResource

from .mspdi_text import house, link, project, task
from .outside import SCHEDULES

SAME = (
    "uid", "level", "duration", "elapsed", "constraint", "constraint_at", "deadline", "priority", "active", "manual", "notes", "calendar",
    "milestone", "null",
)  # fmt: skip
REAL = [*sorted(SCHEDULES.glob("mspdi/*.xml")), *sorted(SCHEDULES.glob("xer/*"))]


def load(caller: Caller, plan: Plan, data: bytes, name: str = "计划.xml", **values: Any) -> Answer:
    return caller.upload(f"/r/plans/{plan.pk}/file", file=SimpleUploadedFile(name, data), **{"preview": "false", **values})


def taken(caller: Caller, plan: Plan, kind: str = "mspdi") -> bytes:
    answer = caller.get(f"/r/plans/{plan.pk}/file", format=kind)
    assert answer.status == 200, answer.raw.content
    return bytes(answer.raw.content)


def state(plan: Plan) -> Any:
    """Everything that a refused file must leave alone."""
    plan.refresh_from_db()
    return (
        plan.revision, plan.version, plan.starts_on, plan.calendar_id, PlanSource.objects.count(), WorkCalendar.objects.count(),
        sorted(Task.objects.values_list("id", "version", "archived_at")), TaskLink.objects.count(), Baseline.objects.count(),
        PlanChange.objects.count(),
    )  # fmt: skip


def test_a_file_of_ms_project_becomes_the_plan(firm: Firm, plan: Plan, east: Caller) -> None:
    crew = PoolResource.objects.create(name="木工班", kind="crew", unit=firm.east)
    fill(plan, add("原有任务", 3))
    answer = load(east, plan, house())
    assert answer.status == 200, answer.data
    assert answer.data["counts"] == {
        "tasks": 8, "milestones": 1, "links": 7, "calendars": 3, "resources": 1, "assignments": 1, "baselines": 2,
    }  # fmt: skip
    plan.refresh_from_db()
    assert (str(plan.starts_on), plan.day_begins, plan.calendar.name) == ("2026-03-02", 480, "标准")
    tasks = {row.name: row for row in Task.objects.filter(plan=plan, archived_at=None)}
    assert "原有任务" not in tasks
    assert [row.wbs for row in Task.objects.filter(plan=plan, archived_at=None).order_by("wbs_sort")] == [
        "1", "1.1", "1.2", "2", "3", "4", "5", "6",
    ]  # fmt: skip
    dates = {name: (f"{row.starts_at:%m-%d}", f"{row.ends_at:%m-%d}") for name, row in tasks.items()}
    assert dates["土方"] == ("03-02", "03-05")
    assert dates["垫层"] == ("03-04", "03-10")  # two days after the earth works began; nobody works on the 6th
    assert (tasks["备选"].inactive, tasks["养护"].elapsed, tasks["土方"].priority) == (True, True, 700)
    assert tasks["夜间浇筑"].calendar is not None
    assert tasks["夜间浇筑"].calendar.name == "夜班"
    assert tasks["基础"].kind == "summary"
    assert tasks["封顶"].kind == "milestone"
    percent = TaskLink.objects.get(plan=plan, archived_at=None, successor=tasks["主体"], lag_percent=Decimal(50))
    assert percent.predecessor == tasks["垫层"]
    assigned = Assignment.objects.get(plan=plan, archived_at=None)
    assert (assigned.task, assigned.resource, assigned.units) == (tasks["垫层"], crew, Decimal("50.00"))
    assert sorted(Baseline.objects.filter(plan=plan).values_list("number", "name")) == [(0, "基线"), (3, "基线 3")]
    assert BaselineTask.objects.filter(baseline__plan=plan).count() == 2
    assert PlanChange.objects.filter(plan=plan).latest("revision").kind == "load"
    assert answer.data["consequences"]["finish"][1] == answer.data["finish"]


def test_it_goes_out_as_it_came_in(firm: Firm, plan: Plan, east: Caller) -> None:
    PoolResource.objects.create(name="木工班", kind="crew", unit=firm.east)
    load(east, plan, house())
    before, after = mspdi_read.read(house()), mspdi_read.read(taken(east, plan))
    assert [one.name for one in after.tasks] == [one.name for one in before.tasks]
    assert after.tasks[4].null
    for old, new in zip(before.tasks, after.tasks, strict=True):
        for name in SAME:
            if not (old.summary and name == "duration"):
                assert getattr(new, name) == getattr(old, name), (old.name, name)
        assert {n: (b.start, b.finish, b.duration, b.work) for n, b in new.baselines.items()} == {
            n: (b.start, b.finish, b.duration, b.work) for n, b in old.baselines.items()
        }
    assert after.tasks[2].source["Hyperlink"] == "图纸"
    assert after.source["Brand"] == "X"
    assert after.nested == before.nested
    assert ties(after) == ties(before)
    assert after.calendars == before.calendars
    assert [(one.task, one.resource, one.units) for one in after.assignments] == [(3, 1, Decimal("0.5"))]


def ties(plan: PlanFile) -> list[Any]:
    return sorted((one.pred, one.succ, one.kind, one.lag, one.elapsed, one.percent) for one in plan.links)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_files_are_loaded_and_lose_nothing(plan: Plan, east: Caller, path: Path) -> None:
    answer = load(east, plan, path.read_bytes(), path.name)
    assert answer.status == 200, answer.data
    assert answer.data["differing"] == {"count": 0, "rows": []}
    before, after = reading.read(path, path.name), mspdi_read.read(taken(east, plan))
    assert [(one.name, one.level) for one in after.rows()] == [(one.name, one.level) for one in before.rows()]
    for old, new in zip(before.rows(), after.rows(), strict=True):
        assert (new.start, new.finish) == (old.start, old.finish), old.name
        if not old.summary:
            assert new.duration == old.duration, old.name
        if before.format == "mspdi":
            for name in ("total_slack", "critical", "constraint", "constraint_at", "progress", "calendar", "duration"):
                assert getattr(new, name) == getattr(old, name), (old.name, name)
    assert ties(after) == ties(before)
    if before.format == "mspdi":
        assert after.calendars == before.calendars
        assert after.resources == before.resources
        assert after.assignments == before.assignments
        assert after.source == before.source


def test_what_was_changed_here_goes_out_and_the_rest_stays(plan: Plan, east: Caller) -> None:
    load(east, plan, house())
    earth = task_named(plan, "土方")
    fill(plan, {"op": "set", "task": earth.pk, "values": {"duration": 2400, "progress": 25}})
    fill(plan, {"op": "remove", "tasks": [task_named(plan, "备选").pk]}, add("新任务", 2, parent=earth.parent_id))
    after = {one.name: one for one in mspdi_read.read(taken(east, plan)).rows()}
    assert (after["土方"].duration, after["土方"].progress, after["土方"].remaining_duration) == (2400, Decimal(25), 1800)
    assert after["土方"].source["Hyperlink"] == "图纸"
    assert "备选" not in after
    assert (after["新任务"].level, after["新任务"].duration) == (2, 960)
    assert after["新任务"].uid not in range(10)


def test_excel_comes_back_as_it_went_out(plan: Plan, east: Caller) -> None:
    load(east, plan, house())
    dates = dict(Task.objects.filter(plan=plan, archived_at=None).values_list("name", "ends_at"))
    links = TaskLink.objects.filter(plan=plan, archived_at=None).count()
    table = taken(east, plan, "xlsx")
    answer = load(east, plan, table, "计划.xlsx")
    assert answer.status == 200, answer.data
    again = {row.name: row for row in Task.objects.filter(plan=plan, archived_at=None)}
    assert again.keys() == dates.keys()
    assert again["垫层"].ends_at == dates["垫层"]
    assert again["主体"].constraint == "snet"
    assert again["养护"].elapsed
    assert TaskLink.objects.filter(plan=plan, archived_at=None).count() == links
    assert [row.wbs for row in sorted(again.values(), key=lambda row: row.wbs_sort)] == ["1", "1.1", "1.2", "2", "3", "4", "5", "6"]


def test_a_preview_tells_everything_and_writes_nothing(plan: Plan, east: Caller) -> None:
    fill(plan, add("原有任务", 3))
    before = state(plan)
    answer = load(east, plan, house(), preview="true")
    assert answer.status == 200
    assert answer.data["counts"]["tasks"] == 8
    assert [one["code"] for one in answer.data["findings"]] == ["replaces", "resources"]
    assert "木工班" in answer.data["findings"][1]["message"]
    assert state(plan) == before


def test_a_second_file_can_be_added_below(plan: Plan, east: Caller) -> None:
    fill(plan, add("原有任务", 3))
    answer = load(east, plan, project(task(1, "附加一"), task(2, "附加二", inside=link(1))), mode="append")
    assert answer.status == 200, answer.data
    assert list(Task.objects.filter(plan=plan, archived_at=None).order_by("wbs_sort").values_list("wbs", "name")) == [
        ("1", "原有任务"), ("2", "附加一"), ("3", "附加二"),
    ]  # fmt: skip
    assert not PlanSource.objects.filter(plan=plan).exists()


def test_loading_again_replaces_and_says_so_before(plan: Plan, east: Caller) -> None:
    load(east, plan, project(task(1, "第一版")))
    calendars = WorkCalendar.objects.count()
    told = load(east, plan, project(task(1, "第二版")), preview="true").data["findings"]
    assert [(one["kind"], one["code"]) for one in told] == [("note", "replaces")]
    assert "不能撤销" in told[0]["message"]
    load(east, plan, project(task(1, "第二版")))
    assert WorkCalendar.objects.count() == calendars  # the same calendar is not made twice
    assert list(Task.objects.filter(plan=plan, archived_at=None).values_list("name", flat=True)) == ["第二版"]
    assert east.post(f"/r/plans/{plan.pk}/undo").code == "nothing_to_undo"


def test_links_that_cannot_be_are_told(plan: Plan, east: Caller) -> None:
    cross = link(3).replace("<CrossProject>0", "<CrossProject>1")
    data = project(
        task(1, "楼"), task(2, "一层", level=2, inside=link(1) + link(77)), task(3, "二层", level=2, inside=link(2) + link(2) + cross),
        task(4, "园", inside=""), task(5, "树", level=2), task(6, "草"), task(7, "屋顶" * 120, inside=link(6, 0)),
    )  # fmt: skip
    answer = load(east, plan, data)
    assert answer.status == 200
    assert answer.data["counts"]["links"] == 2
    told = [one["message"] for one in answer.data["findings"] if one["code"] == "link_dropped"]
    assert told == [
        "任务“楼”与“一层”是上下级，它们之间的关系没有导入。",
        "任务“一层”的一个前置任务不在文件里，这条关系没有导入。",
        "任务“一层”与“二层”之间有两条同类关系，只导入了第一条。",
        "任务“二层”的前置任务在另一个项目里，这条关系没有导入。",
    ]
    assert [one["code"] for one in answer.data["findings"] if one["task"] and one["task"].startswith("屋顶")] == ["name_cut"]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "invalid"),
        (b"%PDF-1.7", 400, "invalid"),
        (house()[:-400], 400, "invalid"),
        (project(task(1, "甲", inside=link(2)), task(2, "乙", inside=link(1))), 400, "cycle"),
        (project(*(task(n, str(n), level=n) for n in range(1, 23))), 400, "too_deep"),
        (project(task(1, "甲", 800_000)), 400, "no_working_time"),
    ],
)
def test_a_file_that_cannot_be_loaded_changes_nothing(plan: Plan, east: Caller, data: bytes, status: int, code: str) -> None:
    fill(plan, add("原有任务", 3))
    before, jobs = state(plan), queued()
    answer = load(east, plan, data)
    assert (answer.status, answer.code) == (status, code), answer.data
    assert state(plan) == before
    assert queued() == jobs


def test_a_cycle_is_named(plan: Plan, east: Caller) -> None:
    answer = load(east, plan, project(task(1, "甲", inside=link(2)), task(2, "乙", inside=link(1))))
    assert "甲" in answer.data["message"]
    assert "乙" in answer.data["message"]


def test_who_may_not_is_told_before_the_file_is_read(plan: Plan, firm: Firm, east: Caller, west: Caller, reader: Caller) -> None:
    before = state(plan)
    assert (load(west, plan, house()).status, load(west, plan, house()).code) == (404, "not_found")
    assert load(reader, plan, house()).status == 403
    assert west.get(f"/r/plans/{plan.pk}/file").status == 404
    assert reader.get(f"/r/plans/{plan.pk}/file").status == 403
    assert state(plan) == before
    assert load(east, plan, house(), mode="sideways").status == 422
    assert east.get(f"/r/plans/{plan.pk}/file", format="mpp").status == 422


def test_a_huge_file_is_refused_with_413(plan: Plan, east: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MAX_BYTES", 100)
    answer = load(east, plan, house())
    assert (answer.status, answer.code) == (413, "too_big")


def test_one_of_several_projects_is_chosen(plan: Plan, east: Caller) -> None:
    lines = [
        "ERMHDR\t19.12", "%T\tPROJECT", "%F\tproj_id\tproj_short_name\tplan_start_date", "%R\t7\t一标\t2026-03-02 08:00",
        "%R\t8\t二标\t2026-04-01 08:00", "%T\tTASK", "%F\ttask_id\tproj_id\ttask_code\ttask_name\ttask_type\ttarget_drtn_hr_cnt",
        "%R\t1\t7\tA10\t桩基\tTT_Task\t16", "%R\t2\t8\tB10\t路基\tTT_Task\t24", "%E",
    ]  # fmt: skip
    xer = "\r\n".join(lines).encode("gb18030")
    first = load(east, plan, xer, "p.xer", preview="true")
    assert first.data["projects"] == [{"id": "7", "name": "一标"}, {"id": "8", "name": "二标"}]
    assert [one["code"] for one in first.data["findings"]] == ["several"]
    assert load(east, plan, xer, "p.xer", project="8").status == 200
    assert task_named(plan, "路基").duration == 1440
    refused = load(east, plan, xer, "p.xer", project="9")
    assert (refused.status, refused.code) == (400, "invalid")
