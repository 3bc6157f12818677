"""Files that MS Project and Primavera wrote: our calculation gives what stands in them."""

import pytest

from zhuke.modules.planning.domain.cpm import calculate
from zhuke.modules.planning.domain.network import moment
from zhuke.modules.planning.interchange import mspdi_read, pmxml, xer
from zhuke.modules.planning.interchange.network import to_network

from .mspdi_text import calendar, link, project, task, times
from .outside import SCHEDULES

REAL = sorted(SCHEDULES.glob("mspdi/*.xml"))
TWINS = sorted(path for path in SCHEDULES.glob("xer/*.xer") if path.with_suffix(".xml").exists())


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_dates_floats_and_critical_tasks_are_those_of_ms_project(path):
    plan = mspdi_read.read(path.read_bytes())
    rows = calculate(to_network(plan)).rows
    for one in plan.tasks:
        if one.null:
            continue
        row = rows[one.uid]
        ours = (moment(row.start), moment(row.finish), moment(row.late_start), moment(row.late_finish), row.total_float, row.critical)
        assert ours == (one.start, one.finish, one.late_start, one.late_finish, one.total_slack, one.critical), one.name
        assert row.free_float == one.free_slack, one.name


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_twins_of_primavera_agree_on_what_both_say(path):
    first, second = xer.read(path), pmxml.read(path.with_suffix(".xml").read_bytes())
    assert first.lag_by == second.lag_by == "predecessor"
    assert first.name.casefold() == second.name.casefold()
    assert [(t.name, t.wbs, t.level, t.progress, t.milestone) for t in first.tasks] == [
        (t.name, t.wbs, t.level, t.progress, t.milestone) for t in second.tasks
    ]
    for plan in (first, second):
        rows = calculate(to_network(plan)).rows
        assert [(moment(rows[t.uid].start), moment(rows[t.uid].finish)) for t in plan.tasks] == [(t.start, t.finish) for t in plan.tasks]


def test_a_task_runs_in_the_hours_of_all_who_work_on_it():
    night = calendar(2, "夜班", days="".join(f"<WeekDay><DayType>{n}</DayType>{times('20:00-00:00')}</WeekDay>" for n in range(2, 7)))
    people = "".join(f"<Resource><UID>{n}</UID><Name>{n}</Name><Type>1</Type><CalendarUID>{n}</CalendarUID></Resource>" for n in (1, 2))
    work = "".join(f"<Assignment><UID>{n}</UID><TaskUID>1</TaskUID><ResourceUID>{n}</ResourceUID></Assignment>" for n in (1, 2))
    alone = mspdi_read.read(project(task(1, "一", 24), calendars=calendar() + night))
    both = mspdi_read.read(project(task(1, "一", 24), calendars=calendar() + night, resources=people, assignments=work))
    ends = [str(moment(calculate(to_network(plan)).finish)) for plan in (alone, both)]
    assert ends == ["2026-03-04 17:00:00", "2026-03-04 00:00:00"]


def test_a_task_calendar_cuts_the_hours_of_the_resources_unless_they_are_ignored():
    short = calendar(2, "半天", days="".join(f"<WeekDay><DayType>{n}</DayType>{times('10:00-15:00')}</WeekDay>" for n in range(1, 8)))
    person = "<Resource><UID>1</UID><Name>甲</Name><Type>1</Type><CalendarUID>1</CalendarUID></Resource>"
    work = "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment>"

    def finish(**values):
        data = project(task(1, "一", 10, CalendarUID=2, **values), calendars=calendar() + short, resources=person, assignments=work)
        return str(moment(calculate(to_network(mspdi_read.read(data))).finish))

    assert finish() == "2026-03-04 12:00:00"  # 4 hours a day: 10–12, 13–15
    assert finish(IgnoreResourceCalendar=1) == "2026-03-03 15:00:00"  # 5 hours a day


@pytest.mark.parametrize(
    ("kind", "lag", "form", "expected"),
    [
        (1, 0, 7, "03-04 17:00"),
        (1, 4800, 7, "03-05 17:00"),
        (1, -4800, 7, "03-03 17:00"),
        (1, 50, 19, "03-05 17:00"),  # half of two days
        (1, 14400, 8, "03-05 17:00"),  # 24 hours of the clock
        (3, 4800, 7, "03-03 17:00"),
        (0, 0, 7, "03-03 17:00"),
        (2, 9600, 7, "03-03 17:00"),
    ],
)
def test_links_and_lags(kind, lag, form, expected):
    plan = mspdi_read.read(project(task(1, "一", 16), task(2, "二", 8, inside=link(1, kind, lag, form))))
    assert f"{moment(calculate(to_network(plan)).rows[2].finish):%m-%d %H:%M}" == expected
