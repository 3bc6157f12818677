"""What waits for one's approval, on the workbench."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.workbench.registry import Found, Item, Link, first_of, register_list
from zhuke.kernel.access import Actor

from .services import centre


def waiting(actor: Actor, limit: int) -> Found:
    """Everything whose turn is the actor's, the oldest first."""
    count, found = first_of(centre.waiting(actor), limit)
    shown = {row.pk: centre.item(actor, row) for row in centre.rows_of(actor, centre.some([row.pk for row in found]))}
    return Found(count, [_item(shown[row.pk], row.since) for row in found], Link(path="/approvals"))


def _item(line: dict[str, Any], since: Any) -> Item:
    submitter = line["submitter"]["label"] if line["submitter"] else ""
    hint = " · ".join(part for part in (line["label"], submitter, *(fact["text"] for fact in line["facts"][:2])) if part)
    return Item("approvals", line["id"], line["title"], hint, since)


register_list("approvals.waiting", _("待审批"), waiting, needs=(("approvals", "decide"),), empty=_("没有等您审批的事项。"))
