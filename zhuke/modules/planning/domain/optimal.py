"""The shortest levelled plan, by constraint programming (CP-SAT of OR-tools, an optional extra of the product).

Time is counted in working minutes of the calendar that the movable tasks share. What does not go into such a model (lags by the clock,
absences that lie wholly outside working time) is left out of it, so that its bound on the end of the plan always holds. Its answer is
taken as an order only: the serial scheme of levelling.py puts the tasks down in that order by the exact rules, and what the rules of
priority find is kept where it is better.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

from .cpm import calculate
from .forward import Forward
from .graph import Graph, Tie
from .levelling import Capacity, Demand, Free, Levelled, Run, level, needs_of, stays
from .network import Network, Row
from .worktime import WorkTime

SECONDS = 20.0
MOST_TASKS = 1_000  # more of them, and the time goes into making the model
UNITS = 1_000  # units of a resource are counted in thousandths
MEMORY_MB = 1_500
SEED = 1
FOR_THE_END = 0.7  # of the time goes into an earlier end, the rest into less delay


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("ortools") is not None


def optimise(
    network: Network,
    demands: Mapping[Any, Demand],
    capacities: Mapping[Any, Capacity],
    *,
    within_float: bool = False,
    seconds: float = SECONDS,
) -> Levelled:
    """The levelled plan that ends earliest, and of those one with little delay; never worse than ``level`` by all its rules.

    At most ``seconds`` are searched; ``proven`` tells whether nothing ends earlier. The same input gives the same answer unless the
    machine was too busy. ``note``: "calendars" (the movable tasks do not share one) or "too_many": the rules' plan as it is.
    Raises what ``level`` raises. Needs the extra (``available``).
    """
    best = level(network, demands, capacities, within_float=within_float)
    case = _Case(network, demands, capacities, within_float=within_float)
    if case.note or not case.movable:
        return replace(best, note=case.note)
    orders, bound = _Search(case, best).run(seconds)
    finish = case.position(best.finish)
    for starts in orders:
        found = case.put_down(starts)
        if case.worth(found) < case.worth(best):
            best, finish = found, case.position(found.finish)
    return replace(best, proven=not best.over and bound is not None and finish <= bound)


class _Case:
    """What is to be levelled, in working minutes since ``network.start`` on the calendar that the movable tasks share."""

    def __init__(
        self, network: Network, demands: Mapping[Any, Demand], capacities: Mapping[Any, Capacity], *, within_float: bool
    ) -> None:  # fmt: skip
        self.network, self.capacities, self.within_float = network, capacities, within_float
        self.graph = Graph(network)
        self.rows: Mapping[Any, Row] = calculate(network).rows
        self.needs = needs_of(network, self.graph, demands)
        self.early = Forward(network, self.graph)
        self.early.run()
        self.movable = [
            i for i, a in enumerate(network.activities) if not (self.graph.children[i] or a.inactive or stays(a))
        ]  # fmt: skip
        kinds = {_kind(network.calendars[network.activities[i].calendar]) for i in self.movable if network.activities[i].duration}
        self.note = "calendars" if len(kinds) > 1 else "too_many" if len(self.movable) > MOST_TASKS else ""
        shared = next((c for c in network.calendars if _kind(c) in kinds), network.calendars[0])
        self.calendar = shared
        self.same = [_kind(c) == _kind(shared) for c in network.calendars]

    def position(self, at: int) -> int:
        """Working minutes from the beginning of the plan to a moment."""
        return self.calendar.between(self.network.start, at)

    def put_down(self, starts: Mapping[int, int]) -> Levelled:
        """The plan in which tasks are put down in the order of these starts."""
        ranks = [float(starts.get(i, self.position(self.early.start[i]))) for i in range(self.graph.n)]
        run = Run(self.network, self.graph, self.rows, self.needs, self.capacities, ranks, within_float=self.within_float)
        return run.run("optimal")

    def worth(self, found: Levelled) -> tuple[int, int, int]:
        """Less is better: overloads, the end, working minutes of delay in all."""
        delay = sum(self.position(found.rows[self.network.activities[i].key][0]) - self.position(self.early.start[i]) for i in self.movable)
        return len(found.over), found.finish, delay

    def latest(self, i: int) -> int | None:
        """Where a movable task must have begun so that the end of the plan stays; None: it need not stay."""
        if not self.within_float:
            return None
        return self.position(max(self.rows[self.network.activities[i].key].late_start, self.early.start[i]))

    def taken(self, resource: Any, until: int) -> Iterator[tuple[int, int, int]]:
        """(from, to, thousandths) that absences, other plans and what cannot be moved take of a resource before ``until``."""
        free = Free(self.capacities[resource])
        for i, activity in enumerate(self.network.activities):
            if resource in self.needs[i] and not activity.inactive and stays(activity):
                row = self.rows[activity.key]
                free.take(row.start, row.finish, self.needs[i][resource])
        whole = _thousandths(self.capacities[resource].units)
        for k in range(1, len(free.times)):  # before the first change nothing is taken
            used = whole - max(0, _thousandths(free.levels[k]))
            begin = self.position(max(free.times[k], self.network.start))
            last = k + 1 == len(free.times)
            end = until if last else min(until, self.position(max(free.times[k + 1], self.network.start)))
            if used > 0 and end > begin:
                yield begin, end, used


@dataclass(slots=True)
class _Times:
    """Beginning and end of each activity in the model: variables, sums of them, or numbers."""

    begin: dict[int, Any]
    end: dict[int, Any]


class _Search:
    """The model of a case, and what the solver makes of it."""

    def __init__(self, case: _Case, best: Levelled) -> None:
        from ortools.sat.python import cp_model

        self.cp, self.case, self.model = cp_model, case, cp_model.CpModel()
        graph, activities = case.graph, case.network.activities
        ends = [case.position(case.early.finish[i]) for i, a in enumerate(activities) if not a.inactive]
        self.least = max(ends)
        self.most = max(case.position(best.finish), self.least)
        self.low = min(0, *(case.position(case.early.start[i]) for i in range(graph.n)))
        self.times = _Times({}, {})
        self.opens: dict[int, Any] = {}
        self._name_times()
        self._tie()
        self._limit_resources()
        self.finish = self.model.new_int_var(self.least, self.most, "finish")
        for i in case.movable:
            self.model.add(self.finish >= self.times.end[i])
        self._hint(best)

    def _hint(self, best: Levelled) -> None:
        """Where the search begins: a plan that is known, whole, so that it is a solution at once."""
        case, times = self.case, self.times
        self.model.clear_hints()
        self.model.add_hint(self.finish, case.position(best.finish))
        for i, activity in enumerate(case.network.activities):
            start, finish = (case.position(at) for at in best.rows[activity.key])
            if i in self.opens:
                self.model.add_hint(self.opens[i], start)
                if not isinstance(times.end[i], int):
                    self.model.add_hint(times.end[i], finish)
            elif not isinstance(times.begin[i], int):
                self.model.add_hint(times.begin[i], start)

    def _name_times(self) -> None:
        case, model, times = self.case, self.model, self.times
        movable = set(case.movable)
        for i, activity in enumerate(case.network.activities):
            begin, end = case.position(case.early.start[i]), case.position(case.early.finish[i])
            if i in movable:
                latest = case.latest(i)
                last = self.most - activity.duration
                times.begin[i] = model.new_int_var(begin, max(begin, last if latest is None else min(latest, last)), f"s{i}")
                times.end[i] = times.begin[i] + activity.duration
            elif case.graph.children[i]:
                self.opens[i] = model.new_int_var(self.low, self.most, f"o{i}")
                fixed = activity.manual and activity.start_at is not None and activity.finish_at is not None
                times.begin[i] = begin if fixed else self.opens[i]
                times.end[i] = end if fixed else model.new_int_var(self.low, self.most, f"f{i}")
            else:
                times.begin[i], times.end[i] = begin, end

    def _tie(self) -> None:
        """Links, and summaries: nothing below one begins before it opens, it ends after all below."""
        graph, model, times = self.case.graph, self.model, self.times
        movable = set(self.case.movable)
        for i, activity in enumerate(self.case.network.activities):
            if activity.inactive or not (i in movable or i in self.opens):
                continue
            parent = graph.parent[i]
            opening = self.opens.get(i, times.begin[i])
            if parent >= 0:
                model.add(opening >= self.opens[parent])
                if not isinstance(times.end[parent], int):
                    model.add(times.end[parent] >= times.end[i])
            for tie in graph.into[i]:
                bound = self._after(tie)
                if bound is not None:
                    model.add((times.end[i] if tie.to_finish else opening) >= bound)

    def _after(self, tie: Tie) -> Any:
        """What a link lets its later end wait for; None where the model cannot say it."""
        at = self.times.begin[tie.other] if tie.from_start else self.times.end[tie.other]
        if not tie.lag:
            return at
        if not tie.elapsed and self.case.same[tie.calendar]:
            return at + tie.lag
        return at if tie.lag > 0 else None

    def _limit_resources(self) -> None:
        case, model = self.case, self.model
        activities = case.network.activities
        for number, (resource, capacity) in enumerate(case.capacities.items()):
            users = [i for i in case.movable if activities[i].duration and _thousandths(case.needs[i].get(resource, 0)) > 0]
            if not users:
                continue
            intervals = [
                model.new_fixed_size_interval_var(self.times.begin[i], activities[i].duration, f"r{number}_{i}") for i in users
            ]  # fmt: skip
            demands = [_thousandths(case.needs[i][resource]) for i in users]
            for k, (begin, end, units) in enumerate(case.taken(resource, self.most)):
                intervals.append(model.new_fixed_size_interval_var(begin, end - begin, f"t{number}_{k}"))
                demands.append(units)
            model.add_cumulative(intervals, demands, _thousandths(capacity.units))

    def run(self, seconds: float) -> tuple[list[dict[int, int]], int | None]:
        """Starts of the movable tasks, the best last, and before what the plan cannot end (None: not known)."""
        found: list[dict[int, int]] = []
        bound: int | None = self.least
        if self.most > self.least:
            self.model.minimize(self.finish)
            solver, starts = self._solve(seconds * FOR_THE_END)
            if starts is None:
                return [], None
            found.append(starts)
            bound = math.ceil(solver.best_objective_bound - 1e-6)
            self.model.add(self.finish <= solver.value(self.finish))
            self._hint(self.case.put_down(starts))
        self.model.minimize(sum(self.times.begin[i] for i in self.case.movable))
        _solver, starts = self._solve(seconds * (1 - FOR_THE_END))
        return [*found, *([starts] if starts else [])], bound

    def _solve(self, seconds: float) -> tuple[Any, dict[int, int] | None]:
        """Deterministic unless the machine is so busy that the clock ends the search before its own count does."""
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.max_deterministic_time = seconds / 2
        solver.parameters.max_memory_in_mb = MEMORY_MB
        status = solver.solve(self.model)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return solver, None
        return solver, {i: solver.value(self.times.begin[i]) for i in self.case.movable}


def _thousandths(units: float) -> int:
    return round(units * UNITS)


def _kind(calendar: WorkTime) -> tuple[Sequence[Any], frozenset[Any]]:
    """What makes two calendars the same."""
    return calendar.week, frozenset(calendar.exceptions.items())
