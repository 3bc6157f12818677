from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "zhuke.modules.projects"
    label = "projects"

    def ready(self) -> None:
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources, resources_around  # noqa: F401

        register_pattern("projects", "XM-{year}-{seq:4}")
