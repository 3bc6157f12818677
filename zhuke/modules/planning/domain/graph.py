"""A network as a graph over numbers: every activity one node, every summary two (where it opens, and where it has closed)."""

from collections import deque
from typing import Any, NamedTuple

from .network import Activity, Cycle, LinkKind, Network, UnknownKey


class Tie(NamedTuple):
    """A link as seen from one of its ends: the node at the other end, which ends it ties, and its lag."""

    other: int
    from_start: bool
    to_finish: bool
    lag: int
    elapsed: bool
    calendar: int


class Graph:
    """``order``: nodes such that whatever drives a node stands before it. Node ``i`` is activity ``i`` or where summary ``i`` opens;
    node ``n + i`` is where summary ``i`` has closed. ``into[i]``/``out_of[i]``: ties of activity ``i``, summaries included.

    Links of inactive activities bind nobody; neither do links that tie the end of a summary (no editor lets one draw these).
    Raises Cycle and UnknownKey.
    """

    __slots__ = ("activities", "children", "index", "into", "n", "order", "out_of", "parent")

    def __init__(self, network: Network) -> None:
        self.activities = network.activities
        n = self.n = len(self.activities)
        self.index: dict[Any, int] = {a.key: i for i, a in enumerate(self.activities)}
        self.parent = [-1 if a.parent is None else self._at(a.parent) for a in self.activities]
        self.children: list[list[int]] = [[] for _ in range(n)]
        for i, parent in enumerate(self.parent):
            if parent >= 0:
                self.children[parent].append(i)
        self.into: list[list[Tie]] = [[] for _ in range(n)]
        self.out_of: list[list[Tie]] = [[] for _ in range(n)]
        self._tie(network)
        self.order = self._sort()

    def _at(self, key: Any) -> int:
        try:
            return self.index[key]
        except KeyError:
            raise UnknownKey(key) from None

    def _tie(self, network: Network) -> None:
        activities = self.activities
        by = network.lag_by.value
        for link in network.links:
            pred, succ = self._at(link.pred), self._at(link.succ)
            to_finish = link.kind in (LinkKind.FF, LinkKind.SF)
            if activities[pred].inactive or (activities[succ].inactive and self.children[succ]) or (to_finish and self.children[succ]):
                continue
            calendar = 0 if by == "project" else activities[pred if by == "predecessor" else succ].calendar
            rest = (link.kind in (LinkKind.SS, LinkKind.SF), to_finish, link.lag, link.elapsed or by == "elapsed", calendar)
            self.into[succ].append(Tie(pred, *rest))
            if not activities[succ].inactive:
                self.out_of[pred].append(Tie(succ, *rest))

    def edges(self) -> tuple[list[list[int]], list[int]]:
        """Followers of each node, and of how many each node waits."""
        n, children, parent = self.n, self.children, self.parent
        follows: list[list[int]] = [[] for _ in range(2 * n)]
        waits = [0] * (2 * n)
        for i in range(n):
            end = n + i if children[i] else i
            for tie in self.into[i]:
                pred = tie.other
                follows[n + pred if children[pred] else pred].append(i)
                waits[i] += 1
            if parent[i] >= 0:
                follows[parent[i]].append(i)
                follows[end].append(n + parent[i])
                waits[i] += 1
                waits[n + parent[i]] += 1
        return follows, waits

    def _sort(self) -> list[int]:
        n, children = self.n, self.children
        follows, waits = self.edges()
        ready = deque(i for i in range(n) if not waits[i])
        order: list[int] = []
        while ready:
            node = ready.popleft()
            order.append(node)
            for follower in follows[node]:
                waits[follower] -= 1
                if not waits[follower]:
                    ready.append(follower)
        if len(order) < n + sum(1 for kids in children if kids):
            raise Cycle(self._ring(follows, waits))
        return order

    def _ring(self, follows: list[list[int]], waits: list[int]) -> tuple[Any, ...]:
        """One ring among the nodes that still wait: go back from follower to follower until one comes again."""
        before: dict[int, int] = {}
        for node, followers in enumerate(follows):
            for follower in followers:
                if waits[follower] and waits[node]:
                    before.setdefault(follower, node)
        node = next(i for i, count in enumerate(waits) if count and i in before)
        seen: dict[int, int] = {}
        path: list[int] = []
        while node not in seen:
            seen[node] = len(path)
            path.append(node)
            node = before[node]
        ring = [self.activities[i % self.n].key for i in reversed(path[seen[node] :])]
        return tuple(dict.fromkeys(ring))


def started(activity: Activity) -> bool:
    """Whether it has begun: from then on links move at most what is left of it."""
    return activity.actual_start is not None or activity.actual_finish is not None
