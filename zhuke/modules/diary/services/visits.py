"""Visits: planned, checked in on the phone, finished with a result that becomes a contact with the customer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.lateness import check_late, late_days
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.models import Address, Customer, Interaction
from zhuke.modules.customers.services.interactions import check_contact, log_interaction
from zhuke.modules.diary.models import Visit
from zhuke.modules.diary.places import NEAR, distance_to
from zhuke.modules.sales.services.following import log_followup

SOON = dt.timedelta(minutes=5)  # clocks of telephones differ
NEAR_AT_MOST = 5000  # a position that is itself kilometres wide proves nothing


def plan_visit(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Visit:
    """Plan a visit; the place defaults to the customer's first address. Raises invalid, too_late (planned on a day long gone)."""
    visit: Visit = build(actor, by_model(Visit), values, pk=pk)
    _complete(visit)
    if actor.kind != "system":
        check_late(visit.unit_id, visit.planned_at, field="planned_at")
    save(visit, by_model(Visit))
    emit("visits.created", visit, actor)
    _tell_owner(actor, visit, _("为您安排了拜访：%(name)s"))
    return visit


def edit_visit(actor: Actor, visit: Visit, **values: Any) -> Visit:
    """Change a visit that is not over; after check-in the time and the customer stand. Raises visit_over, invalid."""
    if visit.state in ("done", "cancelled"):
        raise Conflict("visit_over", _("该拜访已结束，不能再修改；补充内容请记一条沟通记录。"))
    moved = any(name in values and getattr(visit, name) != values[name] for name in ("customer_id", "planned_at"))
    if visit.state == "under_way" and moved:
        raise Conflict("checked_in", _("已签到的拜访不能改客户和时间。如签错了，请取消后重新安排。"))
    before, when = visit.owner_id, visit.planned_at
    assign(visit, values)
    _complete(visit)
    if actor.kind != "system" and visit.planned_at < when:
        check_late(visit.unit_id, visit.planned_at, field="planned_at")
    save(visit, by_model(Visit))
    emit("visits.updated", visit, actor)
    if visit.owner_id != before:
        _tell_owner(actor, visit, _("为您安排了拜访：%(name)s"))
    elif visit.planned_at != when:
        _tell_owner(actor, visit, _("拜访改期：%(name)s"))
    return visit


def check_in(
    actor: Actor, visit: Visit, *, longitude: Decimal | None = None, latitude: Decimal | None = None,
    accuracy: Decimal | None = None, at: dt.datetime | None = None,
) -> Visit:  # fmt: skip
    """Say that one has arrived. ``at``: when it happened by the telephone's clock; degrees of WGS-84, accuracy in metres.

    Without a position it says so (``no_position``): a refused position is no refused visit. Where the superior is says nothing about where
    the visitor was: only whoever goes checks in. Raises wrong_state, not_visitor, invalid, too_late.
    """
    _expect(visit, "planned")
    if actor.kind != "system" and visit.owner_id and not {visit.owner_id, *companions(visit)} & set(actor.owner_ids):
        raise NotAllowed("not_visitor", _("只有拜访人和同行的同事可以签到，请由本人到现场后用手机签到。"))
    when = at or timezone.now()
    if when > timezone.now() + SOON:
        raise invalid({"at": [_("签到时间不能晚于现在，请检查手机时钟。")]})
    if actor.kind != "system":
        check_late(visit.unit_id, when, field="at")
    x, y = _within("longitude", longitude, -180, 180, 6), _within("latitude", latitude, -90, 90, 6)
    if (x is None) != (y is None):
        raise invalid({"latitude": [_("经度和纬度要一起填写。")]})
    wide = _within("accuracy", accuracy, 0, 1_000_000, 0)
    visit.checkin_at, visit.checkin_late_days = when, late_days(when)
    visit.longitude, visit.latitude, visit.accuracy = x, y, int(wide) if x is not None and wide is not None else None
    visit.distance = distance_to(visit.customer_id, float(x), float(y)) if x is not None and y is not None else None
    visit.checkin_evidence = _evidence(visit)
    visit.state = "under_way"
    save(visit, by_model(Visit))
    emit("visits.checked_in", visit, actor, {"evidence": visit.checkin_evidence, "distance": visit.distance})
    return visit


