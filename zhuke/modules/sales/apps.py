from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "zhuke.modules.sales"
    label = "sales"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.commons.notify.kinds import register_kind

        from . import reactions, resources  # noqa: F401

        register_kind("opportunity", _("商机分配和阶段变化"))
