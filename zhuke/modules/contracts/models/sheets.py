"""The sheet of a variation (签证单): what was done, counted and priced on the site, and who signed for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record
from zhuke.modules.quotes.models import UnitPrice

from .papers import Variation
from .parts import POSITION

MOST = 10**9


class VariationLine(Record):
    """One thing that was done; negative quantities are what is not done after all. ``unit_price`` includes tax.

    Read and written with its variation (services/sheets.py).
    """

    internal = True
    variation = models.ForeignKey(Variation, models.CASCADE, related_name="lines", verbose_name=_("合同变更"))
    position = models.IntegerField(_("序号"), default=1, validators=POSITION)
    name = models.CharField(_("名称"), max_length=120)
    uom = models.CharField(_("单位"), max_length=20, blank=True, default="")
    quantity = models.DecimalField(
        _("数量"), max_digits=16, decimal_places=4, default=Decimal(1), validators=[MinValueValidator(-MOST), MaxValueValidator(MOST)]
    )
    unit_price = UnitPrice(_("含税单价（元）"), default=Decimal(0), validators=[MinValueValidator(0), MaxValueValidator(MOST)])
    amount = MoneyField(_("金额"), default=Decimal(0), editable=False)

    class Meta(Record.Meta):
        verbose_name = _("签证明细")
        indexes = [models.Index(fields=["variation", "position"], name="variation_line")]

    def __str__(self) -> str:
        return self.name


class VariationSignature(Record):
    """Somebody's signature under a sheet: drawn (``file``: the picture) or, where drawing is not possible, the typed name.

    ``content`` is the canonical text of what was signed with the photos by their hashes, ``digest`` its SHA-256. Never changed: the
    database refuses; services/signatures.py compares it with what the sheet is now.
    """

    internal = True
    ROLES: ClassVar[list[tuple[str, Any]]] = [
        ("customer", _("建设单位")),
        ("supervisor", _("监理单位")),
        ("contractor", _("施工单位")),
        ("designer", _("设计单位")),
        ("other", _("其他单位")),
    ]
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="signatures", verbose_name=_("合同变更"))
    role = models.CharField(_("代表"), max_length=12, choices=ROLES)
    name = models.CharField(_("签字人"), max_length=60)
    company = models.CharField(_("签字单位"), max_length=160, blank=True, default="")
    signed_at = models.DateTimeField(_("签字时间"), editable=False)
    file = models.UUIDField(null=True, editable=False)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    accuracy = models.IntegerField(_("定位精度（米）"), null=True, blank=True)
    content = models.TextField(_("签署内容"), editable=False)
    digest = models.CharField(_("摘要"), max_length=64, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("签证签字")
        triggers = [*Record.Meta.triggers, pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["variation", "signed_at"], name="variation_signature")]

    def __str__(self) -> str:
        return self.name
