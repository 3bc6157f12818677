from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "zhuke.modules.orgs"
    label = "orgs"

    def ready(self) -> None:
        from zhuke.kernel.ports import plug

        from . import resources  # noqa: F401
        from .actors import Actors

        plug(actors=Actors())
