"""Files hold personal data: they are kept as long as corrections are likely, then cleared away."""

import datetime as dt

from django.utils import timezone

from zhuke.commons.imports.models import ImportBatch, ImportRow

KEPT_DAYS = 180


def forget_files(days: int = KEPT_DAYS) -> int:
    """Delete files and raw contents of imports older than `days`; what was written and when stays known. Returns how many files."""
    old = ImportBatch.objects.filter(created_at__lt=timezone.now() - dt.timedelta(days=days)).exclude(file="")
    count = 0
    for batch in old.iterator():
        ImportRow.objects.filter(batch=batch).update(raw={}, values={}, differences=[], candidates=[])
        batch.file.delete(save=False)
        ImportBatch.objects.filter(pk=batch.pk).update(file="", workbook={})
        count += 1
    return count
