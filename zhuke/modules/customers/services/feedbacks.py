"""Needs, opinions, suggestions, complaints: from the customer's word to the firm's answer (R109)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.models import Feedback

from .interactions import check_contact

# Days until an answer is due where nobody set a date: a complaint cannot wait.
DUE_DAYS = {"complaint": 3, "need": 7, "opinion": 14, "suggestion": 14}
MOVES = {
    ("open", "handling"),
    ("open", "answered"),
    ("handling", "answered"),
    ("handling", "handling"),
    ("answered", "closed"),
    ("answered", "handling"),
    ("closed", "handling"),
}


def record_feedback(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Feedback:
    """Enter what the customer said; the due date defaults by kind (calendar days). Raises invalid."""
    feedback: Feedback = build(actor, by_model(Feedback), {"occurred_at": timezone.now(), **_given(values)}, pk=pk)
    check_contact(feedback.customer_id, feedback.contact_id)
    if not feedback.due_on:
        feedback.due_on = timezone.localdate() + dt.timedelta(days=DUE_DAYS.get(feedback.kind, 7))
    if feedback.handler_id:
        feedback.state = "handling"
    save(feedback, by_model(Feedback))
    emit("feedback.recorded", feedback, actor, {"kind": feedback.kind})
    _tell_handler(actor, feedback)
    return feedback


def edit_feedback(actor: Actor, feedback: Feedback, **values: Any) -> Feedback:
    """Change what was entered. Raises feedback_closed, invalid."""
    if feedback.state == "closed":
        raise Conflict("feedback_closed", _("该诉求已关闭，请先重新打开再修改。"))
    before = feedback.handler_id
    assign(feedback, values)
    check_contact(feedback.customer_id, feedback.contact_id)
    if feedback.handler_id and feedback.state == "open":
        feedback.state = "handling"
    save(feedback, by_model(Feedback))
    emit("feedback.updated", feedback, actor)
    if feedback.handler_id != before:
        _tell_handler(actor, feedback)
    return feedback


def assign_handler(actor: Actor, feedback: Feedback, *, handler: UUID) -> Feedback:
    """Give the matter to a person, who is told. Raises wrong_state."""
    feedback.handler_id = handler
    _move(feedback, "handling")
    emit("feedback.assigned", feedback, actor)
    _tell_handler(actor, feedback)
    return feedback


def answer_feedback(actor: Actor, feedback: Feedback, *, answer: str) -> Feedback:
    """Write down the answer given to the customer. Raises wrong_state."""
    feedback.answer, feedback.answered_at, feedback.answered_by_id = answer, timezone.now(), actor.id
    _move(feedback, "answered")
    emit("feedback.answered", feedback, actor)
    return feedback


def close_feedback(actor: Actor, feedback: Feedback) -> Feedback:
    """The customer is content. Raises wrong_state."""
    _move(feedback, "closed")
    emit("feedback.closed", feedback, actor)
    return feedback


def reopen_feedback(actor: Actor, feedback: Feedback, *, reason: str) -> Feedback:
    """The answer did not settle it; the reason is kept as the event's. Raises wrong_state."""
    _move(feedback, "handling")
    emit("feedback.reopened", feedback, actor, {"reason": reason})
    _tell_handler(actor, feedback)
    return feedback


def _move(feedback: Feedback, state: str) -> None:
    if (feedback.state, state) not in MOVES:
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))
    feedback.state = state
    save(feedback, by_model(Feedback))


def _tell_handler(actor: Actor, feedback: Feedback) -> None:
    if feedback.handler_id and feedback.handler_id != actor.id:
        notify(
            [feedback.handler_id],
            "feedback",
            say(_("请处理%(kind)s：%(name)s"), kind=dict(Feedback.KINDS)[feedback.kind], name=feedback.customer.name),
            feedback.content[:200],
            subject=feedback,
            actor=actor,
            key=f"feedback:{feedback.pk}:{feedback.version}",
        )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
