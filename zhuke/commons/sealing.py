"""Secrets of other systems at rest: AES-256-GCM under a key drawn from the installation's own, bound to their record."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


def seal(text: str, owner: UUID) -> str:
    """Encrypt for storing with the record ``owner``; the same text seals differently each time."""
    nonce = os.urandom(NONCE_BYTES)
    return urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), owner.bytes)).decode()


def unseal(sealed: str, owner: UUID) -> str | None:
    """What was sealed for this very record; None when the installation's key has changed or the text belongs elsewhere."""
    try:
        data = urlsafe_b64decode(sealed)
        return AESGCM(_key()).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], owner.bytes).decode()
    except (InvalidTag, ValueError):
        return None


def _key() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"zhuke sign-in providers").derive(settings.SECRET_KEY.encode())
