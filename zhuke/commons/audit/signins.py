"""Sign-ins, sign-outs, refused sign-ins, and exports: facts that change no record but belong into an audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import EVERYWHERE, Actor, visible
from zhuke.kernel.filters import midnight
from zhuke.kernel.models import Event
from zhuke.kernel.resource import by_name

from .services import Asked, auditor

SIGN_IN = ("user.signed_in", "user.signed_out", "user.sign_in_failed")
WORDS: dict[str, Any] = {
    "user.signed_in": _("登录"),
    "user.signed_out": _("退出登录"),
    "user.sign_in_failed": _("登录失败"),
    "ip": _("地址"),
    "user_agent": _("设备"),
    "reason": _("原因"),
    "rows": _("行数"),
    "asked": _("条件"),
}


def events(actor: Actor, asked: Asked) -> QuerySet[Event]:
    """The events of ``asked.operation`` (sign_in or export) of people whom the auditor may see, newest first."""
    rows = Event.objects.filter(name__in=SIGN_IN) if asked.operation == "sign_in" else Event.objects.filter(name__endswith=".exported")
    users = by_name("users")
    if users is None or actor.reach("audit", "read") != EVERYWHERE or actor.reach("users", "read") != EVERYWHERE:
        people = visible(actor, users).values("pk") if users else []
        rows = rows.filter(Q(actor_id__in=people) | Q(name__in=SIGN_IN, subject_id__in=people))
    if asked.resource:
        rows = rows.filter(name=f"{asked.resource}.exported") if asked.operation == "export" else rows.filter(resource=asked.resource)
    if asked.who:
        rows = rows.filter(Q(actor_id=asked.who) | Q(name__in=SIGN_IN, subject_id=asked.who))
    if asked.since:
        rows = rows.filter(at__gte=midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=midnight(asked.until + dt.timedelta(days=1)))
    return rows.order_by("-id")


def page(actor: Actor, asked: Asked, *, before: int | None, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """One page, in the shape of changes."""
    rows = events(auditor(actor), asked)
    found = list((rows.filter(id__lt=before) if before else rows)[: limit + 1])
    names = dict(get_user_model().objects.filter(pk__in=[event.subject_id for event in found]).values_list("pk", "name"))
    return [told(event, names) for event in found[:limit]], found[limit - 1].pk if len(found) > limit else None


def told(event: Event, names: Mapping[Any, str]) -> dict[str, Any]:
    """An event in the shape of a change."""
    name = event.name.rsplit(".", 1)[0] if event.name.endswith(".exported") else "users"
    resource = by_name(name)
    operation = "export" if event.name.endswith(".exported") else event.name.removeprefix("user.")
    facts = {key: value for key, value in event.data.items() if key in WORDS and value not in (None, "", {})}
    return {
        "id": event.pk,
        "at": event.at,
        "event_at": None,
        "actor": {"id": event.actor_id, "label": event.actor_name} if event.actor_name else None,
        "cause": "",
        "operation": operation,
        "resource": name,
        "resource_label": str(resource.label) if resource else name,
        "object": {"id": event.subject_id, "label": names.get(event.subject_id, "")},
        "changes": [{"field": key, "label": str(WORDS[key]), "old": None, "new": value} for key, value in facts.items()],
    }
