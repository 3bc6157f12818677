"""The shortest levelled plan: tried against all orders there are, and against known optima from outside."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuke.modules.planning.domain.cpm import calculate
from zhuke.modules.planning.domain.forward import Forward
from zhuke.modules.planning.domain.graph import Graph
from zhuke.modules.planning.domain.levelling import CannotLevel, Capacity, Levelled, Run, level, needs_of
from zhuke.modules.planning.domain.network import Activity, Constraint, Link, LinkKind, Network
from zhuke.modules.planning.domain.optimal import optimise
from zhuke.modules.planning.domain.worktime import ALWAYS, WorkTime

from .test_engine import CALENDAR, DAY, MONDAY, at, net
from .test_proof_levelling import FILES, OWN, Problem, faults, outside

SAMPLE = ("j3010_1", "j3011_6", "j305_2", "j303_6", "j306_8", "j3016_4")  # one or more of each kind; solved in a second each
HARD = "j3013_2"


def optimal(one: Problem, seconds: float = 20.0) -> Levelled:
    demands = {key: dict(enumerate(units)) for key, units in one.needs.items()}
    return optimise(one.network, demands, {n: Capacity(units) for n, units in enumerate(one.capacities)}, seconds=seconds)


@pytest.mark.parametrize("one", OWN, ids=lambda one: one.name)
def test_small_problems_are_proven(one: Problem) -> None:
    found = optimal(one)
    assert (faults(one, found), found.finish, found.proven) == ([], one.optimum, True)


@pytest.mark.skipif(not FILES, reason="the instances are not beside this checkout")
def test_instances_from_outside_reach_their_optimum() -> None:
    problems = [one for one in outside() if one.name in SAMPLE]
    found = [optimal(one) for one in problems]
    assert [fault for one, result in zip(problems, found, strict=True) for fault in faults(one, result)] == []
    assert [(one.name, result.finish, result.proven) for one, result in zip(problems, found, strict=True)] == [
        (one.name, one.optimum, True) for one in problems
    ]


@pytest.mark.skipif(not FILES, reason="the instances are not beside this checkout")
def test_an_interrupted_search_claims_nothing_and_is_no_worse_than_the_rules() -> None:
    one = next(one for one in outside() if one.name == HARD)
    found = optimal(one, seconds=0.3)
    demands = {key: dict(enumerate(units)) for key, units in one.needs.items()}
    rules = level(one.network, demands, {n: Capacity(units) for n, units in enumerate(one.capacities)})
    assert faults(one, found) == []
    assert found.finish <= rules.finish
    assert not found.proven


def shortest(network: Network, demands: dict[Any, Any], capacities: dict[Any, Capacity]) -> int:
    """The earliest end by trying every order of the tasks: one of them gives the optimum."""
    graph, rows = Graph(network), calculate(network).rows
    needs = needs_of(network, graph, demands)
    runs = (Run(network, graph, rows, needs, capacities, order, within_float=False) for order in permutations(range(graph.n)))
    return min(run.run("all").finish for run in runs)


@st.composite
def small(draw: st.DrawFn) -> Network:
    n = draw(st.integers(2, 5))
    tasks = []
    for i in range(n):
        snet = draw(st.sampled_from((None, None, MONDAY + 1440)))
        constraint = Constraint.ASAP if snet is None else Constraint.SNET
        tasks.append(Activity(i, draw(st.integers(0, 5)) * 240, constraint=constraint, constraint_at=snet))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(0, 2)), max_size=n))
    links = tuple(Link(a, b, LinkKind.FS, lag * 240) for a, b, lag in pairs if a < b)
    return Network(tuple(tasks), links, (CALENDAR,), MONDAY)


@given(small(), st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_ends_earlier_than_what_is_proven(network: Network, data: st.DataObject) -> None:
    demands = {a.key: {"crane": data.draw(st.integers(0, 2)), "crew": data.draw(st.integers(0, 3))} for a in network.activities}
    capacities = {"crane": Capacity(2, ((MONDAY + 480, MONDAY + 2880, 2),)), "crew": Capacity(3)}
    found = optimise(network, demands, capacities, seconds=5)
    assert found.over == []
    assert found.finish == shortest(network, demands, capacities)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_links_of_every_kind_and_summaries_hold(data: st.DataObject) -> None:
    n = data.draw(st.integers(3, 9))
    kinds = st.sampled_from(list(LinkKind))
    parents = ["p" if i < 2 else "q" if i == 2 else None for i in range(n)]
    tasks = tuple(Activity(i, data.draw(st.integers(0, 4)) * 240, parent=parents[i]) for i in range(n))
    pairs = data.draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), kinds, st.integers(-2, 3)), max_size=2 * n))
    links = [Link(a, b, kind, lag * 240) for a, b, kind, lag in pairs if a < b]
    links += data.draw(st.sampled_from(([], [Link("p", "q")], [Link("p", n - 1, LinkKind.SS, 480)])))
    network = Network((Activity("p"), Activity("q"), *tasks), tuple(links), (CALENDAR,), MONDAY)
    demands = {i: {"crew": data.draw(st.integers(0, 3))} for i in range(n)}
    capacities = {"crew": Capacity(3, ((MONDAY + 1440, MONDAY + 2880, 1),))}
    found, rules = optimise(network, demands, capacities, seconds=5), level(network, demands, capacities)
    assert (len(found.over), found.finish) <= (len(rules.over), rules.finish)
    graph = Graph(network)
    early = Forward(network, graph)
    early.run()
    for i, activity in enumerate(network.activities):
        assert found.rows[activity.key][0] >= early.start[i]
    for start, _end in found.rows.values():
        used = sum(demands[key]["crew"] for key in range(n) if found.rows[key][0] <= start < found.rows[key][1])
        assert used == 0 or used + (MONDAY + 1440 <= start < MONDAY + 2880) <= 3


def test_what_has_begun_stays_and_other_plans_count() -> None:
    network = net(Activity("begun", 3 * DAY, actual_start=MONDAY), Activity("a", 2 * DAY), Activity("b", DAY))
    demands = {key: {"crew": 1} for key in ("begun", "a", "b")}
    found = optimise(network, demands, {"crew": Capacity(1, ((MONDAY + 4 * 1440, MONDAY + 5 * 1440, 1),))}, seconds=5)
    assert found.rows["begun"][0] == MONDAY
    assert (found.finish, found.proven, found.over) == (at("03-10T17:00"), True, [])  # b on Thursday, Friday taken, a from Monday on
    assert found.rows["b"][1] == at("03-05T17:00")


def test_within_the_float_the_end_stays() -> None:
    network = net(Activity("long", 5 * DAY), Activity("a", 2 * DAY), Activity("b", 3 * DAY), Activity("c", 2 * DAY))
    demands = {key: {"crew": 1} for key in "abc"}
    capacities = {"crew": Capacity(1)}
    tight = optimise(network, demands, capacities, within_float=True, seconds=5)
    assert tight.finish == calculate(network).finish
    assert (len(tight.over), tight.proven) == (1, False)
    pair = optimise(network, {key: {"crew": 1} for key in "ab"}, capacities, within_float=True, seconds=5)
    assert (pair.over, pair.finish) == ([], calculate(network).finish)


def test_what_cannot_be_modelled_is_said() -> None:
    tasks = (Activity("a", DAY), Activity("b", DAY, calendar=1))
    network = Network(tasks, (), (CALENDAR, WorkTime(ALWAYS)), MONDAY)
    demands = {"a": {"crew": 1}, "b": {"crew": 1}}
    found = optimise(network, demands, {"crew": Capacity(1)})
    assert (found.note, found.proven, found.over) == ("calendars", False, [])
    assert found.finish == level(network, demands, {"crew": Capacity(1)}).finish
    with pytest.raises(CannotLevel):
        optimise(network, {"a": {"crew": 2}}, {"crew": Capacity(1)})
