"""Slow and broken connections cost no threads and tear nothing."""

import asyncio
import io
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zhuke.config import bridge
from zhuke.config.bridge import Bridge

LARGEST = 4 * 1024 * 1024


class Connection:
    """A client: what it sends, and what it has taken. ``stall`` holds it back after the first piece of the answer."""

    def __init__(self, *pieces: bytes, headers: tuple[tuple[bytes, bytes], ...] = (), torn: bool = False, stall: bool = False) -> None:
        self.scope = {
            "method": "POST",
            "path": "/客户",
            "query_string": b"a=1",
            "http_version": "1.1",
            "headers": list(headers),
            "type": "http",
        }
        self._incoming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        self._incoming.append({"type": "http.disconnect"} if torn else {"type": "http.request", "body": b"", "more_body": False})
        self.gone = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.has_first_piece = asyncio.Event()
        if not stall:
            self.goes_on.set()
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.body = b""
        self.complete = False

    async def receive(self) -> Any:
        if self._incoming:
            return self._incoming.pop(0)
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
            return
        self.body += message["body"]
        self.complete = not message["more_body"]
        self.has_first_piece.set()
        await self.goes_on.wait()


class Response:
    """A streamed answer in the manner of Django's."""

    streaming = True

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.closed_in = ""

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks

    def close(self) -> None:
        self.closed_in = threading.current_thread().name


def echo(environ: Any, start: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start(
        "201 Created",
        [("X-Path", environ["PATH_INFO"]), ("X-Length", environ["CONTENT_LENGTH"]), ("X-Cookie", environ.get("HTTP_COOKIE", ""))],
    )
    return [b"got ", body]


def sends_file(path: Path) -> Any:
    def application(environ: Any, start: Any) -> Any:
        file = path.open("rb")
        start("200 OK", [("Content-Length", str(path.stat().st_size))])
        return environ["wsgi.file_wrapper"](file)

    return application


def run(application: Any, scenario: Callable[[Bridge], Any], threads: int = 1) -> None:
    asyncio.run(scenario(Bridge(application, threads=threads, largest_body=LARGEST)))


def test_a_body_in_pieces_arrives_whole_with_its_length() -> None:
    async def scenario(bridge: Bridge) -> None:
        client = Connection(b"a" * 700_000, b"b" * 700_000, headers=((b"cookie", b"a=1"), (b"cookie", b"b=2")))
        await bridge(client.scope, client.receive, client.send)
        assert client.status == 201
        assert client.body == b"got " + b"a" * 700_000 + b"b" * 700_000
        assert client.headers[b"x-length"] == b"1400000"
        assert client.headers[b"x-cookie"] == b"a=1; b=2"
        assert client.headers[b"x-path"].decode() == "/客户"

    run(echo, scenario)


def test_a_torn_upload_never_reaches_the_application() -> None:
    called = []

    async def scenario(bridge: Bridge) -> None:
        client = Connection(b"half", headers=((b"content-length", b"8"),), torn=True)
        await bridge(client.scope, client.receive, client.send)
        assert client.status == 0

    run(lambda environ, start: called.append(environ), scenario)
    assert called == []


@pytest.mark.parametrize("announced", [True, False])
def test_too_large_a_body_is_refused_in_the_shape_of_errors(announced: bool) -> None:
    called = []

    async def scenario(bridge: Bridge) -> None:
        headers = ((b"content-length", str(LARGEST + 1).encode()),) if announced else ()
        client = Connection(b"x" * LARGEST, b"x", headers=headers)
        await bridge(client.scope, client.receive, client.send)
        assert client.status == 413
        assert '"code": "too_large"' in client.body.decode()
        assert "4 MB" in client.body.decode()

    run(lambda environ, start: called.append(environ), scenario)
    assert called == []


def test_slow_clients_do_not_hold_up_others(tmp_path: Path) -> None:
    path = tmp_path / "drawing.dwg"
    path.write_bytes(os.urandom(bridge.IN_MEMORY + 2 * bridge.CHUNK + 7))
    application = sends_file(path)

    async def scenario(bridge: Bridge) -> None:
        slow = [Connection(stall=True) for _ in range(5)]
        tasks = [asyncio.create_task(bridge(client.scope, client.receive, client.send)) for client in slow]
        await asyncio.gather(*(client.has_first_piece.wait() for client in slow))
        quick = Connection()
        await asyncio.wait_for(bridge(quick.scope, quick.receive, quick.send), 10)
        assert quick.body == path.read_bytes()
        assert quick.complete
        for client in slow:
            assert not client.complete
            client.goes_on.set()
        await asyncio.gather(*tasks)
        assert {client.body for client in slow} == {path.read_bytes()}

    before = len(os.listdir("/proc/self/fd"))
    run(application, scenario, threads=1)
    assert len(os.listdir("/proc/self/fd")) <= before


def test_a_download_stops_when_the_client_leaves(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(bytes(bridge.IN_MEMORY * 4))

    async def scenario(bridge: Bridge) -> None:
        client = Connection(stall=True)
        task = asyncio.create_task(bridge(client.scope, client.receive, client.send))
        await client.has_first_piece.wait()
        client.gone.set()
        await asyncio.sleep(0)
        client.goes_on.set()
        await asyncio.wait_for(task, 10)
        assert not client.complete
        assert len(client.body) < path.stat().st_size

    run(sends_file(path), scenario)


def test_a_small_file_and_a_file_in_memory_arrive_whole(tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    path.write_bytes("一页".encode())

    def in_memory(environ: Any, start: Any) -> Any:
        start("200 OK", [("Content-Length", "3000000")])
        return environ["wsgi.file_wrapper"](io.BytesIO(b"m" * 3_000_000))

    async def expect(bridge: Bridge, body: bytes) -> None:
        client = Connection()
        await bridge(client.scope, client.receive, client.send)
        assert client.body == body
        assert client.complete

    run(sends_file(path), lambda bridge: expect(bridge, "一页".encode()))
    run(in_memory, lambda bridge: expect(bridge, b"m" * 3_000_000))


def test_the_end_of_a_request_happens_in_its_own_thread() -> None:
    response = Response(iter([b"one", b"two"]))

    def application(environ: Any, start: Any) -> Any:
        start("200 OK", [])
        return response

    async def scenario(bridge: Bridge) -> None:
        client = Connection()
        await bridge(client.scope, client.receive, client.send)
        assert client.body == b"onetwo"
        assert client.complete

    run(application, scenario)
    assert response.closed_in.startswith("django")


def test_a_stream_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "STALLED_SECONDS", 0.05)
    response = Response(iter(lambda: b"x" * 1000, b""))

    def application(environ: Any, start: Any) -> Any:
        start("200 OK", [])
        return response

    async def scenario(bridge: Bridge) -> None:
        client = Connection(stall=True)
        await asyncio.wait_for(bridge(client.scope, client.receive, client.send), 10)
        assert client.body == b"x" * 1000

    run(application, scenario)
    assert response.closed_in.startswith("django")
