"""Three-line jobs over services."""

from uuid import UUID

from procrastinate.contrib.django import app

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing

from .services import calendars


@app.task(name="planning.reschedule_calendar", queue="slow")
def reschedule_calendar(*, calendar: str, user: str, name: str) -> None:
    """All plans that count by a calendar which has changed, one transaction each."""
    actor = Actor(UUID(user) if user else None, name, "system")
    for plan in calendars.plans_of(UUID(calendar)):
        with writing(actor, "calendar"):
            calendars.follow(actor, plan)
