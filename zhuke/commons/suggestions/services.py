"""Suggestions are written once, answered by the product owner, and looked through every month."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save

from .models import Suggestion


def suggest(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Suggestion:
    """Write into the box. Raises invalid: no text."""
    suggestion: Suggestion = build(actor, by_model(Suggestion), values, pk=pk)
    save(suggestion, by_model(Suggestion))
    emit("suggestions.created", suggestion, actor)
    return suggestion


def reword(actor: Actor, suggestion: Suggestion, **values: Any) -> Suggestion:
    """Change what one wrote, as long as nobody has answered. Raises answered."""
    if suggestion.state != "new" or suggestion.answer:
        raise Conflict("answered", _("这条反馈已有答复，不能再修改；请另写一条。"))
    assign(suggestion, values)
    save(suggestion, by_model(Suggestion))
    emit("suggestions.updated", suggestion, actor, {"fields": sorted(values)})
    return suggestion


def answer(actor: Actor, suggestion: Suggestion, *, state: str, answer: str) -> Suggestion:
    """Say what becomes of it; the author is told, in the author's language."""
    suggestion.state, suggestion.answer = state, answer
    suggestion.answered_at, suggestion.answered_by_id = timezone.now(), actor.id
    suggestion.reviewed_on = timezone.localdate()
    save(suggestion, by_model(Suggestion))
    emit("suggestions.answered", suggestion, actor, {"state": state})
    author = suggestion.owner
    if author and author.pk != actor.id:
        with translation.override(author.language or "zh-hans"):
            title = str(_("您的意见反馈有答复：%(state)s") % {"state": suggestion.get_state_display()})
        notify(
            [author.pk],
            "suggestion",
            title,
            answer,
            subject=suggestion,
            actor=actor,
            key=f"suggestion:{suggestion.pk}:{suggestion.version}",
        )
    return suggestion


def review(actor: Actor, suggestion: Suggestion) -> Suggestion:
    """Note that it was looked at in the review of this month."""
    suggestion.reviewed_on = timezone.localdate()
    save(suggestion, by_model(Suggestion))
    emit("suggestions.reviewed", suggestion, actor)
    return suggestion
