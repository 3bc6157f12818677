"""Call other systems: signed, tried again with growing pauses, never inside our own network.

A call is asked for in the transaction of whatever it tells and sent after commit. It is sent at least once: a worker that dies between
the answer and its note calls again, with the same ``X-Zhuke-Delivery``, by which the receiver knows it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

import requests
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.alone import alone
from zhuke.commons.outbound import Forbidden, TooMuch, guarded_session
from zhuke.commons.sealing import unseal
from zhuke.commons.webhooks.models import DONE, FAILED, WAITING, Call, Webhook
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model

# Minutes until the next try, about a day in all; after the last the call has failed.
PAUSES = (1, 5, 15, 60, 240, 480, 720)
LOCKS = 0x1E77E3
# Answers that say "not now": everything else below 500 says "never".
LATER = {408, 425, 429}


def ask(webhook: Webhook, *, key: str, event: str, payload: dict[str, Any]) -> Call | None:
    """Queue a call; None: the same ``key`` was asked for before. Inside a transaction."""
    rows = Call.objects.bulk_create(
        [Call(webhook=webhook, key=key[:200], event=event[:80], payload=payload, next_at=timezone.now())], ignore_conflicts=True
    )
    if not Call.objects.filter(pk=rows[0].pk).exists():
        return None
    _ring(rows[0].pk)
    return rows[0]


def _ring(call_id: UUID) -> None:
    from procrastinate.contrib.django import app

    app.configure_task("webhooks.send").defer(call_id=str(call_id))


def send_due(now: dt.datetime | None = None, limit: int = 200) -> int:
    """Send what is due; returns how many arrived."""
    due = Call.objects.filter(state=WAITING, next_at__lte=now or timezone.now(), webhook__active=True, webhook__archived_at=None)
    return sum(send_one(pk) for pk in list(due.order_by("next_at").values_list("pk", flat=True)[:limit]))


def send_one(call_id: UUID) -> bool:
    """Send one call unless another worker is at it; returns whether it arrived."""
    with alone(LOCKS, call_id) as mine:
        call = Call.objects.select_related("webhook").filter(pk=call_id, state=WAITING).first() if mine else None
        if call is None or not call.webhook.active or call.webhook.archived_at:
            return False
        return _send(call)


def _send(call: Call) -> bool:
    secret = unseal(call.webhook.secret, call.webhook_id)
    if secret is None:
        return _end(call, FAILED, _("密钥无法读取，请为这个外部系统更换密钥。"))
    body = json.dumps(call.payload, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        answer = guarded_session().post(call.webhook.url, data=body, headers=headers(call, body, secret))
    except requests.TooManyRedirects as error:  # not one is followed
        call.status = error.response.status_code if error.response is not None else None
        return _end(call, FAILED, _("对方返回 %(status)s") % {"status": call.status})
    except requests.RequestException as error:
        return _try_later(call, _reason(error))
    call.status = answer.status_code
    if answer.status_code < 300:
        return _end(call, DONE)
    text = _("对方返回 %(status)s") % {"status": answer.status_code}
    return _try_later(call, text) if answer.status_code >= 500 or answer.status_code in LATER else _end(call, FAILED, text)


def _reason(error: requests.RequestException) -> Any:
    """Why there was no answer, in a sentence that says what to look at."""
    if isinstance(error, Forbidden):
        return _("这个地址指向内网，已拦截。确需访问时请运维在 ZHUKE_PRIVATE_HOSTS 中放行。")
    if isinstance(error, requests.Timeout):
        return _("对方没有及时响应。")
    if isinstance(error, TooMuch):
        return _("对方的回答太长或太慢。")
    if isinstance(error, requests.exceptions.SSLError):
        return _("对方的安全证书无效，请让对方检查 HTTPS 证书。")
    return _("连接不上对方服务器，请检查地址和对方的网络。")


def headers(call: Call, body: bytes, secret: str) -> dict[str, str]:
    """What goes along: the id of the call, the moment, and an HMAC-SHA256 over ``<moment>.<body>`` in hex."""
    moment = str(int(timezone.now().timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Zhuke-Webhook",
        "X-Zhuke-Event": call.event,
        "X-Zhuke-Delivery": str(call.pk),
        "X-Zhuke-Timestamp": moment,
        "X-Zhuke-Signature": "sha256=" + signature(secret, moment, body),
    }


def signature(secret: str, moment: str, body: bytes) -> str:
    """What a receiver computes for itself and compares."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _end(call: Call, state: str, error: Any = "") -> bool:
    call.state, call.error, call.next_at, call.ended_at, call.tries = state, str(error)[:300], None, timezone.now(), call.tries + 1
    call.save()
    return state == DONE


def _try_later(call: Call, error: Any) -> bool:
    if call.tries >= len(PAUSES):
        return _end(call, FAILED, error)
    call.next_at = timezone.now() + dt.timedelta(minutes=PAUSES[call.tries])
    call.tries, call.error = call.tries + 1, str(error)[:300]
    call.save()
    return False


def try_out(actor: Actor, webhook: Webhook) -> Webhook:
    """Send a call that says nothing, to see whether the other side understands. Raises wrong_state while it is switched off."""
    if not webhook.active:
        raise Conflict("wrong_state", _("请先启用，再试发。"))
    ask(webhook, key="", event="ping", payload={"event": "ping", "webhook": webhook.name, "at": timezone.now().isoformat()})
    emit("webhooks.tried", webhook, actor)
    return webhook


def page(actor: Actor, webhook_id: UUID, *, before: UUID | None, limit: int) -> tuple[list[Call], UUID | None]:
    """Calls of an address, newest first, and the cursor of the next page. Raises not_found."""
    webhook = get_visible(actor, by_model(Webhook), webhook_id)
    rows = Call.objects.filter(webhook=webhook)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def call_again(actor: Actor, webhook_id: UUID, call_id: UUID) -> Call:
    """Try a failed call again. Raises not_found, not_allowed_here, wrong_state."""
    with writing(actor):
        webhook = get_visible(actor, by_model(Webhook), webhook_id, "update")
        call = Call.objects.select_for_update().filter(pk=call_id, webhook=webhook).first()
        if call is None:
            raise NotFound()
        if call.state != FAILED:
            raise Conflict("wrong_state", _("只有未送达的通知可以再发。"))
        call.state, call.tries, call.next_at, call.error, call.ended_at = WAITING, 0, timezone.now(), "", None
        call.save()
        emit("webhooks.called_again", webhook, actor, {"call": str(call.pk)})
        _ring(call.pk)
    return call


def forget_old(days: int = 90) -> int:
    """Delete calls that ended long ago; returns how many."""
    return Call.objects.filter(ended_at__lt=timezone.now() - dt.timedelta(days=days)).delete()[0]
