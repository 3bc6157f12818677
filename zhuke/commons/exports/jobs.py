"""Exports are written by jobs."""

from typing import Any

from procrastinate.contrib.django import app

from zhuke.commons.jobs.services import RETRY, running

from . import services


@app.task(name="exports.write", queue="slow", retry=RETRY)
def write(job_id: str, resource: str, asked: dict[str, Any]) -> None:
    """Write one export."""
    with running(job_id) as progress:
        services.write(progress, resource, asked)


@app.task(name="exports.clean_up", queue="slow", queueing_lock="exports.clean_up")
def clean_up(timestamp: int = 0) -> None:
    """Delete files past their week."""
    services.clean_up()
