"""The search text of opportunities holds their customer's name; this rewrites it."""

from __future__ import annotations

from uuid import UUID

from zhuke.kernel.audit import deriving
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import fill_search
from zhuke.modules.sales.models import Opportunity


def refresh_names(customer: UUID) -> int:
    """Rewrite the search text of a customer's opportunities; returns how many changed. Inside a transaction."""
    resource = by_model(Opportunity)
    changed = []
    for row in Opportunity.objects.filter(customer=customer).select_related("customer"):
        before = row.search_text
        fill_search(row, resource)
        if row.search_text != before:
            changed.append(row)
    with deriving():
        Opportunity.objects.bulk_update(changed, ["search_text"], batch_size=500)
    return len(changed)
