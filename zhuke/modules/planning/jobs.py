"""Three-line jobs over services."""

from uuid import UUID

from procrastinate.contrib.django import app

from zhuke.commons.jobs.services import RETRY, running
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing

from .services import calendars, seeking


@app.task(name="planning.reschedule_calendar", queue="slow")
def reschedule_calendar(*, calendar: str, user: str, name: str) -> None:
    """All plans that count by a calendar which has changed, one transaction each."""
    actor = Actor(UUID(user) if user else None, name, "system")
    for plan in calendars.plans_of(UUID(calendar)):
        with writing(actor, "calendar"):
            calendars.follow(actor, plan)


@app.task(name="planning.optimise", queue="slow", lock="planning.optimise", retry=RETRY)
def optimise(job_id: str, plan: str, *, within_float: bool, others: bool) -> None:
    """Seek the shortest levelled plan; one at a time, since each search takes a processor."""
    with running(job_id) as progress:
        seeking.run(progress, plan, within_float=within_float, others=others)
