"""MS Project XML is read for what it says and written again without losing anything."""
# ruff: noqa: DTZ001  times of files are wall-clock times without an offset

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuke.modules.planning.domain.network import Constraint, LinkKind
from zhuke.modules.planning.domain.worktime import STANDARD, day_number
from zhuke.modules.planning.interchange import mspdi_read, mspdi_write, reading
from zhuke.modules.planning.interchange.calendars import days_of, work_time
from zhuke.modules.planning.interchange.plan_file import (
    FileAssignment,
    FileBaseline,
    FileCalendar,
    FileException,
    FileLink,
    FileResource,
    FileTask,
    PlanFile,
    Recurrence,
    set_parents,
)
from zhuke.modules.planning.interchange.refusals import BadPlanFile

from .mspdi_text import calendar, exception, house, link, project, task, times
from .outside import SCHEDULES

REAL = sorted(SCHEDULES.glob("mspdi/*.xml"))


def tree(element: Element) -> tuple[object, ...]:
    """Everything of an element; a repeated child keeps its place among its like."""
    children = sorted(element, key=lambda child: child.tag)
    return (element.tag, (element.text or "").strip() if not len(element) else "", tuple(tree(child) for child in children))


def by_name(plan: PlanFile) -> dict[str, FileTask]:
    return {one.name: one for one in plan.tasks}


def test_everything_of_a_file_is_read() -> None:
    plan = mspdi_read.read(house())
    tasks = by_name(plan)
    assert (plan.name, plan.title, plan.start, plan.calendar) == ("样板", "东湖一期", dt.datetime(2026, 3, 2, 8), 1)
    assert [(one.name, one.level, one.parent) for one in plan.rows()][:3] == [("基础", 1, 0), ("土方", 2, 1), ("垫层", 2, 1)]
    assert tasks["土方"].deadline == dt.datetime(2026, 3, 10, 17)
    assert tasks["土方"].notes == "停工 & 排水"
    assert tasks["土方"].source["Hyperlink"] == "图纸"
    assert {number: (was.start, was.duration) for number, was in tasks["土方"].baselines.items()} == {
        0: (dt.datetime(2026, 3, 2, 8), 1920),
        3: (dt.datetime(2026, 3, 3, 8), 1920),
    }
    assert tasks["基础"].summary
    assert tasks["封顶"].milestone
    assert not tasks["备选"].active
    assert tasks["养护"].elapsed
    assert (tasks["主体"].constraint, tasks["主体"].constraint_at) == (Constraint.SNET, dt.datetime(2026, 3, 9, 8))
    assert [one.uid for one in plan.tasks if one.null] == [4]
    assert [(one.pred, one.succ, one.kind, one.lag, one.elapsed, one.percent) for one in plan.links] == [
        (2, 3, LinkKind.SS, 960, False, None),
        (3, 5, LinkKind.FS, 1440, True, None),
        (3, 6, LinkKind.FS, 0, False, Decimal(50)),
        (2, 6, LinkKind.FS, 0, False, None),
        (6, 7, LinkKind.FS, 0, False, None),
        (2, 8, LinkKind.FS, 0, False, None),
        (6, 9, LinkKind.FF, 0, False, None),
    ]
    assert [(one.task, one.resource, one.units, one.work) for one in plan.assignments] == [(3, 1, Decimal("0.5"), 960)]


@pytest.mark.parametrize("data", [house(), *(path.read_bytes() for path in REAL)], ids=["house", *(path.stem for path in REAL)])
def test_what_was_read_is_written_element_by_element(data: bytes) -> None:
    written = mspdi_write.write(mspdi_read.read(data))
    assert tree(fromstring(written)) == tree(fromstring(data))
    assert mspdi_read.read(written) == mspdi_read.read(data)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_elements_stay_in_the_order_that_ms_project_wrote_them(path: Path) -> None:
    data = path.read_bytes()
    orders = [[child.tag for child in one.iter()] for one in (fromstring(mspdi_write.write(mspdi_read.read(data))), fromstring(data))]
    assert orders[0] == orders[1]


