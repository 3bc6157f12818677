"""A company can work without the pool."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "workforce", _("资源与用工"), "pool_resources", "certificates", "absences", "resource_requests", "bookings", "materials",
    about=_("人员、班组、机械和材料的资源池：技能、证书、不可用时段、项目安排和用人申请"),
)  # fmt: skip
