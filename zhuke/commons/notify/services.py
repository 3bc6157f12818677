"""Tell people: one row per person in the inbox, shown live, and by e-mail where the person wants it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from zhuke.commons.live import push
from zhuke.kernel.access import Actor
from zhuke.kernel.resource import resource_of_model

from .models import Notice


def notify(
    to: Iterable[UUID | None], kind: str, title: Any, body: str = "", *, subject: Any = None, actor: Actor | None = None, key: str = ""
) -> list[Notice]:
    """Tell these people, once per ``key`` and person; returns the notices that are new. ``subject`` is the record it is about."""
    resource = resource_of_model(type(subject)) if subject is not None else None
    people = dict.fromkeys(user for user in to if user)
    told = set(Notice.objects.filter(user_id__in=people, key=key).values_list("user_id", flat=True)) if key else set()
    fresh = [
        Notice(
            user_id=user,
            kind=kind,
            title=str(title)[:200],
            body=body,
            resource=resource.name if resource else "",
            object_id=subject.pk if subject is not None else None,
            actor_name=actor.name if actor else "",
            key=key,
        )
        for user in people
        if user not in told
    ]
    # A second worker with the same key loses against the unique pair and stays silent.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    sent = list(Notice.objects.filter(pk__in=[notice.pk for notice in fresh]))
    for notice in sent:
        push([notice.user_id], "inbox", {"id": str(notice.pk)})
    return sent
