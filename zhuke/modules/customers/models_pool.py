"""The public pool 公海: its rules per company, and who took or returned which customer."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record

# Whichever way a customer comes to a person (form, import, hand-over), it leaves the pool, and the days of the new owner start anew.
OWNER_TRIGGERS = [
    pgtrigger.Trigger(
        name="first_owner",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__owner__isnull=False, new__owned_since__isnull=True),
        func="NEW.owned_since := NEW.created_at; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="owner",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("owner"),
        func=(
            "NEW.pool_due_on := NULL; "
            "IF NEW.owner_id IS NULL THEN NEW.owned_since := NULL; "
            "ELSE NEW.owned_since := clock_timestamp(); NEW.pooled_at := NULL; NEW.pool_reason := ''; END IF; "
            "RETURN NEW;"
        ),
    ),
]


def days(label: Any, *, least: int = 1, **options: Any) -> "models.IntegerField[int, int]":
    """A number of days that may be left empty unless it has a default."""
    if "default" not in options:
        options |= {"null": True, "blank": True}
    return models.IntegerField(label, validators=[MinValueValidator(least), MaxValueValidator(3650)], **options)


class PoolRule(Record):
    """How the pool works in a unit and below it; without a unit it is the whole group's. Empty: switched off.

    A unit may have had several; the newest counts (services/pool_rules.py).
    """

    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    hold_limit = models.IntegerField(
        _("每人持有上限"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("一个人最多同时负责多少个客户，达到后不能再领取；留空不限"),
    )
    reclaim_days = days(_("再次领取间隔（天）"), least=0, default=7, help_text=_("退回或被回收后，原负责人多少天内不能再领取；0 为不限"))
    silent_days = days(_("未跟进回收（天）"), help_text=_("超过多少天没有沟通记录就回到公海；留空不回收"))
    unsigned_days = days(_("未成交回收（天）"), help_text=_("接手后超过多少天没有成交就回到公海；留空不回收"))
    warn_days = days(_("提前提醒（天）"), default=3, help_text=_("回收前多少天提醒负责人"))

    class Meta(Record.Meta):
        verbose_name = _("公海规则")

    def __str__(self) -> str:
        return str(self.unit) if self.unit else str(_("全集团"))


class PoolMove(Record):
    """A customer went into the pool or out of it. ``person`` held it before (returned, recycled) or holds it since (claimed, assigned)."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("returned", _("退回")),
        ("recycled", _("回收")),
        ("claimed", _("领取")),
        ("assigned", _("分配")),
    ]
    internal = True
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="pool_moves")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["customer", "person", "-created_at"], name="pool_move_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.customer_id}"
