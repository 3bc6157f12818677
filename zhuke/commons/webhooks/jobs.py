"""Calls leave by jobs, so that nobody waits for another system."""

from uuid import UUID

from procrastinate.contrib.django import app

from .services import calling


@app.task(name="webhooks.send", queue="slow")
def send(call_id: str) -> None:
    """Send one call."""
    calling.send_one(UUID(call_id))


@app.task(name="webhooks.send_due", queue="slow", queueing_lock="webhooks.send_due")
def send_due(timestamp: int = 0) -> None:
    """Send every call whose time has come."""
    calling.send_due()


@app.task(name="webhooks.forget_old", queue="slow", queueing_lock="webhooks.forget_old")
def forget_old(timestamp: int = 0) -> None:
    """Delete old calls."""
    calling.forget_old()
