"""Resource levelling: a schedule in which nobody is asked for more than there is, by serial schedule generation with priority rules.

Tasks that have begun, are fixed by hand or by a strict date, or have priority 1000 stay where they are; the others wait until all they need
is free for the whole of their duration. A task is not interrupted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from .cpm import calculate
from .forward import STRICT, Forward
from .graph import Graph
from .network import Activity, Network, PlanningError, Row

Demand = Mapping[Any, float]  # resource → units
FOREVER = 1 << 60
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Capacity:
    """So many units of a resource; ``away``: (from, to, units) that are missing then."""

    units: float
    away: Sequence[tuple[int, int, float]] = ()


@dataclass(eq=False)
class CannotLevel(PlanningError):
    """A task needs more of a resource than there ever is."""

    key: Any = None
    resource: Any = None

    def __str__(self) -> str:
        return f"{self.key} needs more of {self.resource} than there is"


@dataclass(slots=True)
class Levelled:
    """``starts``: of every task that waits for resources. ``rule``: the one that gave the shortest plan. ``over``: who stays overloaded by
    what cannot be moved: (resource, task). ``proven``: no plan within the limits ends earlier; ``note``: why nothing shorter was sought."""

    starts: dict[Any, int]
    finish: int
    rule: str
    over: list[tuple[Any, Any]] = field(default_factory=list)
    rows: dict[Any, tuple[int, int]] = field(default_factory=dict)
    proven: bool = False
    note: str = ""


class Free:
    """How much of one resource is free over time: a step function."""

    __slots__ = ("levels", "times")

    def __init__(self, capacity: Capacity) -> None:
        self.times = [-FOREVER]
        self.levels = [capacity.units]
        for begin, end, units in capacity.away:
            self.take(begin, end, units)

    def _split(self, at: int) -> int:
        i = bisect_left(self.times, at)
        if i == len(self.times) or self.times[i] != at:
            self.times.insert(i, at)
            self.levels.insert(i, self.levels[i - 1])
        return i

    def take(self, begin: int, end: int, units: float) -> None:
        """Use ``units`` from ``begin`` to before ``end``."""
        if begin >= end:
            return
        first = self._split(begin)
        for i in range(first, self._split(end)):
            self.levels[i] -= units

    def busy_until(self, begin: int, end: int, units: float) -> int | None:
        """The end of the last stretch between ``begin`` and ``end`` with less than ``units`` free; None: it fits."""
        times, levels = self.times, self.levels
        i = bisect_left(times, end) - 1
        low = bisect_right(times, begin) - 1
        while i >= low:
            if levels[i] < units - SLACK:
                return times[i + 1] if i + 1 < len(times) else FOREVER
            i -= 1
        return None


def level(
    network: Network, demands: Mapping[Any, Demand], capacities: Mapping[Any, Capacity], rule: str = "best", *, within_float: bool = False
) -> Levelled:
    """Level by one rule, or by all of them, the shortest kept (``best``). ``within_float``: the end of the plan does not move.

    Raises CannotLevel, and what ``cpm.calculate`` raises. ``network`` must carry no ``not_before`` of an earlier levelling.
    """
    graph = Graph(network)
    rows = calculate(network).rows
    needs = needs_of(network, graph, demands)
    ranks = _ranks(network, graph, rows)
    names = list(RULES) if rule == "best" else [rule]
    best: Levelled | None = None
    for name in names:
        found = Run(network, graph, rows, needs, capacities, RULES[name](ranks), within_float=within_float).run(name)
        if best is None or (len(found.over), found.finish) < (len(best.over), best.finish):
            best = found
    assert best is not None
    return best


def needs_of(network: Network, graph: Graph, demands: Mapping[Any, Demand]) -> list[Demand]:
    """What each activity asks for; summaries ask for nothing."""
    return [demands.get(a.key, {}) if not graph.children[i] else {} for i, a in enumerate(network.activities)]


class Run:
    """One pass of the serial scheme: tasks are put down by ``ranks``, the lowest first, none before what drives it."""

    def __init__(
        self, network: Network, graph: Graph, rows: Mapping[Any, Row], needs: Sequence[Demand], capacities: Mapping[Any, Capacity],
        ranks: Sequence[float], *, within_float: bool,
    ) -> None:  # fmt: skip
        self.network, self.graph, self.rows, self.needs, self.ranks = network, graph, rows, needs, ranks
        self.within_float = within_float
        self.free = {key: Free(capacity) for key, capacity in capacities.items()}
        self.forward = Forward(network, graph)
        self.over: list[tuple[Any, Any]] = []
        self.delayed: dict[int, int] = {}

    def run(self, rule: str) -> Levelled:
        activities, graph, forward = self.network.activities, self.graph, self.forward
        for i, activity in enumerate(activities):
            if self.needs[i] and not activity.inactive and stays(activity):
                self._reserve(i, self.rows[activity.key].start, self.rows[activity.key].finish)
        for node in _by_rank(graph, self.ranks):
            i = node if node < graph.n else node - graph.n
            if node >= graph.n:
                forward.close(i)
            elif graph.children[i]:
                forward.open(i, activities[i])
            else:
                forward.place(i, activities[i])
                if self.needs[i] and not activities[i].inactive and not stays(activities[i]):
                    self._wait(i, activities[i])
        starts = {activities[i].key: at for i, at in self.delayed.items()}
        rows = {a.key: (forward.start[i], forward.finish[i]) for i, a in enumerate(activities)}
        return Levelled(starts, forward.end(), rule, self.over, rows)

    def _wait(self, i: int, activity: Activity) -> None:
        """Move a task behind whatever keeps its resources busy, and reserve them."""
        forward, latest = self.forward, self.rows[activity.key].late_start
        first = forward.start[i]
        while (until := self._busy(i)) is not None:
            if until >= FOREVER:
                raise CannotLevel(activity.key, self._scarce(i))
            if self.within_float and until > max(latest, first):
                forward.at_least.pop(i, None)
                forward.place(i, activity)
                break
            forward.at_least[i] = until
            forward.place(i, activity)
        if forward.start[i] > first:
            self.delayed[i] = forward.start[i]
        self._reserve(i, forward.start[i], forward.finish[i])

    def _busy(self, i: int) -> int | None:
        ends = [
            until
            for resource, units in self.needs[i].items()
            if resource in self.free
            and (until := self.free[resource].busy_until(self.forward.start[i], self.forward.finish[i], units)) is not None
        ]
        return max(ends, default=None)

    def _scarce(self, i: int) -> Any:
        return next(r for r, units in self.needs[i].items() if r in self.free and self.free[r].levels[-1] < units - SLACK)

    def _reserve(self, i: int, begin: int, end: int) -> None:
        for resource, units in self.needs[i].items():
            if resource in self.free:
                if self.free[resource].busy_until(begin, end, units) is not None and begin < end:
                    self.over.append((resource, self.network.activities[i].key))
                self.free[resource].take(begin, end, units)


def stays(activity: Activity) -> bool:
    """Whether levelling must leave it where it is: begun, put by hand or by a strict date, or of priority 1000."""
    fixed = activity.constraint in STRICT and activity.constraint_at is not None
    return activity.actual_start is not None or activity.actual_finish is not None or activity.manual or fixed or activity.never_delayed


def _by_rank(graph: Graph, ranks: Sequence[float]) -> list[int]:
    """Nodes such that whatever drives one stands before it; among those that could come next, the one with the lowest rank."""
    follows, waits = graph.edges()
    ready: list[tuple[float, int]] = []

    def rank(node: int) -> float:
        return -FOREVER if node >= graph.n or graph.children[node] else ranks[node]

    for node in range(graph.n):
        if not waits[node]:
            heappush(ready, (rank(node), node))
    order = []
    while ready:
        _rank, node = heappop(ready)
        order.append(node)
        for follower in follows[node]:
            waits[follower] -= 1
            if not waits[follower]:
                heappush(ready, (rank(follower), follower))
    return order


@dataclass(slots=True)
class _Ranks:
    late_finish: list[float]
    late_start: list[float]
    slack: list[float]
    successors: list[float]
    weight: list[float]
    priority: list[float]


def _ranks(network: Network, graph: Graph, rows: Mapping[Any, Row]) -> _Ranks:
    found = [rows[a.key] for a in network.activities]
    n = graph.n
    below: list[int] = [0] * n  # how many follow, as bits of a number
    weight = [float(a.duration) for a in network.activities]
    for node in reversed(graph.order):
        if node < n:
            for tie in graph.out_of[node]:
                below[node] |= below[tie.other] | (1 << tie.other)
            weight[node] += sum(network.activities[tie.other].duration for tie in graph.out_of[node])
    return _Ranks(
        [float(r.late_finish) for r in found], [float(r.late_start) for r in found], [float(r.total_float) for r in found],
        [-float(bits.bit_count()) for bits in below], [-w for w in weight],
        [-float(a.priority) * 1e12 + rows[a.key].late_finish for a in network.activities],
    )  # fmt: skip


# The first are the strongest known for minimising the length of a project.
RULES: dict[str, Callable[[_Ranks], list[float]]] = {
    "late_finish": lambda ranks: ranks.late_finish,
    "late_start": lambda ranks: ranks.late_start,
    "successors": lambda ranks: ranks.successors,
    "weight": lambda ranks: ranks.weight,
    "slack": lambda ranks: ranks.slack,
    "priority": lambda ranks: ranks.priority,
}
