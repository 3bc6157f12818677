from django.apps import AppConfig


class TodosConfig(AppConfig):
    name = "zhuke.commons.todos"
    label = "todos"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.commons.notify.kinds import register_kind

        from . import resources  # noqa: F401

        register_kind("todo", _("收到同事给的待办"))
