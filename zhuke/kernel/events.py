"""Facts worth reacting to. Reactions run in the same transaction; subscribers run after commit, once per event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from .access import Actor
from .models import Delivery, Event

Handler = Callable[[Event], None]
_reactions: dict[str, list[Handler]] = {}
_subscribers: dict[str, tuple[tuple[str, ...], Handler]] = {}


def react(*names: str) -> Callable[[Handler], Handler]:
    """Run the function inside the transaction that emitted one of these events: keeps modules consistent, so it must be quick."""

    def add(handler: Handler) -> Handler:
        for name in names:
            _reactions.setdefault(name, []).append(handler)
        return handler

    return add


def subscribe(subscriber: str, *names: str) -> Callable[[Handler], Handler]:
    """Run the function after commit, once per event, in a job that is retried. ``*`` means every event."""

    def add(handler: Handler) -> Handler:
        _subscribers[subscriber] = (names, handler)
        return handler

    return add


def emit(name: str, subject: Any, actor: Actor, data: dict[str, Any] | None = None) -> Event:
    """Record a fact about ``subject`` (a record) in the current transaction; reactions run now, subscribers after commit."""
    from .resource import resource_of_model

    resource = resource_of_model(type(subject))
    event = Event.objects.create(
        name=name,
        resource=resource.name if resource else subject._meta.label_lower,
        subject_id=subject.pk,
        actor_id=actor.id,
        actor_name=actor.name,
        data=data or {},
    )
    for handler in _reactions.get(name, []):
        handler(event)
    if any(name in names or "*" in names for names, _handler in _subscribers.values()):
        from .jobs import deliver_event

        deliver_event.defer(event_id=event.pk)
    return event


def deliver(event_id: int) -> int:
    """Hand an event to each subscriber that has not had it; returns how many ran. Raises what a subscriber raises, after the others ran."""
    event = Event.objects.get(pk=event_id)
    ran, failures = 0, []
    for subscriber, (names, handler) in _subscribers.items():
        if event.name not in names and "*" not in names:
            continue
        try:
            with transaction.atomic():
                Delivery.objects.create(event=event, subscriber=subscriber)
                handler(event)
                ran += 1
        except IntegrityError as error:
            if "delivery_once" not in str(error):
                failures.append(error)
        except Exception as error:  # noqa: BLE001 one broken subscriber must not starve the others; the job fails and is retried
            failures.append(error)  # type: ignore[arg-type]
    if failures:
        raise failures[0]
    return ran