def test_what_was_changed_is_written_in_the_place_of_what_was_read() -> None:
    plan = mspdi_read.read(house())
    changed = by_name(plan)["土方"]
    changed.duration, changed.name, changed.baselines[0].finish = 2400, "土方开挖", dt.datetime(2026, 3, 9, 17)
    plan.links[0].lag, plan.links[1].percent, plan.links[2].percent = 480, None, None
    plan.calendars[0].week[5] = ((480, 720),)
    again = mspdi_read.read(mspdi_write.write(plan))
    assert by_name(again)["土方开挖"].duration == 2400
    assert by_name(again)["土方开挖"].source["Hyperlink"] == "图纸"
    assert by_name(again)["土方开挖"].baselines[0].finish == dt.datetime(2026, 3, 9, 17)
    assert [(one.lag, one.percent) for one in again.links[:3]] == [(480, None), (1440, None), (0, None)]
    assert again.calendars[0].week[5] == ((480, 720),)
    assert again.calendars[0].exceptions == plan.calendars[0].exceptions


def test_calendars_follow_the_one_they_are_derived_from() -> None:
    plan = mspdi_read.read(house())
    derived = work_time(plan, 3)
    assert derived.week == STANDARD
    assert derived.shifts_on(day_number(dt.date(2026, 3, 6))) == ()
    assert work_time(plan, 2).week == (((1200, 1440),),) * 7
    assert work_time(plan, 99).week == STANDARD


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"Type": 1, "Period": 3}, ["2026-03-02", "2026-03-05", "2026-03-08"]),
        ({"Type": 6, "DaysOfWeek": 2 + 16}, ["2026-03-02", "2026-03-05", "2026-03-09"]),
        ({"Type": 6, "DaysOfWeek": 2, "Period": 2}, ["2026-03-02", "2026-03-16", "2026-03-30"]),
        ({"Type": 4, "MonthDay": 31}, ["2026-03-31", "2026-05-31", "2026-07-31"]),
        ({"Type": 5, "MonthItem": 4, "MonthPosition": 4}, ["2026-03-30", "2026-04-27", "2026-05-25"]),
        ({"Type": 5, "MonthItem": 1, "MonthPosition": 0, "Period": 3}, ["2026-03-02", "2026-06-01", "2026-09-01"]),
        ({"Type": 2, "Month": 4, "MonthDay": 1}, ["2026-05-01", "2027-05-01", "2028-05-01"]),
        ({"Type": 3, "Month": 9, "MonthItem": 2, "MonthPosition": 1}, ["2026-10-04", "2027-10-03", "2028-10-07"]),
    ],
)
def test_days_that_come_back(rule: dict[str, Any], expected: list[str]) -> None:
    repeated = exception("2026-03-02", "2030-12-31", Occurrences=3, EnteredByOccurrences=1, **rule)
    plan = mspdi_read.read(project(task(1, "一"), calendars=calendar(exceptions=repeated)))
    assert [day.isoformat() for day in days_of(plan.calendars[0].exceptions[0])] == expected


def test_older_files_spell_exceptions_as_days_of_the_week() -> None:
    old = (
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-03-03T00:00:00</FromDate>"
        "<ToDate>2026-03-04T23:59:00</ToDate></TimePeriod></WeekDay>"
    )
    days = "".join(f"<WeekDay><DayType>{n}</DayType>{times('08:00-12:00')}</WeekDay>" for n in range(2, 7))
    plan = mspdi_read.read(project(task(1, "一"), calendars=calendar(days=days + old)))
    time = work_time(plan, 1)
    assert [time.shifts_on(day_number(dt.date(2026, 3, day))) for day in (2, 3, 4, 5)] == [((480, 720),), (), (), ((480, 720),)]


