"""The schedule names every job that wants to run by the clock, and a worker finds it."""

import inspect

import pytest
from croniter import croniter
from procrastinate.contrib.django import app

from zhuke.config import schedule


def test_every_job_of_the_clock_has_its_time() -> None:
    wanted = {name for name, task in app.tasks.items() if "timestamp" in inspect.signature(task.func).parameters}
    assert wanted == {task.name for _cron, task in schedule.TIMES}


def test_a_worker_finds_it() -> None:
    app.perform_import_paths()
    known = {(periodic.cron, name) for (name, _id), periodic in app.periodic_registry.periodic_tasks.items()}
    assert known == {(cron, task.name) for cron, task in schedule.TIMES}


@pytest.mark.parametrize("cron", sorted({cron for cron, _task in schedule.TIMES}))
def test_times_are_times(cron: str) -> None:
    assert croniter.is_valid(cron)


@pytest.mark.parametrize("task", [task for _cron, task in schedule.TIMES], ids=lambda task: task.name)
def test_no_job_waits_behind_its_own_turn(task: object) -> None:
    """A queueing lock keeps turns from piling up; a lock would let a killed worker block the rescue itself."""
    assert (task.queueing_lock, task.lock) == (task.name, None)  # type: ignore[attr-defined]
