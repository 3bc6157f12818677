"""The engine: working time, links, constraints, progress, summaries; properties that every schedule has."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuke.modules.planning.domain.cpm import calculate
from zhuke.modules.planning.domain.levelling import CannotLevel, Capacity, level
from zhuke.modules.planning.domain.network import Activity, Constraint, Cycle, Link, LinkKind, Network, UnknownKey, minutes, moment
from zhuke.modules.planning.domain.worktime import ALWAYS, STANDARD, NoWorkingTime, WorkTime, day_number

MONDAY = minutes(dt.datetime(2026, 3, 2))  # noqa: DTZ001
CALENDAR = WorkTime(STANDARD)
DAY = 480


def at(text: str) -> int:
    return minutes(dt.datetime.fromisoformat(f"2026-{text}"))


def dates(network: Network, key: Any) -> tuple[str, str]:
    row = calculate(network).rows[key]
    return moment(row.start).strftime("%m-%d %H:%M"), moment(row.finish).strftime("%m-%d %H:%M")


def net(*activities: Activity, links: tuple[Link, ...] = (), **values: Any) -> Network:
    return Network(activities, links, (CALENDAR,), MONDAY, **values)


moments = st.integers(min_value=0, max_value=40 * 366 * 1440)


@given(moments, st.integers(min_value=1, max_value=100_000))
@settings(max_examples=200, deadline=None)
def test_what_is_added_is_what_lies_between(begin: int, work: int) -> None:
    end = CALENDAR.add(begin, work)
    assert CALENDAR.between(begin, end) == work
    assert CALENDAR.between(CALENDAR.subtract(end, work), end) == work
    assert CALENDAR.subtract(end, work) >= begin
    assert CALENDAR.between(end, begin) == -work


@given(moments)
@settings(max_examples=200, deadline=None)
def test_next_and_last_working_moments(when: int) -> None:
    start, end = CALENDAR.next_start(when), CALENDAR.prev_end(when)
    assert CALENDAR.works(start)
    assert CALENDAR.works(end - 1)
    assert end <= when <= start
    assert CALENDAR.between(when, start) == CALENDAR.between(end, when) == 0


def test_exceptions_go_before_the_week() -> None:
    day = day_number(dt.date(2026, 3, 3))
    calendar = WorkTime(STANDARD, {day: (), day + 4: ((480, 720),)})
    assert moment(calendar.add(at("03-02T08:00"), 2 * DAY)).isoformat() == "2026-03-04T17:00:00"
    assert moment(calendar.next_start(at("03-06T17:00"))).isoformat() == "2026-03-07T08:00:00"
    with pytest.raises(NoWorkingTime):
        WorkTime(((),) * 7).add(0, 1)
    assert WorkTime(STANDARD).united(WorkTime(ALWAYS)).between(0, 1440) == 1440
    assert (
        WorkTime(STANDARD)
        .common(
            WorkTime(
                ((540, 600),),
            )
            if False
            else WorkTime((((540, 600),),) * 7)
        )
        .minutes_per_day()
        == 60
    )


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        ("FS", 0, "03-04 08:00", "03-05 17:00"),
        ("FS", DAY, "03-05 08:00", "03-06 17:00"),
        ("FS", -DAY, "03-03 08:00", "03-04 17:00"),
        ("SS", DAY, "03-03 08:00", "03-04 17:00"),
        ("FF", DAY, "03-03 08:00", "03-04 17:00"),
        ("SF", 0, "03-02 08:00", "03-03 17:00"),
        ("SF", 3 * DAY, "03-03 08:00", "03-04 17:00"),
    ],
)
def test_links(kind: str, lag: int, start: str, finish: str) -> None:
    network = net(Activity("a", 2 * DAY), Activity("b", 2 * DAY), links=(Link("a", "b", LinkKind(kind), lag),))
    assert dates(network, "b") == (start, finish)


def test_an_elapsed_lag_counts_the_clock() -> None:
    network = net(Activity("a", 5 * DAY), Activity("b", DAY), links=(Link("a", "b", lag=72 * 60, elapsed=True),))
    assert dates(network, "b") == ("03-10 08:00", "03-10 17:00")


@pytest.mark.parametrize(
    ("constraint", "when", "start", "total"),
    [
        ("snet", "03-10T08:00", "03-10 08:00", 0),
        ("snlt", "03-03T08:00", "03-03 08:00", 0),
        ("fnet", "03-10T17:00", "03-10 08:00", 0),
        ("fnlt", "03-03T17:00", "03-03 08:00", 0),
        ("mso", "03-05T08:00", "03-05 08:00", 0),
        ("mfo", "03-05T17:00", "03-05 08:00", 0),
    ],
)
def test_constraints_hold_against_links(constraint: str, when: str, start: str, total: int) -> None:
    network = net(
        Activity("a", 2 * DAY), Activity("b", DAY, constraint=Constraint(constraint), constraint_at=at(when)), links=(Link("a", "b"),)
    )
    rows = calculate(network).rows
    assert dates(network, "b")[0] == start
    assert rows["b"].total_float == total
    if constraint in ("snlt", "fnlt"):
        assert rows["a"].total_float == -DAY


def test_links_hold_where_constraints_are_not_honoured() -> None:
    late = Activity("b", DAY, constraint=Constraint.SNLT, constraint_at=at("03-03T08:00"))
    network = net(Activity("a", 2 * DAY), late, links=(Link("a", "b"),), honour_constraints=False)
    assert dates(network, "b")[0] == "03-04 08:00"
    assert calculate(network).rows["b"].total_float == -DAY


def test_as_late_as_possible_takes_all_the_float() -> None:
    network = net(
        Activity("long", 5 * DAY), Activity("alap", DAY, constraint=Constraint.ALAP), Activity("end", DAY),
        links=(Link("long", "end"), Link("alap", "end")),
    )  # fmt: skip
    assert dates(network, "alap") == ("03-06 08:00", "03-06 17:00")
    assert calculate(network).rows["alap"].critical


def test_floats_and_the_critical_path() -> None:
    network = net(
        Activity("a", 2 * DAY), Activity("b", 3 * DAY), Activity("c", DAY), Activity("d", DAY, deadline=at("03-06T17:00")),
        links=(Link("a", "b"), Link("a", "c"), Link("b", "d"), Link("c", "d")),
    )  # fmt: skip
    rows = calculate(network).rows
    assert {key: (row.total_float, row.free_float, row.critical) for key, row in rows.items()} == {
        "a": (-DAY, 0, True), "b": (-DAY, 0, True), "c": (DAY, DAY, False), "d": (-DAY, 0, True),
    }  # fmt: skip


def test_what_has_happened_stands() -> None:
    begun = Activity("a", 4 * DAY, actual_start=at("03-03T08:00"), progress=50)
    done = Activity("z", DAY, actual_start=at("03-04T08:00"), actual_finish=at("03-04T17:00"), progress=100)
    rows = calculate(net(begun, Activity("b", DAY), done, links=(Link("a", "b"), Link("b", "z")))).rows
    assert (rows["a"].start, rows["a"].finish) == (at("03-03T08:00"), at("03-06T17:00"))
    assert rows["b"].start == at("03-09T08:00")
    assert (rows["z"].finish, rows["z"].critical, rows["z"].total_float) == (at("03-04T17:00"), False, 0)
    later = calculate(net(begun, Activity("b", DAY), links=(Link("a", "b"),), status_at=at("03-10T00:00"))).rows
    assert (later["a"].finish, later["b"].start) == (at("03-11T17:00"), at("03-12T08:00"))


def test_summaries_roll_up_and_pass_links_on() -> None:
    network = net(
        Activity("first", DAY), Activity("sum"), Activity("x", DAY, parent="sum"), Activity("y", 3 * DAY, parent="sum"),
        Activity("after", DAY), Activity("off", 30 * DAY, parent="sum", inactive=True),
        links=(Link("first", "sum"), Link("sum", "after")),
    )  # fmt: skip
    assert dates(network, "x")[0] == "03-03 08:00"
    assert dates(network, "sum") == ("03-03 08:00", "03-05 17:00")
    assert dates(network, "after") == ("03-06 08:00", "03-06 17:00")
    assert calculate(network).rows["x"].free_float == 2 * DAY


def test_milestones_manual_and_unknown() -> None:
    network = net(
        Activity("a", DAY), Activity("m"), Activity("hand", DAY, manual=True, start_at=at("03-02T08:00")), Activity("b", DAY),
        links=(Link("a", "m"), Link("m", "hand"), Link("m", "b")),
    )  # fmt: skip
    assert dates(network, "m") == ("03-02 17:00", "03-02 17:00")
    assert dates(network, "hand") == ("03-02 08:00", "03-02 17:00")
    assert dates(network, "b")[0] == "03-03 08:00"
    with pytest.raises(UnknownKey):
        calculate(net(Activity("a"), links=(Link("a", "nobody"),)))


def test_a_ring_is_named() -> None:
    with pytest.raises(Cycle) as caught:
        calculate(net(*(Activity(key, DAY) for key in "abcd"), links=(Link("a", "b"), Link("b", "c"), Link("c", "b"), Link("c", "d"))))
    assert set(caught.value.keys) == {"b", "c"}
    with pytest.raises(Cycle):
        calculate(net(Activity("s"), Activity("t", DAY, parent="s"), links=(Link("t", "s"),)))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    n = draw(st.integers(2, 12))
    tasks = tuple(Activity(i, draw(st.integers(0, 5)) * 240, priority=draw(st.sampled_from((100, 500, 900)))) for i in range(n))
    kinds = st.sampled_from(list(LinkKind))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), kinds, st.integers(-2, 3)), max_size=2 * n))
    links = tuple(Link(a, b, kind, lag * 240) for a, b, kind, lag in pairs if a < b)
    return Network(tasks, links, (CALENDAR,), MONDAY)


@given(networks())
@settings(max_examples=150, deadline=None)
def test_every_schedule_keeps_its_links(network: Network) -> None:
    schedule = calculate(network)
    for link in network.links:
        pred, succ = schedule.rows[link.pred], schedule.rows[link.succ]
        begin = pred.start if link.kind in ("SS", "SF") else pred.finish
        end = succ.finish if link.kind in ("FF", "SF") else succ.start
        assert end >= CALENDAR.add(begin, link.lag)
    for activity in network.activities:
        row = schedule.rows[activity.key]
        assert CALENDAR.between(row.start, row.finish) == activity.duration
        assert 0 <= row.free_float <= row.total_float
    assert any(row.critical for row in schedule.rows.values())


@given(networks(), st.sampled_from(("best", "priority", "slack")), st.data())
@settings(max_examples=100, deadline=None)
def test_no_levelled_schedule_breaks_a_limit(network: Network, rule: str, data: st.DataObject) -> None:
    demands = {a.key: {"crane": data.draw(st.integers(0, 2)), "crew": data.draw(st.integers(0, 3))} for a in network.activities}
    capacities = {"crane": Capacity(2, ((MONDAY, MONDAY + 2880, 2),)), "crew": Capacity(3)}
    found = level(network, demands, capacities, rule)
    assert found.over == []
    assert found.finish >= calculate(network).finish
    for name, capacity in capacities.items():
        for start, _finish in found.rows.values():
            used = sum(demands[key][name] for key, (begin, end) in found.rows.items() if begin <= start < end)
            away = sum(units for begin, end, units in capacity.away if begin <= start < end)
            assert used == 0 or used + away <= capacity.units
    # The starts found are enough to come to the same schedule by links alone.
    again = Network(
        tuple(a if a.key not in found.starts else _waiting(a, found.starts[a.key]) for a in network.activities), network.links,
        network.calendars, network.start,
    )  # fmt: skip
    assert {key: row.start for key, row in calculate(again).rows.items()} == {key: dates_[0] for key, dates_ in found.rows.items()}


def _waiting(activity: Activity, start: int) -> Activity:
    return Activity(activity.key, activity.duration, not_before=start, priority=activity.priority)


def test_levelling_within_the_float_and_what_cannot_be() -> None:
    network = net(Activity("long", 5 * DAY), Activity("a", 2 * DAY), Activity("b", 2 * DAY), Activity("c", 2 * DAY))
    demands = {key: {"crew": 1} for key in "abc"}
    tight = level(network, demands, {"crew": Capacity(1)}, within_float=True)
    assert tight.finish == calculate(network).finish
    assert len(tight.over) == 1
    free = level(network, demands, {"crew": Capacity(1)})
    assert (free.over, free.finish) == ([], at("03-09T17:00"))
    with pytest.raises(CannotLevel) as caught:
        level(network, {"a": {"crew": 2}}, {"crew": Capacity(1)})
    assert (caught.value.key, caught.value.resource) == ("a", "crew")
