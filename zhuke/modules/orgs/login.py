"""How people sign in: nobody signs up by themselves; a switched-off person stays out."""


from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """The product's rules over django-allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators make the accounts."""
        return False
