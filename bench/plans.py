"""Plans of ten thousand tasks: calculated anew, read for the Gantt view, dragged with five hundred successors."""

from __future__ import annotations

import random
from itertools import count as numbers
from itertools import pairwise
from typing import Any
from uuid import UUID

from zhuke.kernel.audit import writing
from zhuke.kernel.ids import uuid7
from zhuke.modules.planning.domain.cpm import calculate
from zhuke.modules.planning.domain.state import LinkRow, State, TaskRow
from zhuke.modules.planning.models import Plan
from zhuke.modules.planning.services import editing, network
from zhuke.modules.planning.services.plans import plan_for
from zhuke.modules.planning.services.reading import load
from zhuke.modules.planning.services.saving import save
from zhuke.modules.projects.models import Project

from . import lists
from .measure import Row, in_turns

TASKS, CHAIN, SECTIONS = 10_000, 500, 100
NAME = "万项任务计划"


def recalculated() -> Row:
    """Forward and backward pass, floats and summaries of 10,000 tasks and as many links."""
    state = load(_plan()).state
    state.arrange()
    asked = state.network()
    cost = in_turns({"ours": lambda: calculate(asked)}, rounds=7, each=1)["ours"]
    what = f"schedule of {len(asked.activities):,} tasks and {len(asked.links):,} links recalculated"
    note = "Forward and backward pass on a working calendar with holidays, total and free float, critical path, summaries."
    return Row(what, f"{cost.cpu:.0f} ms", "", "", "≤ 300 ms", cost.cpu <= 300, note)


def dragged() -> Row:
    """A bar is dragged in that plan and 500 tasks move with it: read, checked, calculated, written with log and history."""
    plan, actor = _plan(), lists.actor_of(lists.person("administrator"))
    first = plan.tasks.get(name="链 1", archived_at=None).pk
    days = numbers(2)
    moved = []

    def ours() -> None:
        at = f"2026-{3 + (n := next(days)) % 9:02d}-{2 + n % 20:02d}T08:00"
        answer = editing.edit(actor, plan.pk, [{"op": "set", "task": first, "values": {"start": _minutes(at)}}])
        moved.append(answer["consequences"]["moved"])

    cost = in_turns({"ours": ours, "read": lambda: network.network(actor, plan.pk)}, rounds=5, each=2)
    if min(moved) < CHAIN - 1:
        raise RuntimeError(f"a drag moved only {min(moved)} tasks")
    drag, read = cost["ours"], cost["read"]
    note = (
        f"Of 10,000 tasks; Python {drag.python:.0f} ms, PostgreSQL {drag.postgres:.0f} ms. "
        f"Reading the whole plan for the Gantt view: {read.cpu:.0f} ms."
    )
    return Row(f"saving a drag that moves {CHAIN} successors", f"{drag.cpu:.0f} ms", "", "", "–", None, note)


def _minutes(text: str) -> int:
    from zhuke.modules.planning.services.moments import parse

    return parse(text)


def _plan() -> Plan:
    """The big plan, made once."""
    found = Plan.objects.filter(name=NAME, archived_at=None).first()
    if found:
        return found
    actor = lists.actor_of(lists.person("administrator"))
    with writing(actor, "bench"):
        project = Project.objects.filter(archived_at=None).exclude(pk__in=Plan.objects.values("project")).first()
        plan = plan_for(actor, project) if project else Plan.objects.filter(kind="live").first()
        assert plan is not None
        plan.name, plan.starts_on = NAME, "2026-03-02"  # type: ignore[assignment]
        plan.save()
        plan.refresh_from_db()
        loaded = load(plan)
        _fill(loaded.state)
        loaded.state.schedule()
        save(actor, loaded, "load")
    return plan


def _fill(state: State) -> None:
    chance = random.Random(7)
    sections = [_added(state, f"分部 {n}", None) for n in range(1, SECTIONS + 1)]
    chain = [_added(state, f"链 {n}", sections[0], 480) for n in range(1, CHAIN + 1)]
    others = [_added(state, f"任务 {n}", chance.choice(sections[1:]), chance.randint(1, 10) * 480) for n in range(TASKS - CHAIN - SECTIONS)]
    ties: list[tuple[UUID, UUID]] = list(pairwise(chain))
    ties += [(others[max(0, n - chance.randint(1, 40))], key) for n, key in enumerate(others) if n]
    for pred, succ in ties:
        link: Any = LinkRow(uuid7(), pred, succ, chance.choice(("FS", "FS", "FS", "SS", "FF")) if pred not in chain else "FS")
        state.links[link.id] = link
        state.touched["links"].add(link.id)


def _added(state: State, name: str, parent: UUID | None, duration: int = 480) -> UUID:
    row = TaskRow(uuid7(), parent, len(state.tasks) * 1024, name, duration=duration)
    state.tasks[row.id] = row
    state.touched["tasks"].add(row.id)
    return row.id
