"""Housekeeping of jobs, and of the tables that libraries fill and never empty."""

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from procrastinate.contrib.django import app

from . import services

KEPT_HOURS = 7 * 24


@app.task(name="jobs.forget_old", queue="slow", queueing_lock="jobs.forget_old")
def forget_old(timestamp: int = 0) -> None:
    """Delete jobs that ended long ago."""
    services.forget_old()


@app.task(name="jobs.forget_finished", queue="slow", queueing_lock="jobs.forget_finished", pass_context=True)
async def forget_finished(context: Any, timestamp: int = 0) -> None:
    """Delete the queue's rows of a week ago, failed ones included: their errors are in the log and in ``Job``."""
    keep: dict[str, Any] = {"nb_hours": KEPT_HOURS, "include_failed": True, "include_cancelled": True, "include_aborted": True}
    await context.app.job_manager.delete_old_jobs(**keep)


@app.task(name="jobs.clear_sessions", queue="slow", queueing_lock="jobs.clear_sessions")
def clear_sessions(timestamp: int = 0) -> None:
    """Delete sessions that have run out, and what is noted of their devices."""
    from allauth.usersessions.models import UserSession

    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
