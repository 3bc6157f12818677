"""What a won deal became: its contract, and the project that began. Numbers come when the rows are written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhuke.modules.projects.models import Project

from .contracts import add_income
from .rhythm import working_day
from .rows import row

if TYPE_CHECKING:
    from .children import Children
    from .deals import Deal


def add_works(to: Children, deal: Deal) -> None:
    """A contract from signing on, a project from the start on."""
    source, client = to.source, to.client
    at = deal.closed or deal.opened
    keeper = to.keeper(at)
    starts = working_day(at.date() + dt.timedelta(days=source.randint(20, 60)))
    ends = starts + dt.timedelta(days=source.randint(200, 720))
    key = source.id(at)
    add_income(to, deal, key, starts, ends)
    work = to.works.get(deal.place)
    if work is not None:
        work.amount = deal.amount  # one work, one sum: the history of cooperation tells that of the contract
    if 4 in deal.reached:
        begun = deal.reached[4]
        leaders = client.firm.of("project_manager") or [client.owner]
        leader = source.one(leaders)
        to.into.projects.append(
            row(
                Project,
                id=source.id(begun),
                created_at=begun,
                created_by_id=to.keeper(begun).id,
                number="",
                name=deal.project.name[:120],
                customer_id=client.id,
                opportunity_id=deal.id,
                contract_id=key,
                project_type=deal.project.industry,
                phase=_phase(to, begun, ends),
                region=client.city.province.short,
                city=client.city.name,
                unit_id=keeper.unit,
                owner_id=leader.id,
                starts_on=starts,
                ends_on=ends,
                cooperation_id=work.id if work else None,
            )
        )


def _phase(to: Children, begun: dt.datetime, ends: dt.date) -> str:
    age, whole = (to.book.today - begun.date()).days, max(1, (ends - begun.date()).days)
    share = age / whole
    return "initiation" if share < 0.06 else "design" if share < 0.15 else "construction" if share < 0.95 else "acceptance"
