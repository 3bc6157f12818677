from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "zhuke.modules.orgs"
    label = "orgs"

    def ready(self) -> None:
        from allauth.mfa import signals
        from django.utils.translation import gettext_lazy as _

        from zhuke.kernel.audit import BESIDE
        from zhuke.kernel.ports import plug

        from . import login, reactions, resources  # noqa: F401
        from .actors import Actors

        plug(actors=Actors())
        BESIDE["rights"] = _("权限")
        signals.authentication_failed.connect(login.second_factor_failed)
        for changed in (signals.authenticator_added, signals.authenticator_removed):
            changed.connect(login.second_factor_changed)
