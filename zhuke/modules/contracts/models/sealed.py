"""What is sealed about a contract, and the certificates that sign its papers."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record

from .contract import Contract


class Voucher(Record):
    """A contract as it was at one moment, to the cent, in one canonical text. Never changed: the database refuses, the chain proves it."""

    internal = True
    KINDS: ClassVar[list[tuple[str, Any]]] = [("signed", _("签订凭证")), ("settled", _("结算凭证"))]
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="vouchers", verbose_name=_("合同"))
    kind = models.CharField(_("凭证类型"), max_length=8, choices=KINDS, editable=False)
    content = models.TextField(_("凭证内容"), editable=False)
    digest = models.CharField(_("摘要"), max_length=64, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("合同凭证")
        triggers = [*Record.Meta.triggers, pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [models.UniqueConstraint(fields=["contract", "kind"], name="contract_voucher_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:12]}"


class SigningCertificate(Record):
    """The certificate of one company with its key, sealed at rest. ``chain``: certificates in PEM, its own first, for verifying."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属公司"))
    name = models.CharField(_("证书名称"), max_length=200, editable=False)
    issuer = models.CharField(_("颁发机构"), max_length=200, editable=False)
    serial = models.CharField(_("证书序列号"), max_length=64, editable=False)
    valid_from = models.DateTimeField(_("生效时间"), editable=False)
    valid_until = models.DateTimeField(_("失效时间"), editable=False)
    chain = models.TextField(editable=False, default="")
    # Of this name history keeps nothing.
    secret = models.TextField(editable=False, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("签章证书")
        indexes = [models.Index(fields=["unit", "-valid_until"], name="signing_certificate")]

    def __str__(self) -> str:
        return self.name
