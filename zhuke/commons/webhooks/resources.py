from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import SharedScope
from zhuke.kernel.resource import Action, Resource, register

from .models import Webhook
from .services import calling, keeping

register(
    Resource(
        name="webhooks",
        model=Webhook,
        scope=SharedScope(),
        fields=("name", "url", "remark"),
        readonly_fields=("active",),
        list_display=("name", "url", "active", "remark", "updated_at"),
        list_filter=("active",),
        ordering="name",
        create=keeping.create_webhook,
        update=keeping.change_webhook,
        actions=(
            Action("try_out", _("试发"), calling.try_out, grant="update"),
            Action("pause", _("停用"), keeping.pause, when=lambda row: row.active, grant="update"),
            Action("resume", _("启用"), keeping.resume, when=lambda row: not row.active, grant="update"),
            Action(
                "new_secret", _("更换密钥"), keeping.new_secret, grant="update", danger=True,
                confirm=_("更换后，对方系统须改用新密钥验证签名。"),
            ),
        ),
    ),
)  # fmt: skip
