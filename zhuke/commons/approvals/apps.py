from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "zhuke.commons.approvals"
    label = "approvals"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.commons.notify.kinds import register_kind

        from . import reactions, resources  # noqa: F401
        from .registry import load

        register_kind("approval", _("审批：等我处理、结果和抄送"), ("inbox", "email"))
        load()
