"""Customers are the ground that everything stands on; the public pool is a module of its own."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "customers",
    _("客户管理"),
    *("customers", "contacts", "addresses", "interactions", "feedbacks", "cooperations", "qualifications", "leads", "completeness_targets"),
    about=_("客户、联系人、沟通记录、诉求和线索"),
    can_be_off=False,
)
declare(
    "pool",
    _("客户公海"),
    *("pool_rules", "customers.claim", "customers.return_to_pool"),
    about=_("无人跟进的客户退回公海，由同事领取"),
)
