"""The supervisor restarts what dies, gives up on nothing, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import eventually

SUPERVISOR = """
import os, sys
from zhuke.launch.supervisor import Part, Supervisor
Supervisor([Part(name, [sys.executable, "-c", open(name).read()]) for name in sys.argv[1:]], os.environ).run()
print("stopped")
"""
STEADY = """
import os, time
from zhuke.launch.supervisor import die_with_supervisor
die_with_supervisor()
with open("steady.pids", "a") as file: file.write(f"{os.getpid()}\\n")
time.sleep(60)
"""
FAILING = "open('failing.runs', 'a').write('x'); raise SystemExit(3)"
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with open("stubborn.pids", "a") as file: file.write(f"{os.getpid()}\\n")
time.sleep(60)
"""


class Running:
    """A supervisor process in a folder, and what its parts have written there."""

    def __init__(self, folder: Path, **parts: str) -> None:
        self.folder = folder
        for name, source in parts.items():
            (folder / name).write_text(source)
        command = [sys.executable, "-c", SUPERVISOR, *parts]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)

    def lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text().split() if path.exists() else []

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=30)[0]


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Running] = []

    def run(**parts: str) -> Running:
        started.append(Running(tmp_path, **parts))
        return started[-1]

    yield run
    for running in started:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
            running.process.communicate(timeout=30)


def alive(pid: str) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    except FileNotFoundError:
        return False


def test_a_killed_process_is_started_again(start: Start) -> None:
    running = start(steady=STEADY)
    assert eventually(lambda: len(running.lines("steady.pids")) == 1)
    os.kill(int(running.lines("steady.pids")[0]), signal.SIGKILL)
    assert eventually(lambda: len(running.lines("steady.pids")) == 2)
    first, second = running.lines("steady.pids")
    assert not alive(first)
    assert alive(second)
    output = running.stop()
    assert "steady 意外结束（信号 SIGKILL）" in output
    assert not alive(second)


def test_a_failing_process_is_tried_at_growing_intervals_and_does_not_disturb_the_others(start: Start) -> None:
    running = start(failing=FAILING, steady=STEADY)
    assert eventually(lambda: "".join(running.lines("failing.runs")) == "xx")
    output = running.stop()
    assert "failing 意外结束（退出码 3），1 秒后" in output
    assert len(running.lines("steady.pids")) == 1


def test_a_stop_ends_everything_and_says_so(start: Start) -> None:
    running = start(steady=STEADY)
    assert eventually(lambda: running.lines("steady.pids") != [])
    assert running.stop().strip() == "stopped"
    assert running.process.returncode == 0
    assert not alive(running.lines("steady.pids")[0])


def test_a_second_signal_ends_a_stubborn_process_by_force(start: Start) -> None:
    running = start(stubborn=STUBBORN)
    assert eventually(lambda: running.lines("stubborn.pids") != [])
    running.process.send_signal(signal.SIGINT)
    assert not eventually(lambda: running.process.poll() is not None, seconds=0.5)
    running.process.send_signal(signal.SIGINT)
    running.process.communicate(timeout=5)
    assert not alive(running.lines("stubborn.pids")[0])


def test_processes_end_with_a_supervisor_that_is_killed(start: Start) -> None:
    running = start(steady=STEADY)
    assert eventually(lambda: running.lines("steady.pids") != [])
    running.process.kill()
    running.process.communicate(timeout=5)
    assert eventually(lambda: not alive(running.lines("steady.pids")[0]))
