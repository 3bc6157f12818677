"""Instances of PSPLIB, the library of scheduling problems, as networks on a calendar that works round the clock (1 period = 1 minute)."""

import re
from dataclasses import dataclass
from pathlib import Path

from zhuke.modules.planning.domain.network import Activity, Link, Network
from zhuke.modules.planning.domain.worktime import ALWAYS, WorkTime


@dataclass(frozen=True, slots=True)
class Instance:
    """``critical_length``: the MPM-Time printed in the file. ``needs``: job → units of each resource."""

    name: str
    network: Network
    critical_length: int
    needs: dict[int, tuple[int, ...]]
    capacities: tuple[int, ...]


def read(path: Path) -> Instance:
    text = path.read_text(encoding="ascii")
    length = int(re.search(r"MPM-Time\n(.+)", text)[1].split()[-1])  # type: ignore[index]
    links, jobs, needs = [], [], {}
    for row in _rows(text, "PRECEDENCE RELATIONS", "REQUESTS/DURATIONS"):
        links += [Link(row[0], succ) for succ in row[3:]]
    for row in _rows(text, "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES"):
        jobs.append(Activity(row[0], row[2]))
        needs[row[0]] = tuple(row[3:])
    capacities = tuple(_rows(text, "RESOURCEAVAILABILITIES", "\x00")[-1])
    network = Network(tuple(jobs), tuple(links), (WorkTime(ALWAYS),), start=0)
    return Instance(path.stem, network, length, needs, capacities)


def _rows(text: str, begin: str, end: str) -> list[list[int]]:
    part = text.split(begin, 1)[1].split(end, 1)[0]
    return [[int(word) for word in line.split()] for line in part.splitlines() if re.fullmatch(r"[\d\s]+", line) and line.strip()]
