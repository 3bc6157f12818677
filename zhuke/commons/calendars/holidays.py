"""Holidays and make-up days as the background of calendars."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .models import Holiday
from .sources import Asked, Entry


def holidays(asked: Asked) -> Iterator[Entry]:
    """Days off and worked weekend days; ``note`` says which. They concern everybody and are no secret."""
    rows = Holiday.objects.filter(archived_at=None, day__gte=asked.first, day__lte=asked.last)
    for row in rows.order_by("day"):
        title = row.name if row.kind == "off" else _("%(name)s（班）") % {"name": row.name}
        yield Entry("holiday", title, row.day, key=str(row.pk), note=row.kind, changed_at=row.updated_at)
