"""The product owner sees new suggestions on the workbench."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.workbench.registry import Found, Item, Link, first_of, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model

from .models import Suggestion


def unanswered(actor: Actor, limit: int) -> Found:
    """Suggestions that nobody has answered."""
    rows = visible(actor, by_model(Suggestion), "answer").filter(state="new", archived_at=None).select_related("owner")
    count, found = first_of(rows.order_by("-created_at", "-pk"), limit)
    items = [
        Item("suggestions", row.pk, row.text[:80], f"{row.get_kind_display()} · {row.owner or ''}", row.created_at, version=row.version)
        for row in found
    ]
    return Found(count, items, Link("suggestions", ["state", "=", "new"], "-created_at"))


register_list("suggestions.new", _("意见反馈"), unanswered, needs=(("suggestions", "answer"),), empty=_("没有待答复的意见反馈。"))
