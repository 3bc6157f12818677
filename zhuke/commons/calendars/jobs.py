"""New announcements come with new releases of the package."""

from procrastinate.contrib.django import app

from zhuke.kernel.access import system

from . import services


@app.task(name="calendars.load_facts", queue="slow", queueing_lock="calendars.load_facts")
def load_facts(timestamp: int = 0) -> None:
    """Add the holidays of years that have none yet."""
    services.load_facts(system("节假日更新"))
