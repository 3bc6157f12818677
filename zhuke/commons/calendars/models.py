"""Days on which China works or rests otherwise than the week says; how late a day may be entered; feeds of a person's calendar."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record


class Holiday(Record):
    """One day off, or one weekend day that is worked to make up for it. Announced by the State Council each autumn."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [("off", _("放假")), ("work", _("调休上班"))]
    day = models.DateField(_("日期"), unique=True, error_messages={"unique": _("这一天已有安排，请修改原有的一条。")})
    kind = models.CharField(_("类型"), max_length=4, choices=KINDS, default="off")
    name = models.CharField(_("名称"), max_length=40)

    class Meta(Record.Meta):
        verbose_name = _("节假日")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class EntryRule(Record):
    """How late a day's work may still be entered in a unit and below it, or, with the unit left empty, in the whole group."""

    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"),
        help_text=_("留空则全集团适用；下级单位自己的规定优先"),
    )  # fmt: skip
    most_days = models.IntegerField(
        _("最多补录天数"), default=1, validators=[MinValueValidator(0), MaxValueValidator(365)],
        help_text=_("0 表示只能当天录入；按自然日计算，例如 1 表示次日 24 点前"),
    )  # fmt: skip
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("补录规定")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]

    def __str__(self) -> str:
        return self.note or str(self.most_days)


# The secret's digest and what a fetch leaves behind are no business of history.
FEED_PRIVATE = " - 'digest' - 'last_used_at' - 'etag' - 'content_at'"


class CalendarFeed(Record):
    """A secret address under which calendar programs fetch entries: only its digest is kept, the rights are those of the moment."""

    internal = True
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    who = models.CharField(max_length=36, default="me")
    kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=64, blank=True, default="")
    content_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        # That somebody's telephone fetched it is no change of the feed.
        triggers = [
            pgtrigger.Trigger(
                name="version", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["last_used_at", "etag", "content_at"]), func=RECORD_TRIGGERS[0].func,
            ),
            pgtrigger.Trigger(
                name="history", when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    f"PERFORM public.kernel_log(TG_TABLE_NAME::text, TG_OP, to_jsonb(OLD){FEED_PRIVATE}, to_jsonb(NEW){FEED_PRIVATE}); "
                    "RETURN NULL;"
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