def test_other_weeks_hold_for_their_time() -> None:
    week = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-07-01T00:00:00</FromDate><ToDate>2026-08-31T23:59:00</ToDate></TimePeriod>"
        f"<Name>高温</Name><WeekDays><WeekDay><DayType>4</DayType>{times('06:00-11:00')}</WeekDay></WeekDays></WorkWeek></WorkWeeks>"
    )
    data = project(task(1, "一")).replace(b"</WeekDays></Calendar>", f"</WeekDays>{week}</Calendar>".encode())
    plan = mspdi_read.read(data)
    time = work_time(plan, 1)
    assert time.shifts_on(day_number(dt.date(2026, 7, 1))) == ((360, 660),)
    assert time.shifts_on(day_number(dt.date(2026, 7, 2))) == STANDARD[0]
    assert time.shifts_on(day_number(dt.date(2026, 9, 2))) == STANDARD[0]
    assert mspdi_read.read(mspdi_write.write(plan)).calendars == plan.calendars


def test_values_that_mean_nothing_are_told_and_left_out() -> None:
    plan = mspdi_read.read(project(task(1, "一", Start="gestern", Deadline="9999-99-99T00:00:00", Priority="很高")))
    assert (plan.tasks[0].start, plan.tasks[0].deadline, plan.tasks[0].priority) == (None, None, 500)
    assert sorted(one.message for one in plan.findings) == [
        "任务“一”的 Deadline 无法识别，已忽略。",
        "任务“一”的 Priority 无法识别，已忽略。",
        "任务“一”的 Start 无法识别，已忽略。",
    ]


def test_two_tasks_of_one_number_stay_two() -> None:
    plan = mspdi_read.read(project(task(1, "一"), task(1, "二"), task(2, "三", inside=link(1))))
    assert [(one.uid, one.name) for one in plan.tasks] == [(1, "一"), (3, "二"), (2, "三")]
    assert [one.code for one in plan.findings] == ["same_uid"]


# Any plan ------------------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
lengths = st.integers(0, 10**6)
shifts = st.sampled_from([(), ((480, 720), (780, 1020)), ((0, 1440),), ((1200, 1440),)])


@st.composite
def plans(draw: st.DrawFn) -> PlanFile:
    plan = PlanFile("mspdi", draw(texts), start=draw(moments), calendar=1, minutes_per_day=draw(st.integers(60, 1440)))
    days = draw(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), max_size=3))
    rule = st.none() | st.builds(Recurrence, st.integers(2, 6), st.integers(1, 4), st.integers(1, 127), day=st.integers(1, 28))
    plan.calendars = [
        FileCalendar(1, "标准", week=draw(st.lists(shifts, min_size=7, max_size=7))),
        FileCalendar(2, draw(texts), 1, is_base=False, exceptions=[FileException(day, day, draw(shifts), "", draw(rule)) for day in days]),
    ]
    count = draw(st.integers(1, 7))
    level = 0
    for uid in range(1, count + 1):
        level = draw(st.integers(1, level + 1))
        one = FileTask(
            uid, draw(texts), id=uid, level=level, duration=draw(lengths), elapsed=draw(st.booleans()), estimated=draw(st.booleans())
        )
        one.active, one.manual, one.priority = draw(st.booleans()), draw(st.booleans()), draw(st.integers(0, 1000))
        one.progress = Decimal(draw(st.integers(0, 100)))
        one.start, one.finish, one.deadline, one.actual_start = (draw(st.none() | moments) for _ in range(4))
        one.constraint, one.constraint_at = draw(st.sampled_from(Constraint)), draw(moments)
        one.total_slack, one.notes, one.calendar = draw(st.none() | lengths), draw(texts), draw(st.sampled_from([None, 2]))
        numbers = draw(st.sets(st.integers(0, 10), max_size=3))
        one.baselines = {number: FileBaseline(draw(moments), draw(moments), draw(lengths)) for number in numbers}
        plan.tasks.append(one)
    pairs = draw(st.sets(st.tuples(st.integers(1, count), st.integers(1, count)), max_size=6))
    for pred, succ in sorted(pairs, key=lambda pair: pair[::-1]):  # links lie with their successors
        percent = draw(st.none() | st.integers(-100, 300).map(Decimal))
        lag = 0 if percent is not None else draw(st.integers(-(10**5), 10**5))
        plan.links.append(FileLink(pred, succ, draw(st.sampled_from(LinkKind)), lag, draw(st.booleans()), percent))
    plan.resources = [
        FileResource(1, draw(texts), 1, units=Decimal(draw(st.integers(1, 40))), rate=Decimal(draw(st.integers(0, 900))), calendar=2)
    ]
    plan.assignments = [FileAssignment(1, 1, draw(st.sampled_from([None, 1])), Decimal("0.25"), draw(lengths), start=draw(moments))]
    set_parents(plan)
    return plan


