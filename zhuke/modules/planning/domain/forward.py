"""Early dates: every activity as soon as calendar, links, constraints and what has happened allow."""

from .graph import Graph, Tie
from .network import Activity, Constraint, Network
from .worktime import WorkTime


class Forward:
    """``start``/``finish`` by activity number, after ``run``. ``at_least``: starts that as-late-as-possible tasks wait for."""

    __slots__ = ("at_least", "finish", "graph", "network", "opens", "start")

    def __init__(self, network: Network, graph: Graph) -> None:
        self.network, self.graph = network, graph
        self.start = [0] * graph.n
        self.finish = [0] * graph.n
        self.opens = [network.start] * graph.n  # for summaries: nothing below begins earlier
        self.at_least: dict[int, int] = {}

    def run(self) -> None:
        """Walk the graph once."""
        graph, activities = self.graph, self.network.activities
        n, children = graph.n, graph.children
        for node in graph.order:
            if node >= n:
                self.close(node - n)
            elif children[node]:
                self.open(node, activities[node])
            else:
                self.place(node, activities[node])

    def begin(self) -> int:
        """The earliest start of all that counts."""
        return min((self.start[i] for i in self._counting()), default=self.network.start)

    def end(self) -> int:
        """The latest finish of all that counts."""
        return max((self.finish[i] for i in self._counting()), default=self.network.start)

    def _counting(self) -> list[int]:
        return [i for i, a in enumerate(self.network.activities) if not a.inactive]

    # ---- one activity

    def _bounds(self, i: int) -> tuple[int, int | None]:
        """The earliest start and the earliest finish that links, the summary above and the beginning of the plan allow."""
        parent = self.graph.parent[i]
        begin = self.opens[parent] if parent >= 0 else self.network.start
        end: int | None = None
        for tie in self.graph.into[i]:
            at = self.start[tie.other] if tie.from_start else self.finish[tie.other]
            if tie.lag:
                at = self.lag(at, tie)
            if tie.to_finish:
                end = at if end is None or at > end else end
            elif at > begin:
                begin = at
        return begin, end

    def lag(self, at: int, tie: Tie) -> int:
        """``at`` moved by the lag of a link."""
        return at + tie.lag if tie.elapsed else self.network.calendars[tie.calendar].add(at, tie.lag)

    def place(self, i: int, activity: Activity) -> None:
        """Find the dates of one task; what drives it has been placed."""
        calendar = self.network.calendars[activity.calendar]
        if activity.actual_finish is not None:
            finish = activity.actual_finish
            start = activity.actual_start if activity.actual_start is not None else calendar.subtract(finish, activity.duration)
            self.start[i], self.finish[i] = min(start, finish), finish
        elif activity.manual and activity.start_at is not None:
            start = activity.start_at if activity.actual_start is None else activity.actual_start
            finish = activity.finish_at if activity.finish_at is not None else calendar.add(start, activity.duration)
            self.start[i], self.finish[i] = start, max(start, finish)
        elif activity.actual_start is not None:
            self.start[i], self.finish[i] = activity.actual_start, self._goes_on(i, activity, calendar)
        else:
            self.start[i], self.finish[i] = self._fresh(i, activity, calendar)

    def _goes_on(self, i: int, activity: Activity, calendar: WorkTime) -> int:
        """When a task that has begun will be finished: the rest waits for predecessors that are not done (retained logic)."""
        begun = activity.actual_start or 0
        rest = remaining(activity)
        done = activity.duration - rest
        bound, end = self._bounds(i)
        go_on = calendar.add(begun, done) if done > 0 else begun
        if rest > 0:
            go_on = max(go_on, activity.resume_at or go_on, self.network.status_at or go_on, bound if done > 0 else go_on)
            finish = calendar.add(calendar.next_start(go_on), rest)
        else:
            finish = go_on
        return finish if end is None else max(finish, end)

    def _fresh(self, i: int, activity: Activity, calendar: WorkTime) -> tuple[int, int]:
        begin, end = self._bounds(i)
        for other in (activity.not_before, self.network.status_at, self.at_least.get(i)):
            if other is not None and other > begin:
                begin = other
        kind, at = activity.constraint, activity.constraint_at
        if at is not None and kind != Constraint.ASAP:
            if kind == Constraint.SNET:
                begin = max(begin, at)
            elif kind == Constraint.FNET:
                end = at if end is None else max(end, at)
        start, finish = span(calendar, begin, end, activity.duration)
        if at is not None and kind in STRICT:
            start, finish = self._strict(calendar, activity, start, finish)
        return start, finish

    def _strict(self, calendar: WorkTime, activity: Activity, start: int, finish: int) -> tuple[int, int]:
        """Dates that hold against links. Not honoured, they only pull late dates (negative float) and push early ones."""
        kind, at, duration = activity.constraint, activity.constraint_at or 0, activity.duration
        honour = self.network.honour_constraints
        if (kind == Constraint.MSO and (honour or start < at)) or (kind == Constraint.SNLT and honour and start > at):
            return span(calendar, at, None, duration)
        if (kind == Constraint.MFO and (honour or finish < at)) or (kind == Constraint.FNLT and honour and finish > at):
            finish = calendar.settle_back(at) if at < finish else calendar.settle(at)
            return calendar.subtract(finish, duration), finish
        return start, finish

    # ---- summaries

    def open(self, i: int, activity: Activity) -> None:
        """Find when a summary opens: nothing below begins earlier."""
        begin, _end = self._bounds(i)
        if activity.constraint == Constraint.SNET and activity.constraint_at is not None:
            begin = max(begin, activity.constraint_at)
        self.opens[i] = max(begin, activity.not_before or begin)

    def close(self, i: int) -> None:
        """Roll up a summary whose children have been placed."""
        activity = self.network.activities[i]
        kids = self.graph.children[i]
        counting = [kid for kid in kids if not self.network.activities[kid].inactive] or kids
        self.start[i] = min(self.start[kid] for kid in counting)
        self.finish[i] = max(self.finish[kid] for kid in counting)
        if activity.manual and activity.start_at is not None and activity.finish_at is not None:
            self.start[i], self.finish[i] = activity.start_at, activity.finish_at

    # ---- float

    def free(self, i: int, until: int) -> int:
        """By how much it may slip without moving anybody, in its own working minutes."""
        activities, calendars = self.network.activities, self.network.calendars
        calendar = calendars[activities[i].calendar]
        gaps = [calendar.between(self.finish[i], until)] if until is not None else []
        for tie in self.graph.out_of[i]:
            if activities[tie.other].actual_start is not None or activities[tie.other].actual_finish is not None:
                continue
            at = self.finish[tie.other] if tie.to_finish else self.start[tie.other]
            if tie.lag:
                at = at - tie.lag if tie.elapsed else calendars[tie.calendar].subtract(at, tie.lag)
            gaps.append(calendar.between(self.start[i] if tie.from_start else self.finish[i], at))
        return min(gaps)


STRICT = frozenset((Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT))


def remaining(activity: Activity) -> int:
    """Minutes of work left."""
    if activity.remaining is not None:
        return activity.remaining
    return activity.duration - round(activity.duration * activity.progress / 100)


def span(calendar: WorkTime, begin: int, end: int | None, duration: int) -> tuple[int, int]:
    """Start and finish of ``duration`` minutes that begin at ``begin`` or later and end at ``end`` or later."""
    if not duration:
        at = calendar.settle(begin if end is None else max(begin, end))
        return at, at
    start = calendar.next_start(begin)
    finish = calendar.add(start, duration)
    if end is not None and end > finish:
        finish = calendar.settle(end)
        start = calendar.subtract(finish, duration)
    return start, finish
