"""Routes whose models are made at their first request; see docs/adr/0126-models-of-the-api-at-first-use.md.

Ninja makes Pydantic models for the inputs and answers of every operation while addresses are being collected: three thousand
of them, most of each start. Addresses need none of it. Imported for its effect, before any router exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from threading import RLock
from typing import Any

import ninja.operation
from ninja.constants import NOT_SET
from ninja.operation import Operation
from ninja.throttling import BaseThrottle

_lock = RLock()
# Ninja makes a model of its own for every answer of every operation: thousands for the refusals alone.
_answer_model = cache(partial(Operation._create_response_model, None))  # type: ignore[arg-type]  # noqa: SLF001


@dataclass(eq=False)
class Once:
    """A model that is made when it is first needed. ``Once(make)`` stands for it among the answers of an operation."""

    make: Callable[[], Any]
    made: Any = field(default=None, init=False)

    def __call__(self) -> Any:
        """The model, always the same."""
        with _lock:
            if self.made is None:
                self.made = self.make()
            return self.made


def body_of(view: Callable[..., Any], model: Callable[[], Any]) -> None:
    """The body of this view has a model that is made when it is first needed."""
    view.body_model = model  # type: ignore[attr-defined]


class LaterOperation(Operation):
    """An operation that reads its view's signature at its first request, or when the API describes itself."""

    def __init__(self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any) -> None:
        self._given = (path, methods, view_func, options)
        self._complete = False
        # What routers look at, or put there, before the first request; the rest is made by __getattr__.
        self.is_async = False
        self.path, self.methods, self.view_func = path, methods, view_func
        self.auth_param, self.throttle_param = options["auth"], options["throttle"]
        self.auth_callbacks = []
        self._set_auth(self.auth_param)
        limits = self.throttle_param
        self.throttle_objects = [] if limits is NOT_SET else [limits] if isinstance(limits, BaseThrottle) else [*limits]  # type: ignore[misc]
        self.tags, self.include_in_schema, self.operation_id = options["tags"], options["include_in_schema"], options["operation_id"]
        if options["url_name"] is not None:
            self.url_name = options["url_name"]

    def __getattr__(self, name: str) -> Any:
        """Python asks here for what is not there yet."""
        if name.startswith("_") or name == "url_name":
            raise AttributeError(name)
        with _lock:
            if not self._complete:
                self._make()
        if name not in self.__dict__:
            raise AttributeError(name)
        return self.__dict__[name]

    def clone(self) -> Operation:
        """A router that is mounted gets operations of its own: those that nobody has asked for yet are simply declared again."""
        path, methods, view, options = self._given
        return super().clone() if self._complete else LaterOperation(path, list(methods), view, **options)

    def _make(self) -> None:
        path, methods, view, options = self._given
        if hasattr(view, "body_model"):
            view.__annotations__["body"] = view.body_model()
        made = _Made(path, methods, view, **options)
        # In one step: another request on its way through this operation sees either nothing of it or all.
        self.__dict__.update({**made.__dict__, **self.__dict__, "_complete": True})


class _Made(Operation):
    """A complete operation, whose answers share their models with those of others."""

    def _create_response_model(self, response_param: Any) -> Any:
        return _answer_model(response_param() if isinstance(response_param, Once) else response_param)


ninja.operation.Operation = LaterOperation  # type: ignore[misc]
