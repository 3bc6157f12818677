from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "zhuke.modules.library"
    label = "library"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern
        from zhuke.modules.projects.papers import plug_shelf

        from . import parts, reactions, resources  # noqa: F401
        from .services import filing

        plug_shelf(filing)
        register_pattern("documents", "ZL-{year}-{seq:6}")
        register_pattern("transmittals", "FW-{year}-{seq:5}")
        register_kind("library", _("资料"))
