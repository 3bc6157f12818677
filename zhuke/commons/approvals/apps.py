from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "zhuke.commons.approvals"
    label = "approvals"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.commons.automation.starting import register_starter
        from zhuke.commons.notify.kinds import register_kind

        from . import reactions, resources  # noqa: F401
        from .registry import load
        from .services import automating

        register_kind("approval", _("审批：等我处理、结果和抄送"))
        load()
        reactions.guard()
        register_starter(automating.options, automating.start)
