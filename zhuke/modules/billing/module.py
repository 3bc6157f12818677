"""A company can work without billing."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "billing",
    _("收付款"),
    "receivables",
    "receipts",
    "allocations",
    "refunds",
    "write_offs",
    "periods",
    "progress_certificates",
    "payment_notices",
    "invoices",
    "invoice_links",
    "bank_statements",
    "payment_requests",
    "payment_policies",
    about=_("应收应付、开票、回款核销、银行对账和会计期间"),
)
