"""Keeps the processes of the product alive: starts them, restarts what dies, stops all together."""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY_SECONDS = 30.0
"""A process that lived this long is restarted at once; one that dies sooner waits twice as long each time."""
STOP_SECONDS = 15.0
TICK_SECONDS = 1.0
SUPERVISED = "ZHUKE_SUPERVISOR"
PR_SET_PDEATHSIG = 1


def say(text: str) -> None:
    """Prints a line for the person at the console at once, also into a pipe."""
    print(text, flush=True)


@dataclass(slots=True)
class Part:
    """One process of the product."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = SHORTEST_PAUSE

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts the process in a group of its own, so that Ctrl+C reaches the supervisor alone."""
        self.process = subprocess.Popen(self.command, env=dict(environment), stdin=subprocess.DEVNULL, start_new_session=True)
        self.started = time.monotonic()

    def send(self, number: signal.Signals) -> None:
        """Signals the process; SIGKILL reaches its children too."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)

    @property
    def running(self) -> bool:
        """True while the process lives."""
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Supervisor:
    """Runs the parts until SIGINT or SIGTERM. ``each_second`` is called between, for instance to look after the database."""

    parts: list[Part]
    environment: Mapping[str, str]
    each_second: Callable[[], None] = lambda: None
    _stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Blocks until asked to stop; then every part has ended. A second signal ends them by force."""
        reader, writer = socket.socketpair()
        with reader, writer, selectors.DefaultSelector() as selector:
            for end in (reader, writer):
                end.setblocking(False)
            selector.register(reader, selectors.EVENT_READ)
            handlers = self._listen_to_signals(writer.fileno())
            try:
                self._watch(selector, reader)
            finally:
                self._stop_all()
                _restore_signals(handlers)

    def _listen_to_signals(self, wakeup: int) -> dict[signal.Signals, object]:
        # The handler of SIGCHLD does nothing, but its arrival wakes the selector below.
        before = {number: signal.signal(number, self._on_stop) for number in (signal.SIGINT, signal.SIGTERM)}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
        return dict(before)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:
            for part in self.parts:
                part.send(signal.SIGKILL)
        self._stopping = True

    def _watch(self, selector: selectors.BaseSelector, reader: socket.socket) -> None:
        while not self._stopping:
            for part in self.parts:
                self._keep(part)
            self.each_second()
            selector.select(self._patience())
            with suppress(BlockingIOError):
                reader.recv(4096)

    def _keep(self, part: Part) -> None:
        now = time.monotonic()
        if part.process is None:
            if now >= part.due:
                part.start({**self.environment, SUPERVISED: str(os.getpid())})
        elif (code := part.process.poll()) is not None:
            part.send(signal.SIGKILL)  # what it may have left behind
            part.process = None
            part.pause = SHORTEST_PAUSE if now - part.started > HEALTHY_SECONDS else min(part.pause * 2, LONGEST_PAUSE)
            part.due = now + part.pause
            say(f"进程 {part.name} 意外结束（{_describe(code)}），{part.pause:g} 秒后重新启动。")

    def _patience(self) -> float:
        waiting = [part.due - time.monotonic() for part in self.parts if part.process is None]
        return max(0.0, min([TICK_SECONDS, *waiting]))

    def _stop_all(self) -> None:
        self._stopping = True
        for part in self.parts:
            part.send(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"进程 {part.name} 没有按时结束，强制结束。")
            part.send(signal.SIGKILL)
            part.process.wait()


def die_with_supervisor() -> None:
    """Called by a supervised process: asks Linux to end it when the supervisor is killed without a chance to do so."""
    supervisor = os.environ.get(SUPERVISED)
    if supervisor is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(supervisor):  # it went before we asked
        sys.exit(1)


def _restore_signals(handlers: Mapping[signal.Signals, object]) -> None:
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal itself returned


def _describe(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"


def command(*arguments: str) -> list[str]:
    """The command line of ``zhuke <arguments>`` with the same interpreter as this process."""
    return [sys.executable, "-m", "zhuke", *arguments]


def run_to_end(arguments: Iterable[str], environment: Mapping[str, str]) -> int:
    """Runs ``zhuke <arguments>`` and returns its exit code."""
    return subprocess.run(command(*arguments), env=dict(environment), check=False).returncode
