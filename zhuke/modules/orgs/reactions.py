"""What the organisation does after events."""

from zhuke.kernel.events import subscribe
from zhuke.kernel.models import Event

from .models import User
from .services.mailing import send_password_link


@subscribe("orgs.account_mail", "users.invited", "users.password_reset_requested")
def mail_password_link(event: Event) -> None:
    """Mail the link that was asked for."""
    person = User.objects.filter(pk=event.subject_id).first()
    if person:
        send_password_link(person, invitation=event.name == "users.invited")
