"""``zhuke up``: the whole product on one machine under one supervisor."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import math
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from zhuke.config.env import EMBEDDED_FOLDER, Env

from .account import ClusterError
from .lease import borrow_cluster
from .postgres import Cluster, ensure_cluster
from .schema import is_current
from .supervisor import Part, Supervisor, command, run_to_end, say

ACCOUNTS_FILE = "demo.txt"
"""In the data folder: what the demonstration group says about its accounts; ``zhuke demo`` writes it."""
READY_SECONDS = 120.0


class UpError(RuntimeError):
    """The product cannot start; the text says why and what to do."""


def with_database(env: Env) -> Env:
    """Starts the embedded PostgreSQL for the life of this process when it is ours to start, and returns the environment
    that knows its address.

    Child processes find the address in DATABASE_URL. Raises ClusterError.
    """
    if not env.embedded:
        return env
    os.environ["DATABASE_URL"] = borrow_cluster(env.data / EMBEDDED_FOLDER).dsn
    return Env.read()


def up(env: Env, *, demo: bool) -> int:
    """Runs the product until it is told to stop; returns the exit code. ``demo`` loads the demonstration group into an empty database."""
    began = time.monotonic()
    with _only_one(env.data):
        _refuse_taken_port(env)
        cluster = borrow_cluster(env.data / EMBEDDED_FOLDER) if env.embedded else None
        environment = {**os.environ, **(cluster.environment if cluster else {})}
        code = _prepare(environment, env, demo=demo)
        if code == 0:
            _serve(environment, env, cluster, began)
        return code


def _prepare(environment: dict[str, str], env: Env, *, demo: bool) -> int:
    if not is_current(environment["DATABASE_URL"]):
        code = run_to_end(["migrate"], environment)
        if code:
            return code
    if demo and not (env.data / ACCOUNTS_FILE).exists():
        return run_to_end(["demo", "--if-empty"], environment)
    return 0


def _serve(environment: dict[str, str], env: Env, cluster: Cluster | None, began: float) -> None:
    workers = [
        # They wait until the web process answers: the first page is worth more than the first job.
        Part("worker-fast", command("worker", "--queue", "fast", "--concurrency", "4"), due=math.inf),
        Part("worker-slow", command("worker", "--queue", "slow", "--concurrency", "1"), due=math.inf),
    ]
    supervisor = Supervisor([Part("web", command("web")), *workers], environment, Keeper(cluster))
    threading.Thread(target=_announce, args=(env, began, workers), daemon=True).start()
    supervisor.run()
    say("筑客已停止。")


class Keeper:
    """Looks every second whether the embedded PostgreSQL lives, and starts it again when it does not."""

    def __init__(self, cluster: Cluster | None) -> None:
        self._cluster = cluster
        self._not_before = 0.0

    def __call__(self) -> None:
        if self._cluster is None or self._cluster.pid is not None or time.monotonic() < self._not_before:
            return
        say("内置 PostgreSQL 意外停止，正在重新启动。")
        try:
            ensure_cluster(self._cluster.folder)
        except ClusterError as error:
            self._not_before = time.monotonic() + 10
            say(str(error))


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[None]:
    with (data / "up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UpError(
                f"筑客已经在运行，数据目录是 {data}。要另外启动一份，请用 ZHUKE_DATA 和 ZHUKE_PORT 指定别的目录和端口。"
            ) from None
        yield


def _refuse_taken_port(env: Env) -> None:
    family = socket.AF_INET6 if ":" in env.bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.bind, env.port))
        except OSError as error:
            raise UpError(
                f"无法使用 {env.bind}:{env.port}（{error.strerror}）：请停掉占用它的程序，或用 ZHUKE_PORT、ZHUKE_BIND 换一个。"
            ) from error


def _announce(env: Env, began: float, workers: list[Part]) -> None:
    while not (answers := _answers(env)) and time.monotonic() - began < READY_SECONDS:
        time.sleep(0.05)
    for part in workers:
        part.due = 0.0
    if not answers:
        say("网站还没有响应，请查看上面的日志。")
        return
    say(f"\n筑客已启动（{time.monotonic() - began:.1f} 秒）：{env.url}\n按 Ctrl+C 停止。")
    accounts = env.data / ACCOUNTS_FILE
    if accounts.exists():
        say(accounts.read_text(encoding="utf-8").rstrip())


def _answers(env: Env) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(env.bind, env.bind)  # noqa: S104 - the reverse of binding to all
    connection = http.client.HTTPConnection(host, env.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
