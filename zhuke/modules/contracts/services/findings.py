"""What a check of a contract found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``level``: error (keeps it from approval), warn, ok. ``reason``: why it matters, with the rule where there is one."""

    code: str
    level: str
    message: str
    reason: str = ""

    def told(self) -> dict[str, str]:
        """As the API answers it."""
        return {"code": self.code, "level": self.level, "message": self.message, "reason": self.reason}


def error(code: str, message: str, reason: str) -> Finding:
    """Wrong."""
    return Finding(code, "error", message, reason)


def warning(code: str, message: str, reason: str) -> Finding:
    """Worth a look."""
    return Finding(code, "warn", message, reason)


def fine(code: str, message: str, reason: str = "") -> Finding:
    """In order."""
    return Finding(code, "ok", message, reason)
