"""Letters leave by jobs; the minute's round takes up what waits and what dead workers left."""

from uuid import UUID

from procrastinate.contrib.django import app

from .services import sending


@app.task(name="letters.send", queue="fast")
def send(letter_id: str) -> None:
    """Send one letter."""
    sending.send_one(UUID(letter_id))


@app.task(name="letters.send_due", queue="fast", queueing_lock="letters.send_due")
def send_due(timestamp: int = 0) -> None:
    """Send every letter whose time has come."""
    sending.send_due()
