"""Runs synchronous Django behind the event loop, so that slow connections cost no threads.

The loop receives a request's body before a thread sees the request, and sends the answer after the thread is done with it.
A phone on a bad line that loads a drawing or sends photos for minutes therefore holds up nobody. Only a streamed answer
that is no file keeps its thread until it is sent. Why not a2wsgi: docs/adr/0012-own-wsgi-bridge.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import UnsupportedOperation
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1024 * 1024
"""Bytes of a body kept in memory; more goes to a temporary file."""
CHUNK = 256 * 1024
STALLED_SECONDS = 60.0
"""A streamed answer of which the client takes nothing for so long is given up."""


class ClientGone(ConnectionError):
    """The client closed the connection before it had sent, or taken, everything."""


class BodyTooLarge(ValueError):
    """The body is larger than this installation allows."""


@dataclass(slots=True)
class FileWrapper:
    """What Django hands us instead of a response when the answer is a file."""

    file: IO[bytes]
    block_size: int = CHUNK


@dataclass(slots=True)
class Answer:
    """What a thread has made of a request: complete, or a file to be sent."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: int = -1
    """A descriptor of our own, or -1."""
    offset: int = 0
    length: int = 0
    sent: bool = False

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        """WSGI's start_response."""
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


class Bridge:
    """An ASGI application around a WSGI one. ``largest_body`` in bytes."""

    def __init__(self, application: WSGI, *, threads: int, largest_body: int) -> None:
        self._application = application
        self._largest_body = largest_body
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="django")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                size = await self._receive_body(scope, receive, body)
            except ClientGone:
                return
            except BodyTooLarge:
                await _refuse_body(send, self._largest_body)
                return
            gone = asyncio.create_task(_wait_until_gone(receive))
            try:
                await self._answer(environ(scope, body, size), gone, send)
            finally:
                gone.cancel()

    async def _receive_body(self, scope: Scope, receive: Receive, body: IO[bytes]) -> int:
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._largest_body:
            raise BodyTooLarge
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            piece = message.get("body", b"")
            size += len(piece)
            if size > self._largest_body:
                raise BodyTooLarge
            body.write(piece)
            more = message.get("more_body", False)
        body.seek(0)
        return size

    async def _answer(self, request: Environ, gone: asyncio.Task[None], send: Send) -> None:
        loop = asyncio.get_running_loop()

        def send_from_thread(message: Message) -> None:
            if gone.done():
                raise ClientGone
            asyncio.run_coroutine_threadsafe(_send(send, message), loop).result(STALLED_SECONDS)

        context = contextvars.copy_context()
        answer = await loop.run_in_executor(self._threads, context.run, self._call, request, send_from_thread)
        if answer.sent:
            return
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            if answer.file >= 0:
                await _send_file(answer, gone, send)
            else:
                await send({"type": "http.response.body", "body": answer.body, "more_body": False})
        finally:
            if answer.file >= 0:
                os.close(answer.file)

    def _call(self, request: Environ, send: Callable[[Message], None]) -> Answer:
        """In a thread: runs the application, and everything it wants to do at the end of a request."""
        answer = Answer()
        result: Any = self._application(request, answer.start)
        if isinstance(result, FileWrapper):
            self._take_file(answer, result, send)
            return answer
        try:
            if getattr(result, "streaming", False):
                _stream(answer, result, send)
            else:
                answer.body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        return answer

    def _take_file(self, answer: Answer, wrapper: FileWrapper, send: Callable[[Message], None]) -> None:
        with contextlib.closing(wrapper.file) as file:  # Django puts the end of the request behind the file's close
            inner: Any = getattr(file, "fileobj", file)  # whitenoise wraps the file when a range is asked for
            length = next((int(value) for name, value in answer.headers if name == b"content-length"), None)
            try:
                descriptor = inner.fileno()
            except (AttributeError, UnsupportedOperation):
                descriptor = -1  # bytes in memory, or a file in a remote storage
            if descriptor < 0 or length is None:
                _stream(answer, iter(lambda: file.read(CHUNK), b""), send)
                return
            if length <= IN_MEMORY:
                answer.body = file.read()
            else:
                answer.offset, answer.length = inner.tell(), length
                answer.file = os.dup(descriptor)


def environ(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The WSGI environment of a request whose body has been received."""
    host, port = scope.get("server") or ("localhost", 80)
    visitor = scope.get("client") or ("", 0)
    found: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": visitor[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        found[key] = f"{found[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}" if key in found else text
    found["CONTENT_LENGTH"] = str(size)  # also for a body that came in pieces without announcing its length
    found.pop("HTTP_CONTENT_LENGTH", None)
    return found


def _stream(answer: Answer, chunks: Iterable[bytes], send: Callable[[Message], None]) -> None:
    answer.sent = True
    with contextlib.suppress(ClientGone, TimeoutError):
        send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        for chunk in chunks:
            send({"type": "http.response.body", "body": chunk, "more_body": True})
        send({"type": "http.response.body", "body": b"", "more_body": False})


async def _refuse_body(send: Send, largest: int) -> None:
    message = f"上传的内容超过 {largest // 1024 // 1024} MB：请压缩或拆分后再传。"
    body = json.dumps({"code": "too_large", "message": message, "fields": {}, "data": {}, "request_id": ""}, ensure_ascii=False)
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode(), "more_body": False})


async def _send(send: Send, message: Message) -> None:
    await send(message)


async def _send_file(answer: Answer, gone: asyncio.Task[None], send: Send) -> None:
    loop = asyncio.get_running_loop()
    offset, left = answer.offset, answer.length
    while left and not gone.done():
        chunk = await loop.run_in_executor(None, os.pread, answer.file, min(CHUNK, left), offset)
        if not chunk:
            raise OSError("a file became shorter while it was sent")
        offset, left = offset + len(chunk), left - len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
