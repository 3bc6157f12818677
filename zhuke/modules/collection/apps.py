from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "zhuke.modules.collection"
    label = "collection"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources  # noqa: F401

        register_pattern("collection_cases", "CS-{year}-{seq:4}")
        register_pattern("statements", "DZ-{year}-{seq:5}")
        register_kind("collection", _("催收、对账和信用"))
