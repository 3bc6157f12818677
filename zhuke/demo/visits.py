"""Visits: those of the last months behind the talks that were visits, and those that are planned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhuke.modules.diary.models import Visit
from zhuke.modules.diary.places import NEAR, metres

from .rows import row

if TYPE_CHECKING:
    from .children import Children

DAYS = 150
PURPOSES = ("了解项目进展", "汇报方案", "商务洽谈", "拜访决策人", "答疑沟通", "现场踏勘", "回款沟通", "年度回访")


def add_visits(to: Children) -> None:
    """Visits of one customer, each with the deal it was about."""
    deals = {link.interaction_id: link.opportunity_id for link in to.deal_links}
    for _talk, said in to.said:
        if said.channel == "visit" and (to.book.now - said.occurred_at).days < DAYS and said.occurred_at < to.book.now:
            _paid(to, said, deals.get(said.id))
    last = to.said[-1][1] if to.said else None
    if last is not None and last.next_contact_at and last.next_contact_at > to.book.now and to.source.chance(0.35):
        _planned(to, last, deals.get(last.id))


def _base(to: Children, said: Any, deal: Any, at: dt.datetime) -> dict[str, Any]:
    purpose = to.source.one(PURPOSES)
    return {
        "name": f"{to.client.name[:100]} · {purpose[:30]}",
        "customer_id": to.client.id,
        "opportunity_id": deal,
        "contact_id": said.contact_id,
        "purpose": purpose,
        "minutes": to.source.one((30, 60, 60, 90)),
        "planned_at": at,
        "unit_id": to.keeper(said.occurred_at).unit,
        "owner_id": said.owner_id,
    }


def _paid(to: Children, said: Any, deal: Any) -> None:
    source = to.source
    at = said.occurred_at
    planned = at - dt.timedelta(minutes=source.randint(-15, 25))
    noted = min(at - dt.timedelta(hours=source.randint(3, 60)), at)
    address = next((a for a in to.into.addresses[::-1] if a.customer_id == to.client.id and a.longitude is not None), None)
    checked: dict[str, Any] = {"checkin_evidence": "no_position"}
    if source.chance(0.9):
        spread = 1 if address is not None and source.chance(0.93) else 40
        longitude, latitude = (float(address.longitude), float(address.latitude)) if address else (120.15, 30.25)
        longitude += source.randint(-15, 15) * spread / 10000
        latitude += source.randint(-15, 15) * spread / 10000
        away = round(metres(longitude, latitude, float(address.longitude), float(address.latitude))) if address else None
        evidence = "no_address" if away is None else "near" if away <= NEAR else "far"
        place = {"longitude": round(longitude, 6), "latitude": round(latitude, 6), "accuracy": source.randint(8, 60)}
        checked = {**place, "distance": away, "checkin_evidence": evidence}
    to.into.visits.append(
        row(
            Visit,
            id=source.id(noted),
            created_at=noted,
            created_by_id=said.owner_id,
            state="done",
            checkin_at=at,
            finished_at=at + dt.timedelta(minutes=source.randint(25, 95)),
            result=said.content,
            effect=said.effect,
            next_contact_at=said.next_contact_at,
            interaction_id=said.id,
            **_base(to, said, deal, planned),
            **checked,
        )
    )


def _planned(to: Children, said: Any, deal: Any) -> None:
    noted = min(said.occurred_at + dt.timedelta(minutes=30), to.book.now)
    values = _base(to, said, deal, said.next_contact_at)
    to.into.visits.append(row(Visit, id=to.source.id(noted), created_at=noted, created_by_id=said.owner_id, state="planned", **values))
