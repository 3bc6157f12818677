"""Housekeeping of jobs."""

from procrastinate.contrib.django import app

from . import services


@app.task(name="jobs.forget_old", queue="slow", queueing_lock="jobs.forget_old")
def forget_old(timestamp: int = 0) -> None:
    """Delete jobs that ended long ago."""
    services.forget_old()
