"""Fingerprints of rows: the same row in a second file, or the same file twice, writes nothing."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from zhuke.commons.imports.models import DONE, ImportRow

from .values import dumped


def digest_of(values: Mapping[str, Any], resource: str) -> str:
    """A fingerprint of what a row says."""
    text = resource + dumped(sorted((name, value) for name, value in values.items() if value not in (None, "")))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def known_digests(resource: str, digests: Iterable[str]) -> dict[str, UUID]:
    """Fingerprints that earlier imports of this resource wrote, with the record."""
    rows = ImportRow.objects.filter(digest__any_of=set(digests), state=DONE, batch__resource=resource).values_list("digest", "target")
    return {digest: target for digest, target in rows if target}
