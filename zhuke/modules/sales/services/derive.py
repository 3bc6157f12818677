"""The one place that rewrites an opportunity's dates of contact and days per phase: they follow from its talks and its stage history."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from zhuke.kernel.audit import deriving
from zhuke.modules.sales.models import PHASE_CODES

# The next contact is what the latest talk agreed on; a later talk without one has settled it.
WRITE = """
UPDATE sales_opportunity o
SET last_followed_at = v.last_at, next_contact_at = v.next_at
FROM (SELECT x.id, t.last_at, t.next_at
      FROM unnest(%(ids)s::uuid[]) AS x(id)
      LEFT JOIN LATERAL (SELECT i.occurred_at AS last_at, i.next_contact_at AS next_at
                         FROM sales_followup f JOIN customers_interaction i ON i.id = f.interaction_id
                         WHERE f.opportunity_id = x.id AND i.archived_at IS NULL
                         ORDER BY i.occurred_at DESC, i.id DESC LIMIT 1) t ON true) v
WHERE o.id = v.id AND (o.last_followed_at, o.next_contact_at) IS DISTINCT FROM (v.last_at, v.next_at)
"""
# Days stood in each phase, all stays together; NULL for phases never left.
DAYS = f"""
UPDATE sales_opportunity o SET phase_days = v.days
FROM (SELECT opportunity_id, ARRAY[{", ".join(f"sum(days) FILTER (WHERE from_phase = '{code}')" for code in PHASE_CODES)}]::int[] AS days
      FROM sales_stagechange WHERE days IS NOT NULL AND (%(ids)s::uuid[] IS NULL OR opportunity_id = ANY(%(ids)s::uuid[]))
      GROUP BY opportunity_id) v
WHERE o.id = v.opportunity_id AND o.phase_days IS DISTINCT FROM v.days
"""  # noqa: S608 the codes are ours


def derive(ids: Iterable[UUID]) -> int:
    """Rewrite the dates of contact of these opportunities where they changed; returns how many."""
    keys = list(ids)
    if not keys:
        return 0
    with transaction.atomic(), deriving(), connection.cursor() as cursor:
        cursor.execute(WRITE, {"ids": keys})
        return int(cursor.rowcount)


def derive_days(ids: Iterable[UUID] | None = None) -> int:
    """Rewrite the days per phase of these opportunities (None: of all, for bulk loaders) where they changed; returns how many."""
    with transaction.atomic(), deriving(), connection.cursor() as cursor:
        cursor.execute(DAYS, {"ids": None if ids is None else list(ids)})
        return int(cursor.rowcount)
