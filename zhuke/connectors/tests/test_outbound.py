"""The way out: nothing inside our own network, nothing without end, no redirect; the operator's exceptions hold."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import requests

from zhuke.commons import outbound

SERVED = {"/": (200, b'{"ok": true}'), "/long": (200, b"x" * (outbound.MOST_BYTES + 1)), "/away": (302, b"")}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = SERVED[self.path]
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except BrokenPipeError:
                return

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "http://sso.example.com/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://localhost/",
        "https://db.internal/",
        "https://intranet/",
        "https://user:word@sso.example.com/",
        "ftp://sso.example.com/",
        "file:///etc/passwd",
        "https://sso.example.com:99999/",
        "",
    ],
)
def test_addresses_that_are_never_called(url: str, settings: Any) -> None:
    settings.PRIVATE_HOSTS = frozenset()
    assert not outbound.is_callable(url)
    with pytest.raises(requests.RequestException):
        outbound.guarded_session().get(url)


@pytest.mark.parametrize("number", ["127.0.0.1", "192.168.1.5", "100.64.0.1", "::ffff:10.0.0.1", "fe80::1", "224.0.0.1", "198.18.0.1"])
def test_a_public_name_that_points_inside_is_not_called(number: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_HOSTS = frozenset()
    connected: list[Any] = []
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)), (family, socket.SOCK_STREAM, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(outbound.sockets, "create_connection", lambda *args, **kwargs: connected.append(args))
    with pytest.raises(requests.RequestException, match="private network"):
        outbound.guarded_session().get("https://sso.example.com/")
    assert connected == []


def test_what_was_checked_is_what_is_connected_to(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_HOSTS = frozenset()
    looked_up: list[Any] = []
    connected: list[Any] = []

    def look_up(*args: Any, **kwargs: Any) -> Any:
        looked_up.append(args)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14" if len(looked_up) == 1 else "127.0.0.1", 443))]

    def connect(address: Any, *args: Any, **kwargs: Any) -> Any:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outbound.sockets, "create_connection", connect)
    with pytest.raises(requests.RequestException):
        outbound.guarded_session().get("https://sso.example.com/")
    assert connected == [("93.184.215.14", 443)]


def test_the_operators_host_is_called(port: int, settings: Any) -> None:
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    assert outbound.guarded_session().get(f"http://127.0.0.1:{port}/").json() == {"ok": True}


def test_a_long_answer_is_cut_off(port: int, settings: Any) -> None:
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    with pytest.raises(outbound.TooMuch):
        outbound.guarded_session().get(f"http://127.0.0.1:{port}/long")


def test_no_redirect_is_followed(port: int, settings: Any) -> None:
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    with pytest.raises(requests.TooManyRedirects):
        outbound.guarded_session().get(f"http://127.0.0.1:{port}/away")
