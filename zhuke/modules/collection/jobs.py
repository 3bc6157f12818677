"""The jobs of collection: the pass of the ladder, the month's statements."""

from procrastinate.contrib.django import app

from .services import chasing, statements


@app.task(name="collection.chase", queue="fast", queueing_lock="collection.chase")
def chase(timestamp: int = 0) -> dict[str, int]:
    """Take every dunning step that is due."""
    return chasing.chase()


@app.task(name="collection.statements", queue="slow", queueing_lock="collection.statements")
def make_statements(timestamp: int = 0) -> int:
    """Make last month's statements of account."""
    return statements.make_monthly()
