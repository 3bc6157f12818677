"""The one way out to servers that somebody else named: time limits, a size limit, and no address inside our own network.

The address is looked up once, checked, and connected to as it was checked, so that a name cannot point elsewhere a moment later.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import connection as sockets

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 4, 6, 15
MOST_BYTES = 1024 * 1024


class Forbidden(requests.RequestException):
    """The address is one that the product does not call."""


class TooMuch(requests.RequestException):
    """The answer is longer or slower than any honest one."""


def is_trusted(host: str) -> bool:
    """The operator has named this host (ZHUKE_PRIVATE_HOSTS): it may be private, and may speak plain HTTP."""
    return host.lower() in settings.PRIVATE_HOSTS


def is_callable(url: str) -> bool:
    """Whether the product would call this address at all: HTTPS, no credentials in it, no private number for a host."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password:
        return False
    if is_trusted(host):
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and is_public_name(host)


def is_public_name(host: str) -> bool:
    """No bare number of a private network, and no name that only means something inside one."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.lower().endswith((".local", ".localhost", ".internal"))


def addresses_of(host: str, port: int) -> list[str]:
    """Where the host is, as numbers. Raises Forbidden when any of them is private: a mixture is a trap."""
    found = list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not is_trusted(host) and not all(_is_public(number) for number in found):
        raise Forbidden(f"{host} lies in a private network")
    return found


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _connect(connection: HTTPConnection) -> socket.socket:
    port = connection.port or connection.default_port
    number = addresses_of(connection.host, port)[0]
    return sockets.create_connection((number, port), connection.timeout, socket_options=connection.socket_options)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Door(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if not is_callable(request.url or ""):
            raise Forbidden(f"{urlsplit(request.url or '').hostname} is not called")
        kwargs.update(timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True)
        began = time.monotonic()
        try:
            response = super().send(request, *args, **kwargs)
        except OSError as error:  # an unknown name: what requests itself raises is an OSError already
            if isinstance(error, requests.RequestException):
                raise
            raise requests.ConnectionError(str(error)) from error
        _read(response, began)
        return response


def _read(response: requests.Response, began: float) -> None:
    body = b""
    for piece in response.iter_content(16 * 1024):
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() - began > WHOLE_SECONDS:
            response.close()
            raise TooMuch("the answer is too long")
    response._content = body  # noqa: SLF001 - what requests itself does in .content


def guarded_session() -> requests.Session:
    """A session for addresses that come from settings or from other servers. Follows no redirect; knows no proxy, no netrc."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Door(max_retries=0))
    return session
