"""The nightly job of projects."""

from procrastinate.contrib.django import app

from .services import health, members, money


@app.task(name="projects.refresh", queue="slow", queueing_lock="projects.refresh")
def refresh_projects(timestamp: int = 0) -> dict[str, int]:
    """End memberships whose last day has passed, recount money, ask how each running project is doing."""
    return {"ended": members.end_memberships(), "money": money.refresh(), "health": health.refresh()}
