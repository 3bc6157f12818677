"""Feeds: secret addresses for calendar programs. What they show is what their owner may see at that moment."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import person
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ports import actors
from zhuke.kernel.writes import save

from .gathering import gather, people_of
from .ics import calendar_of
from .models import CalendarFeed
from .sources import Source, sources_for

MOST = 20
BACK, AHEAD = dt.timedelta(days=60), dt.timedelta(days=365)
PER_HOUR = 60  # fetches of one feed; programs ask every quarter of an hour or less often
GUESSES_PER_HOUR = 30  # unknown addresses from one place


class TooMany(DomainError):
    """429: asked too often."""

    status = 429


@dataclass(frozen=True)
class Fetched:
    """What a calendar program gets."""

    body: bytes
    etag: str
    changed_at: dt.datetime


def live_feeds(actor: Actor) -> list[CalendarFeed]:
    """One's own feeds that were not revoked, newest first."""
    return list(CalendarFeed.objects.filter(user_id=person(actor), revoked_at=None).order_by("-id"))


def create_feed(actor: Actor, *, name: str, kinds: Sequence[str], who: str) -> tuple[CalendarFeed, str]:
    """Make a feed of one's own, the team's or a person's calendar; returns it with its secret, which is shown this once.

    Raises token_cannot, invalid (unknown kinds, too many feeds), not_found (no such person).
    """
    user = _require_person(actor)
    people_of(actor, who)
    known = {s.kind for s in sources_for(actor)}
    if unknown := [kind for kind in kinds if kind not in known]:
        raise invalid({"kinds": [_("没有“%(kind)s”这种日程，请重新选择。") % {"kind": unknown[0][:40]}]})
    if len(live_feeds(actor)) >= MOST:
        raise invalid({"name": [_("最多 %(n)s 个订阅地址，请先撤销不用的。") % {"n": MOST}]})
    secret = secrets.token_urlsafe(32)
    with writing(actor):
        feed = CalendarFeed(user_id=user, created_by_id=user, name=name, kinds=list(dict.fromkeys(kinds)), who=who, digest=digest(secret))
        save(feed)
        emit("calendar_feeds.created", feed, actor, {"name": name, "who": who})
    return feed, secret


def revoke_feed(actor: Actor, pk: UUID) -> None:
    """End one of one's own feeds at once. Raises not_found, token_cannot."""
    user = _require_person(actor)
    with writing(actor):
        feed = CalendarFeed.objects.select_for_update().filter(pk=pk, user_id=user, revoked_at=None).first()
        if feed is None:
            raise NotFound()
        feed.revoked_at = timezone.now()
        save(feed)
        emit("calendar_feeds.revoked", feed, actor, {"name": feed.name})


def fetch(secret: str, address: str) -> Fetched:
    """The calendar behind a secret, with the rights of its owner as they are now. No sign-in: the secret is the key.

    Raises not_found (unknown, revoked, or the owner was switched off), too_many_requests.
    """
    config.refresh()
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest(secret), revoked_at=None).first()
    if feed is None or not feed.user.is_active or feed.user.must_change_password:
        _count(f"feed-guess:{digest(address)[:32]}", GUESSES_PER_HOUR)
        raise NotFound(_("没有这个订阅地址：它可能已被撤销，请在筑客的日历里重新生成。"))
    _count(f"feed:{feed.digest}", PER_HOUR)
    today = timezone.localdate()
    with translation.override(feed.user.language):
        actor = actors().for_id(feed.user_id)
        found = gather(actor, feed.who, today - BACK, today + AHEAD, feed.kinds)
        entries = [entry for entry in found.entries if entry.kind in feed.kinds or entry.kind not in _backgrounds(found.sources)]
        body = calendar_of(feed.name, entries, found.people if feed.who != "me" else {})
    return _noted(feed, body)


def _noted(feed: CalendarFeed, body: bytes) -> Fetched:
    etag, now = hashlib.sha256(body).hexdigest(), timezone.now()
    if feed.etag != etag or feed.content_at is None:
        feed.etag, feed.content_at = etag, now.replace(microsecond=0)
    # Written by nobody in particular: it is no change that anyone made.
    CalendarFeed.objects.filter(pk=feed.pk).update(etag=feed.etag, content_at=feed.content_at, last_used_at=now)
    return Fetched(body, f'"{etag[:32]}"', feed.content_at)


def _backgrounds(sources: Sequence[Source]) -> set[str]:
    return {s.kind for s in sources if s.background}


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _count(key: str, most: int) -> None:
    hour = f"{key}:{timezone.now():%Y%m%d%H}"
    cache.add(hour, 0, 3700)
    if cache.incr(hour) > most:
        raise TooMany("too_many_requests", _("请求太频繁，请一小时后再试；日历程序每 15 分钟更新一次就够了。"))


def _require_person(actor: Actor) -> UUID:
    user = person(actor)
    if actor.kind != "user":
        raise NotAllowed("token_cannot", _("API 令牌不能管理日历订阅，请在浏览器里登录后操作。"))
    return user