def facts(plan: PlanFile) -> object:
    """All that is meant, without how it was spelt."""
    import msgspec

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if key not in ("source", "nested", "findings")}
        return [bare(one) for one in value] if isinstance(value, list) else value

    found = bare(msgspec.to_builtins(plan))
    for one in found["tasks"]:  # type: ignore[index]
        one.pop("wbs")
    for one in found["links"]:  # type: ignore[index]
        one["percent"] = None if one["percent"] is None else float(one["percent"])
    for one in found["resources"]:  # type: ignore[index]
        one["rate"] = float(one["rate"])
    return found


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_comes_back_as_it_was(plan: PlanFile) -> None:
    again = mspdi_read.read(mspdi_write.write(plan))
    assert facts(again) == facts(plan)
    assert mspdi_read.read(mspdi_write.write(again)) == again


# Files that are none -------------------------------------------------------------------------------------------------------

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;">' % (98 + n, 97 + n, 97 + n, 97 + n) for n in range(20))
    + b"]><Project><Name>&t;</Name></Project>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project><Name>&a;</Name></Project>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (BOMB, "hostile"),
        (OUTSIDE, "hostile"),
        (house()[:-300], "broken"),
        (project(task(1, "一")).replace(b"<Tasks>", b"<Tasks>" + b"<a>" * 60 + b"</a>" * 60), "too_much"),
        (project(task(1, "一" * 200_000)), "too_much"),
        (project(), "no_tasks"),
        (project(task(0, "样板", 0, 0)), "no_tasks"),
        (b"<?xml version='1.0'?><gbXML><Campus/></gbXML>", "other_xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "TBkndTask".encode("utf-16-le") + bytes(600), "mpp"),
        (b"%PDF-1.7 plan", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"hello, no plan in here\nat all\n", "no_name_column"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_words(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "计划.xml"
    path.write_bytes(data)
    with pytest.raises(BadPlanFile) as refused:
        reading.read(path, "计划.xml")
    assert refused.value.code == code
    assert refused.value.message.endswith("。")
    assert "{" not in refused.value.message


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "big.xml"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    with pytest.raises(BadPlanFile, match="100 MB"):
        reading.read(path)


def test_too_many_tasks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mspdi_read, "MAX_TASKS", 3)
    with pytest.raises(BadPlanFile, match="超过 3 项"):
        mspdi_read.read(project(*(task(n, str(n)) for n in range(1, 6))))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16"])
def test_chinese_programs_write_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = house().decode().replace("UTF-8", "gb2312" if encoding.startswith("gb") else encoding)
    path = tmp_path / "a.xml"
    path.write_bytes(text.encode(encoding))
    assert by_name(reading.read(path))["夜间浇筑"].duration == 480


def test_characters_that_xml_forbids_do_not_stop_the_reading() -> None:
    plan = mspdi_read.read(project(task(1, "一&#x1F;二")).replace("样板".encode(), "样\x0b板".encode(), 1))
    assert plan.tasks[0].name == "一二"
    assert plan.name == "样板"
