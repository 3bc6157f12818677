"""Jobs of sales."""

from procrastinate.contrib.django import app

from zhuke.kernel.access import system

from .services import rates


@app.task(name="sales.refresh_rates", queue="slow", queueing_lock="sales.refresh_rates")
def refresh_rates(timestamp: int = 0) -> int:
    """Count the history of decided opportunities and rewrite probabilities; returns how many changed."""
    return rates.refresh_rates(system("赢率计算"))
