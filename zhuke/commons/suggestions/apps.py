from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuggestionsConfig(AppConfig):
    name = "zhuke.commons.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind

        from . import resources  # noqa: F401

        register_kind("suggestion", _("意见反馈有答复"))
