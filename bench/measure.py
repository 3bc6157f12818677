"""Measuring: processor time of this process and of its PostgreSQL backends, in turns, so that the machine's load hits all alike."""

from __future__ import annotations

import io
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``good``: None when there is no figure to reach."""

    what: str
    ours: str
    baseline: str
    ratio: str
    figure: str
    good: bool | None
    note: str = ""

    def text(self) -> str:
        """For the console."""
        mark = {True: "reached", False: "MISSED", None: ""}[self.good]
        against = f" / {self.baseline} = {self.ratio}" if self.baseline else ""
        line = f"{self.what}: {self.ours}{against} (figure {self.figure}) {mark}"
        return f"{line}\n    {self.note}" if self.note else line


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one call: processor time of Python (children included) and of PostgreSQL, and time on the clock."""

    python: float
    postgres: float
    wall: float

    @property
    def cpu(self) -> float:
        """Both processors' times together."""
        return self.python + self.postgres

    def __truediv__(self, count: int) -> Cost:
        return Cost(self.python / count, self.postgres / count, self.wall / count)


def backends() -> list[int]:
    """Process ids of this database's client connections."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'")
        return [pid for (pid,) in cursor.fetchall()]


def cpu_of(pids: Sequence[int]) -> float:
    """Milliseconds that single-threaded processes have run; one that has ended counts nothing."""
    total = 0
    for pid in pids:
        try:
            total += int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total / 1e6


def family_cpu(pid: int) -> float:
    """Milliseconds that a process and all that come from it have run so far, in steps of 10."""
    parents, took = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(parts[1])
        took[int(stat.parent.name)] = sum(map(int, parts[11:15]))  # its own, and that of its children who have ended
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(took.get(member, 0) for member in family) * 1000 / os.sysconf("SC_CLK_TCK")


def _own_cpu() -> float:
    times = os.times()
    return time.process_time() * 1000 + (times.children_user + times.children_system) * 1000


def cost_of(work: Callable[[], Any], pids: Sequence[int]) -> Cost:
    """What one call costs; ``pids`` are the backends that it uses."""
    python, postgres, wall = _own_cpu(), cpu_of(pids), time.perf_counter()
    work()
    return Cost(_own_cpu() - python, cpu_of(pids) - postgres, (time.perf_counter() - wall) * 1000)


def in_turns(works: Mapping[str, Callable[[], Any]], *, rounds: int = 15, each: int = 20) -> dict[str, Cost]:
    """Every work ``each`` times, over and over; per work the median round's cost of one call."""
    for work in works.values():
        for _ in range(each):
            work()
    pids, found = backends(), {name: list[Cost]() for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(cost_of(lambda work=work: [work() for _ in range(each)], pids) / each)
    return {
        name: Cost(*(statistics.median(getattr(cost, part) for cost in costs) for part in ("python", "postgres", "wall")))
        for name, costs in found.items()
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0–1) lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


class Visitor:
    """A signed-in person who sends requests straight into Django's WSGI application: all middleware, no network, no test client."""

    def __init__(self, application: Any, user: Any) -> None:
        self._application, self.cookie = application, session_of(user)

    def get(self, path: str, query: str = "") -> bytes:
        """The body of a GET; raises when the answer is not 200."""
        seen: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
            "HTTP_COOKIE": f"sessionid={self.cookie}", "HTTP_ACCEPT": "application/json", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }  # fmt: skip
        answer = self._application(environ, lambda status, headers, exc_info=None: seen.append(status))
        body = b"".join(answer)
        answer.close()
        if not seen[0].startswith("200"):
            raise RuntimeError(f"{path} answered {seen[0]}: {body[:300].decode()}")
        return body


def session_of(user: Any) -> str:
    """The cookie of a new session of this person."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["sessionid"].value)
