from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BimConfig(AppConfig):
    name = "zhuke.modules.bim"
    label = "bim"

    def ready(self) -> None:
        from zhuke.commons.files.upload import take_larger
        from zhuke.commons.notify.kinds import register_kind

        from . import reactions, resources  # noqa: F401

        take_larger(r"/r/bim_models/[^/]+/file", 500 << 20)
        register_kind("bim", _("BIM 模型"))
