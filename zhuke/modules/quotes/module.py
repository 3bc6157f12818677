"""A company can work without quotations, and without tenders."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("quotes", _("报价"), "price_lists", "price_items", "quotations", "quotation_lines", about=_("价格表、报价单、审批和发送"))
declare("tenders", _("招投标"), "tenders", about=_("保证金、开标日期、投标文件和结果"))
