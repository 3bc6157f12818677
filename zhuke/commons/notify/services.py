"""Tell people: one row per person in the inbox, shown live, and by e-mail where the person wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.functional import lazystr

from zhuke.commons.live import push
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import Resource, all_resources, resource_of_model

from .kinds import Wishes, email_works
from .models import DIGEST, WANTED, Notice


class _Sentence:
    """A text and what stands in its holes, put together when somebody reads it, in that person's language."""

    def __init__(self, text: Any, values: Mapping[str, Any]) -> None:
        self.text, self.values = text, values

    def __str__(self) -> str:
        return str(self.text) % {name: str(value) for name, value in self.values.items()}


def say(text: Any, **values: Any) -> Any:
    """``say(_("客户已分配给您：%(name)s"), name=…)``: a lazy text for ``notify``, so that each receiver reads it in an own language.

    ``_("…") % {…}`` would be fixed at once in the language of whoever acts. ``text`` must come from ``gettext_lazy``.
    """
    return lazystr(_Sentence(text, values))


def notify(
    to: Iterable[UUID | None], kind: str, title: Any, body: Any = "", *, subject: Any = None, actor: Actor | None = None, key: str = ""
) -> list[Notice]:
    """Tell these people, once per ``key`` and person; returns the notices that are new. Part of the current transaction.

    ``subject`` is the record it is about: whoever may not see that record is not told. Switched-off people are not told either.
    Lazy titles and bodies (``say``) are stored in the receiver's language.
    """
    resource = resource_of_model(type(subject)) if subject is not None else None
    wanted = dict.fromkeys(user for user in to if user)
    people = [
        p for p in get_user_model().objects.filter(pk__in=wanted, is_active=True) if resource is None or may_see(p.pk, resource, subject.pk)
    ]
    return _send([_notice(person, kind, title, body, resource, subject, actor, key) for person in people])


@dataclass(frozen=True)
class Message:
    """One of several messages to the same person, each about a record of its own."""

    title: Any
    body: Any
    subject: Any
    key: str


def notify_each(user_id: UUID, kind: str, messages: Sequence[Message], *, actor: Actor | None = None) -> dict[str, Notice]:
    """Tell one person several things about records of one resource, as ``notify`` would, at the price of one; the new notices by key."""
    person = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if person is None or not messages:
        return {}
    resource = resource_of_model(type(messages[0].subject))
    seen = {message.subject.pk for message in messages}
    if resource:
        seen = set(visible(actors().for_id(user_id), resource).filter(pk__in=seen).values_list("pk", flat=True))
    told = [m for m in messages if m.subject.pk in seen]
    return {n.key: n for n in _send([_notice(person, kind, m.title, m.body, resource, m.subject, actor, m.key) for m in told])}


def _send(fresh: list[Notice]) -> list[Notice]:
    # A second notice with the same key loses against the unique pair and stays silent.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    told = list(Notice.objects.filter(pk__in=[notice.pk for notice in fresh]).select_related("user"))
    for notice in told:
        if notice.in_inbox:
            push([notice.user_id], "inbox", {"id": str(notice.pk)})
        if notice.email == WANTED:
            _defer_email(notice)
    return told


def may_see(user_id: UUID, resource: Resource, object_id: UUID) -> bool:
    """Whether a person may read one record."""
    return visible(actors().for_id(user_id), resource).filter(pk=object_id).exists()


def _notice(
    person: Any, kind: str, title: Any, body: Any, resource: Resource | None, subject: Any, actor: Actor | None, key: str
) -> Notice:
    wishes = Wishes.of(person)
    channels = wishes.channels(kind)
    by_email = "email" in channels and person.email and email_works()
    with translation.override(person.language or settings.LANGUAGE_CODE):
        title, body = str(title), str(body)
    return Notice(
        user=person,
        kind=kind,
        title=title[:200],
        body=body,
        resource=resource.name if resource else "",
        object_id=subject.pk if subject is not None else None,
        actor_id=actor.id if actor else None,
        actor_name=actor.name[:80] if actor else "",
        key=key[:200],
        in_inbox="inbox" in channels,
        email="" if not by_email else DIGEST if wishes.digest else WANTED,
    )


def _defer_email(notice: Notice) -> None:
    from procrastinate.contrib.django import app

    now = timezone.localtime()
    when = Wishes.of(notice.user).may_send_at(now)
    later = {"schedule_at": when} if when > now else {}
    app.configure_task("notify.send_email", **later).defer(notice_id=str(notice.pk))  # type: ignore[arg-type]


def inbox(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices. A narrowed token sees only those about records that it may read."""
    rows = Notice.objects.filter(user_id=actor.id, in_inbox=True) if actor.id else Notice.objects.none()
    if actor.kind == "token":
        rows = rows.filter(resource__in=[r.name for r in all_resources() if actor.can(r.name, "read")])
    return rows


def page(actor: Actor, *, unread: bool, before: UUID | None, limit: int) -> tuple[list[Notice], UUID | None]:
    """Notices, newest first, and the cursor of the next page."""
    rows = inbox(actor)
    if unread:
        rows = rows.filter(read_at=None)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def unread(actor: Actor) -> int:
    """How many notices wait."""
    return inbox(actor).filter(read_at=None).count()


def mark_read(actor: Actor, ids: Iterable[UUID] | None) -> int:
    """Mark one's own notices (None: all) as read; other windows learn of it. Returns how many were unread."""
    rows = inbox(actor).filter(read_at=None)
    marked = (rows if ids is None else rows.filter(pk__in=list(ids))).update(read_at=timezone.now())
    if marked and actor.id:
        push([actor.id], "inbox", {})
    return marked


def forget_old(days: int = 365) -> int:
    """Delete read notices that are older; returns how many."""
    before = timezone.now() - dt.timedelta(days=days)
    return Notice.objects.filter(Q(read_at__lt=before) | Q(in_inbox=False, created_at__lt=before)).delete()[0]
