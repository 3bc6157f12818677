"""Late dates: every activity as late as the end of the plan, its successors, deadlines and strict dates allow."""

from .forward import Forward, remaining
from .graph import Graph, Tie
from .network import Activity, Constraint, Network


class Backward:
    """``late_start``/``late_finish`` by activity number, after ``run``."""

    __slots__ = ("_binds", "_closes", "_starts_by", "early", "end", "graph", "late_finish", "late_start", "network")

    def __init__(self, network: Network, graph: Graph, early: Forward, end: int) -> None:
        self.network, self.graph, self.early, self.end = network, graph, early, end
        self.late_start = [end] * graph.n
        self.late_finish = [end] * graph.n
        self._binds: list[int | None] = [None] * graph.n  # the late start that predecessors must respect
        self._closes = [end] * graph.n  # for summaries: nothing below ends later
        self._starts_by: list[int | None] = [None] * graph.n

    def run(self) -> None:
        """Walk the graph once, from its end."""
        graph, activities = self.graph, self.network.activities
        n, children = graph.n, graph.children
        for node in reversed(graph.order):
            if node >= n:
                self._close(node - n, activities[node - n])
            elif children[node]:
                self._open(node)
            else:
                self._place(node, activities[node])

    def lag_back(self, at: int, tie: Tie) -> int:
        """``at`` moved back by the lag of a link."""
        if not tie.lag:
            return at
        return at - tie.lag if tie.elapsed else self.network.calendars[tie.calendar].subtract(at, tie.lag)

    def _bounds(self, i: int) -> tuple[int, int | None]:
        """The latest finish and the latest start that successors and the summary above allow."""
        parent = self.graph.parent[i]
        end = self.end
        begin: int | None = None
        if parent >= 0:
            end = self._closes[parent]
            if self._starts_by[parent] is not None and self.early.start[i] == self.early.start[parent]:
                begin = self._starts_by[parent]
        for tie in self.graph.out_of[i]:
            at = self.late_finish[tie.other] if tie.to_finish else self._binds[tie.other]
            if at is None or self.network.activities[tie.other].actual_finish is not None:
                continue  # has begun: nobody can hold it up any more
            if tie.lag:
                at = self.lag_back(at, tie)
            if tie.from_start:
                begin = at if begin is None or at < begin else begin
            elif at < end:
                end = at
        return end, begin

    def _place(self, i: int, activity: Activity) -> None:
        if activity.actual_finish is not None:
            self.late_start[i], self.late_finish[i] = self.early.start[i], self.early.finish[i]
            return
        end, begin = self._bounds(i)
        end, begin = _dated(activity, end, begin)
        calendar = self.network.calendars[activity.calendar]
        if activity.actual_start is not None:
            rest = remaining(activity)
            self.late_finish[i] = calendar.prev_end(end) if rest else max(end, self.early.finish[i])
            self.late_start[i] = activity.actual_start
            # Predecessors that are still not done hold up what is left of it.
            self._binds[i] = calendar.subtract(self.late_finish[i], rest) if rest < activity.duration else None
            return
        if not activity.duration:
            at = calendar.settle_back(end if begin is None else min(end, begin))
            start = finish = at
        else:
            finish = calendar.prev_end(end)
            start = calendar.subtract(finish, activity.duration)
            if begin is not None and begin < start:
                start = calendar.settle_back(begin)
                finish = calendar.add(start, activity.duration)
        self.late_start[i] = self._binds[i] = start
        self.late_finish[i] = finish

    def _close(self, i: int, activity: Activity) -> None:
        end, begin = self._bounds(i)
        if activity.constraint == Constraint.FNLT and activity.constraint_at is not None:
            end = min(end, activity.constraint_at)
        self._closes[i] = end if activity.deadline is None else min(end, activity.deadline)
        self._starts_by[i] = begin

    def _open(self, i: int) -> None:
        kids = self.graph.children[i]
        counting = [kid for kid in kids if not self.network.activities[kid].inactive] or kids
        self.late_start[i] = min(self.late_start[kid] for kid in counting)
        self.late_finish[i] = max(self.late_finish[kid] for kid in counting)
        binding = [at for kid in counting if (at := self._binds[kid]) is not None]
        self._binds[i] = min(binding, default=None)


def _dated(activity: Activity, end: int, begin: int | None) -> tuple[int, int | None]:
    """Narrow by the deadline and the dates that the activity itself must keep."""
    if activity.deadline is not None and activity.deadline < end:
        end = activity.deadline
    kind, at = activity.constraint, activity.constraint_at
    if at is None:
        return end, begin
    if kind in (Constraint.FNLT, Constraint.MFO):
        end = min(end, at)
    elif kind in (Constraint.SNLT, Constraint.MSO):
        begin = at if begin is None else min(begin, at)
    return end, begin
