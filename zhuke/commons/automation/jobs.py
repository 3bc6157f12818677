"""The jobs of automation: look at the clock, run rules, act."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services import acting, settling, ticking

PATIENT = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="automation.tick", queue="slow", queueing_lock="automation.tick")
def tick(timestamp: int = 0) -> None:
    """Run the time rules that are due, and take up what a killed worker left."""
    ticking.tick()


@app.task(name="automation.run", queue="slow", retry=PATIENT)
def run(rule_id: str) -> None:
    """Run one rule now, because somebody asked for it."""
    ticking.run_now(rule_id)


@app.task(name="automation.act", queue="fast", retry=PATIENT)
def act() -> None:
    """Carry out the actions of all waiting firings."""
    acting.act_all()


@app.task(name="automation.settle", queue="slow", queueing_lock="automation.settle")
def settle(timestamp: int = 0) -> None:
    """Close the to-dos of event rules whose condition no longer holds."""
    settling.settle()
