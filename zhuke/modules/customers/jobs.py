"""Customers' jobs."""

from procrastinate.contrib.django import app

from zhuke.kernel.access import system
from zhuke.kernel.audit import writing

from .models import Customer
from .services.derive import CHUNK, derive
from .services.recycling import recycle


@app.task(name="customers.refresh", queue="slow", queueing_lock="customers.refresh")
def refresh_customers(timestamp: int = 0) -> int:
    """Rewrite what follows from the calendar (activity tags, recent projects) on all customers; returns how many changed."""
    changed, last = 0, None
    while True:
        rows = Customer.objects.filter(archived_at=None).order_by("pk")
        ids = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return changed
        with writing(system("客户标签"), "customers.refresh"):
            changed += derive(ids)
        last = ids[-1]


@app.task(name="customers.recycle", queue="slow", queueing_lock="customers.recycle")
def recycle_customers(timestamp: int = 0) -> dict[str, int]:
    """Warn owners of neglected customers and put those that were warned of into the pool; returns how many of each."""
    return recycle(system("公海回收"))