def finish(actor: Actor, visit: Visit, *, result: str, effect: str | None = None, next_contact_at: dt.datetime | None = None) -> Visit:
    """Write down what came of it; the contact is logged with the customer, and with the opportunity where there is one.

    Also without check-in, which then shows. Raises wrong_state, invalid, too_late, archived.
    """
    _expect(visit, "planned", "under_way")
    now = timezone.now()
    happened = visit.checkin_at or min(visit.planned_at, now)
    visit.interaction = _log(actor, visit, happened, result, effect or "", next_contact_at)
    visit.state, visit.finished_at = "done", now
    visit.result, visit.effect, visit.next_contact_at = result, effect or "", next_contact_at
    save(visit, by_model(Visit))
    emit("visits.finished", visit, actor, {"interaction": str(visit.interaction_id)})
    return visit


def cancel(actor: Actor, visit: Visit, *, reason: str) -> Visit:
    """Call a visit off. Raises wrong_state."""
    _expect(visit, "planned", "under_way")
    visit.state, visit.cancel_reason = "cancelled", reason
    save(visit, by_model(Visit))
    emit("visits.cancelled", visit, actor, {"reason": reason})
    _tell_owner(actor, visit, _("拜访已取消：%(name)s"))
    return visit


def companions(visit: Visit) -> list[UUID]:
    """The colleagues who come along."""
    return list(TeamMember.objects.filter(resource="visits", object_id=visit.pk).values_list("user_id", flat=True))


def _log(actor: Actor, visit: Visit, happened: dt.datetime, result: str, effect: str, following: dt.datetime | None) -> Interaction:
    """The contact: seen from here one must see the customer still."""
    if not visible(actor, by_model(Customer)).filter(pk=visit.customer_id).exists():
        raise Conflict("customer_gone", _("您已无权查看这个客户，请让其负责人记录结果。"))
    content = _("拜访：%(purpose)s\n%(result)s") % {"purpose": visit.purpose, "result": result}
    if visit.opportunity and not visit.opportunity.archived_at:
        return log_followup(
            actor, visit.opportunity, content=content, channel="visit", occurred_at=happened, contact=visit.contact_id,
            result=result[:200], effect=effect, next_contact_at=following,
        )  # fmt: skip
    return log_interaction(
        actor, customer_id=visit.customer_id, contact_id=visit.contact_id, channel="visit", occurred_at=happened, content=content,
        result=result[:200], effect=effect, next_contact_at=following, **({"owner_id": visit.owner_id} if visit.owner_id else {}),
    )  # fmt: skip


def _written(address: Address) -> str:
    """The address in one line; many are entered with city and district in the detail already."""
    named = address.city and address.city in address.detail
    return address.detail if named else f"{address.city}{address.district}{address.detail}"


def _complete(visit: Visit) -> None:
    check_contact(visit.customer_id, visit.contact_id)
    if visit.opportunity and visit.opportunity.customer_id != visit.customer_id:
        raise invalid({"opportunity": [_("该商机不属于这个客户，请重新选择。")]})
    if not visit.place:
        first = visit.customer.addresss.filter(archived_at=None).order_by("created_at").first()
        visit.place = _written(first)[:200] if first else ""
    visit.name = f"{visit.customer.name[:100]} · {visit.purpose[:30]}"


def _within(field: str, value: Decimal | None, least: int, most: int, digits: int) -> Decimal | None:
    if value is not None and not least <= value <= most:
        raise invalid({field: [_("应为 %(least)s 到 %(most)s 之间的数字。") % {"least": least, "most": most}]})
    return value if value is None else round(value, digits)


def _evidence(visit: Visit) -> str:
    if visit.longitude is None:
        return "no_position"
    if visit.distance is None:
        return "no_address"
    return "near" if visit.distance <= NEAR + min(visit.accuracy or 0, NEAR_AT_MOST) else "far"


def _expect(visit: Visit, *states: str) -> None:
    if visit.state not in states:
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))


def _tell_owner(actor: Actor, visit: Visit, title: Any) -> None:
    people = [person for person in (visit.owner_id, *companions(visit)) if person and person != actor.id]
    if actor.kind != "system" and people:
        local = timezone.localtime(visit.planned_at)
        notify(
            people, "visit", say(title, name=visit.customer.name), f"{local:%Y-%m-%d %H:%M} {visit.place}".strip(),
            subject=visit, actor=actor, key=f"visit:{visit.pk}:{visit.version}",
        )  # fmt: skip
