from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhuke.commons.files"
    label = "files"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.kernel.audit import BESIDE

        BESIDE["files"] = _("文件")
