"""Win probability out of the company's own history: of the decided opportunities that stood in a stage, how many were won.

Below ``MINIMUM`` decided ones the stage's set probability holds, and the basis says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import deriving, writing
from zhuke.modules.orgs.actors import tree
from zhuke.modules.sales.models import Opportunity, StageRate

from .derive import derive_days

MINIMUM = 20

COUNT = """
INSERT INTO sales_stagerate (company_id, stage_id, decided, won, computed_at)
SELECT m.company, s.stage_id, count(*), count(*) FILTER (WHERE o.state = 'won'), %(now)s
FROM sales_opportunity o
JOIN unnest(%(units)s::uuid[], %(companies)s::uuid[]) AS m(unit, company) ON m.unit = o.unit_id
JOIN (SELECT DISTINCT opportunity_id, to_stage_id AS stage_id FROM sales_stagechange) s ON s.opportunity_id = o.id
WHERE o.state <> 'open' AND o.archived_at IS NULL
GROUP BY m.company, s.stage_id
ON CONFLICT (company_id, stage_id) DO UPDATE SET decided = EXCLUDED.decided, won = EXCLUDED.won, computed_at = EXCLUDED.computed_at
"""
# What each open opportunity's probability should be now.
TARGET = """
SELECT p.id, p.probability AS was, p.probability_basis AS was_basis,
       CASE WHEN r.decided >= %(minimum)s THEN round(100.0 * r.won / r.decided)::int ELSE t.probability END AS probability,
       jsonb_build_object('kind', CASE WHEN r.decided >= %(minimum)s THEN 'history' ELSE 'stage' END,
                          'decided', coalesce(r.decided, 0), 'won', coalesce(r.won, 0), 'minimum', %(minimum)s) AS basis
FROM sales_opportunity p
JOIN unnest(%(units)s::uuid[], %(companies)s::uuid[]) AS m(unit, company) ON m.unit = p.unit_id
JOIN sales_stage t ON t.id = p.stage_id
LEFT JOIN sales_stagerate r ON r.company_id = m.company AND r.stage_id = p.stage_id
WHERE p.state = 'open'
"""
DIFFERING = f"SELECT v.id FROM ({TARGET}) v WHERE (v.was, v.was_basis) IS DISTINCT FROM (v.probability, v.basis)"  # noqa: S608
WRITE = f"""
UPDATE sales_opportunity o SET probability = v.probability, probability_basis = v.basis
FROM ({TARGET} AND p.id = ANY(%(ids)s)) v WHERE o.id = v.id
"""  # noqa: S608
BATCH = 2000
"""Rows rewritten in one transaction: after a bulk load there may be 100,000, and nobody shall wait so long for a row that he moves."""


def refresh_rates(actor: Actor) -> int:
    """Count the history anew and rewrite the probability of open opportunities where it differs, ``BATCH`` at a time.

    Returns how many changed. Killed in the middle it leaves the rest to the next run.
    """
    units = tree()
    pairs = [(unit, company) for unit in units.paths if (company := units.company_of(unit))]
    params: dict[str, Any] = {
        "units": [unit for unit, _c in pairs],
        "companies": [company for _u, company in pairs],
        "now": timezone.now(),
        "minimum": MINIMUM,
    }
    with writing(actor, "sales.rates"), connection.cursor() as cursor:
        derive_days()
        cursor.execute(COUNT, params)
        StageRate.objects.filter(computed_at__lt=params["now"]).delete()
        cursor.execute(DIFFERING, params)
        ids = sorted(pk for (pk,) in cursor.fetchall())
    return sum(_rewrite(actor, {**params, "ids": ids[at : at + BATCH]}) for at in range(0, len(ids), BATCH))


def _rewrite(actor: Actor, params: dict[str, Any]) -> int:
    with writing(actor, "sales.rates"), deriving(), connection.cursor() as cursor:
        cursor.execute(WRITE, params)
        return int(cursor.rowcount)


@dataclass(frozen=True)
class Odds:
    """(company, stage) → (decided, won), as last counted."""

    counted: Mapping[tuple[UUID, UUID], tuple[int, int]]

    @classmethod
    def load(cls, **chosen: Any) -> Odds:
        """All counts, or those of a company and stage."""
        rows = StageRate.objects.filter(**chosen).values_list("company_id", "stage_id", "decided", "won")
        return cls({(company, stage): (decided, won) for company, stage, decided, won in rows})

    def put_on(self, row: Opportunity) -> None:
        """Put probability and its basis on the row in hand, as its state, stage and company's history have it. Does not save."""
        if row.state != "open":
            row.probability = 100 if row.state == "won" else 0
            row.probability_basis = {"kind": "decided", "decided": 0, "won": 0, "minimum": MINIMUM}
            return
        company = tree().company_of(row.unit_id)
        decided, won = self.counted.get((company, row.stage_id), (0, 0)) if company else (0, 0)
        known = decided >= MINIMUM
        row.probability = (200 * won + decided) // (2 * decided) if known else row.stage.probability
        row.probability_basis = {"kind": "history" if known else "stage", "decided": decided, "won": won, "minimum": MINIMUM}


def set_probability(row: Opportunity) -> None:
    """Put probability and its basis on one row in hand. Does not save."""
    Odds.load(company=tree().company_of(row.unit_id), stage=row.stage_id).put_on(row)


def told(opportunity: Opportunity) -> dict[str, Any]:
    """The probability with its basis in words."""
    basis = opportunity.probability_basis or {"kind": "stage", "decided": 0, "won": 0, "minimum": MINIMUM}
    return {"value": opportunity.probability, **basis, "text": in_words(basis)}


def in_words(basis: dict[str, Any]) -> str:
    """Where a probability comes from, as a sentence."""
    if basis["kind"] == "decided":
        return _("已有结果。")
    if basis["kind"] == "history":
        return _("本公司到过该阶段且已有结果的商机共 %(decided)d 个，其中赢单 %(won)d 个。") % basis
    return _("取阶段设定值：本公司到过该阶段且已有结果的商机只有 %(decided)d 个，不足 %(minimum)d 个。") % basis
