"""Eight people at once against the real server on loopback."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model

from zhuke.kernel.access import visible
from zhuke.kernel.query import ListQuery
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Customer
from zhuke.modules.sales.models import Opportunity

from . import deals, lists
from .measure import Row, family_cpu, percentile, session_of

CLIENTS = 8
SECONDS = 10.0
Next = Callable[[random.Random], str]


@dataclass(slots=True)
class Outcome:
    """What one crowd met with. ``cpu``: milliseconds of the server's processes per request."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.took) / SECONDS

    @property
    def times(self) -> str:
        """What the clients waited."""
        return f"p50 {percentile(self.took, 0.5):.0f} ms, p95 {percentile(self.took, 0.95):.0f} ms"


def over_customers() -> Row:
    """A sales person's customers."""
    return _crowd("customers", Customer, "sales", lists.LIST, lists.FILTER, lists.ASKED)


def over_deals() -> Row:
    """A supervisor's opportunities."""
    return _crowd("opportunities", Opportunity, "sales_supervisor", deals.LIST, deals.FILTER, deals.ASKED)


def _crowd(name: str, model: type[Model], role: str, address: str, condition: Any, asked: ListQuery) -> Row:
    """List, read and search, mixed 5 : 3 : 2, against the floor served by the same server."""
    user = lists.person(role)
    actor = lists.actor_of(user)
    lists.finish_floor(actor, model, asked)
    cookie, page = session_of(user), urlencode({"filter": json.dumps(condition), "sort": "-updated_at"})
    mine = list(visible(actor, by_model(model)).order_by("pk").values_list("pk", "name")[:500])

    def mixed(chance: random.Random) -> str:
        key, called = chance.choice(mine)
        if (share := chance.random()) < 0.5:
            return f"{address}?{page}"
        return f"{address}/{key}" if share < 0.8 else f"{address}?{urlencode({'q': called[2:5], 'limit': 20})}"

    with Server() as server:
        for path in (lambda _: "/floor", mixed):
            _run(server, cookie, path, seconds=2.0)
        floor = _run(server, cookie, lambda _: "/floor")
        ours = _run(server, cookie, mixed)
        again = _run(server, cookie, lambda _: "/floor")
    return _told(f"{model._default_manager.count():,} {name}", floor, ours, again)


def _told(what: str, floor: Outcome, ours: Outcome, again: Outcome) -> Row:
    rate = (floor.rate + again.rate) / 2
    wrong = [*floor.errors, *ours.errors, *again.errors]
    note = (
        f"One server process of 8 threads, {CLIENTS} clients on the same machine. {ours.times}; floor {floor.times}. "
        f"The server's own processor time per request: {ours.cpu:.2f} / {(floor.cpu + again.cpu) / 2:.2f} ms. Errors: {len(wrong)}"
        + (f", e.g. {wrong[0]}" if wrong else ".")
    )
    return Row(
        f"{CLIENTS} clients for {SECONDS:.0f} s over {what}: list, read, search", f"{ours.rate:.0f} requests/s",
        f"{rate:.0f} requests/s: the floor, served likewise", f"{ours.rate / rate:.2f}", "no errors", not wrong, note,
    )  # fmt: skip


class Server:
    """``zhuke web`` with the settings of the benchmarks."""

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {**os.environ, "ZHUKE_PORT": str(self.port)}
        self._process = subprocess.Popen([sys.executable, "-m", "zhuke", "web"], env=environment, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)

    def cpu(self) -> float:
        """Milliseconds of processor time of the server and its children so far."""
        return family_cpu(self._process.pid)


def _run(server: Server, cookie: str, path: Next, seconds: float = SECONDS) -> Outcome:
    outcome, before, end = Outcome(), server.cpu(), time.perf_counter() + seconds
    threads = [threading.Thread(target=_client, args=(server.port, cookie, path, at, end, outcome)) for at in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.cpu = (server.cpu() - before) / max(1, len(outcome.took))
    return outcome


def _client(port: int, cookie: str, path: Next, seed: int, end: float, outcome: Outcome) -> None:
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={cookie}", "Accept": "application/json"}
    while (began := time.perf_counter()) < end:
        where = path(chance)
        try:
            connection.request("GET", where, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            outcome.errors.append(f"{where}: {error!r}")
            connection.close()
            continue
        outcome.took.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            outcome.errors.append(f"{where}: {answer.status} {body[:200].decode()}")
    connection.close()
