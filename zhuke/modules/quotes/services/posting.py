"""Handing a mail to the mail server, and hearing which of several receivers it refused: Django would not say so."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend


def hand_over(letter: EmailMessage) -> dict[str, str]:
    """Send it; returns what the server said of each receiver that it refused while it took the mail for the others.

    Raises SMTPRecipientsRefused when it took it for nobody, else OSError or SMTPException.
    """
    refused: dict[str, str] = {}
    connection = get_connection()
    if isinstance(connection, EmailBackend):
        connection = _listening(connection, refused)
    letter.connection = connection
    letter.send()
    return refused


def _listening(plain: EmailBackend, refused: dict[str, str]) -> EmailBackend:
    kind = plain.connection_class

    class Listening(kind):  # type: ignore[misc,valid-type]
        def sendmail(self, from_addr: str, to_addrs: Sequence[str], *args: object, **more: object) -> dict[str, tuple[int, bytes]]:
            found: dict[str, tuple[int, bytes]] = smtplib.SMTP.sendmail(self, from_addr, to_addrs, *args, **more)  # type: ignore[arg-type]
            refused.update({address: f"{code} {said.decode(errors='replace')}" for address, (code, said) in found.items()})
            return found

    class Backend(EmailBackend):
        connection_class = Listening

    return Backend()
