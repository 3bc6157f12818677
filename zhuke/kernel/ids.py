"""UUIDv7: ids that sort by time and may be made by the client."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a new UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    millis = time.time_ns() // 1_000_000
    rand = int.from_bytes(os.urandom(10), "big")
    value = (millis & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (rand >> 68 & 0xFFF) << 64 | 0b10 << 62 | rand & ((1 << 62) - 1)
    return UUID(int=value)


def parse_uuid(text: object) -> UUID | None:
    """Return the UUID in ``text``, or None where it is not one."""
    try:
        return text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        return None
