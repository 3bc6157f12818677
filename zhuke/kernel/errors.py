"""The one error that rules raise. The message says what is wrong and what to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule was broken, or the caller may not. Answered as JSON; nothing has been written."""

    status = 400

    def __init__(
        self, code: str, message: Any, *, fields: Mapping[str, Iterable[Any]] | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(code)
        self.code, self.message, self.data = code, message, dict(data or {})
        self.fields = {name: [str(text) for text in texts] for name, texts in (fields or {}).items()}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotAllowed(DomainError):
    """403: the actor sees the record but may not do this."""

    status = 403


class NotFound(DomainError):
    """404: it does not exist, or lies outside the actor's scope; the two look the same."""

    status = 404

    def __init__(self, message: Any = _("没有找到该记录：它可能已被删除，或不在您的数据范围内。")) -> None:
        super().__init__("not_found", message)


class Conflict(DomainError):
    """409: the state of the record does not allow it (any more)."""

    status = 409


def invalid(fields: Mapping[str, Iterable[Any]], message: Any = _("有内容需要修改，请看标出的字段。")) -> DomainError:
    """Return the error for inputs that break a rule, one list of sentences per field."""
    return DomainError("invalid", message, fields=fields)


def from_validation(error: ValidationError) -> DomainError:
    """Turn Django's ValidationError (``full_clean``) into ours; errors of the whole record lie under ``__all__``."""
    if hasattr(error, "error_dict"):
        fields = error.message_dict
    else:
        fields = {"__all__": error.messages}
    whole = fields.get("__all__")
    return invalid(fields, whole[0] if whole and len(fields) == 1 else _("有内容需要修改，请看标出的字段。"))
