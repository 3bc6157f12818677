"""From ``zhuke up`` to the first answer, with data already there."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time

from .house import House
from .measure import Row, family_cpu

TIMES = 3


def started(house: House) -> Row:
    """Starts in turns: PostgreSQL alone, then everything."""
    alone, whole = [], []
    house.stop()
    for _ in range(TIMES):
        began = time.perf_counter()
        house.start_again()
        alone.append(time.perf_counter() - began)
        house.stop()
        whole.append(_up(house))
    house.start_again()
    clock = statistics.median(seconds for seconds, _cpu in whole)
    beyond = clock - statistics.median(alone)
    work = statistics.median(cpu for _seconds, cpu in whole)
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    note = (
        f"Time on the clock, median of {TIMES} starts: it grows with the machine's load, which was {load:.1f} per processor. The processor "
        f"time of all processes until the first answer was {work:.1f} s."
    )
    return Row(
        "`zhuke up` to the first answer", f"{clock:.1f} s", f"{statistics.median(alone):.1f} s: PostgreSQL's own start",
        f"+{beyond:.1f} s", "≤ 3 s more", beyond <= 3, note,
    )  # fmt: skip


def _up(house: House) -> tuple[float, float]:
    """Seconds on the clock and of processor time until the first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"ZHUKE_DATA": str(house.data), "ZHUKE_PORT": str(port)}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "zhuke", "up"], env=environment, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > 120:
                raise RuntimeError("zhuke up did not answer")
            time.sleep(0.02)
        return time.perf_counter() - began, family_cpu(process.pid) / 1000
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
