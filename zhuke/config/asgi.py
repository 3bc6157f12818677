"""The web application: the event stream is answered here, everything else by synchronous Django.

Django stands in a pool of threads behind bridge.py: measured half the CPU of Django's own ASGI handler.
Here is also the one place that decides whose X-Forwarded-* headers are believed.
"""

from __future__ import annotations

import ipaddress
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuke.config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the settings have to be set up first

from .bridge import Bridge, Receive, Scope, Send  # noqa: E402
from .env import Env  # noqa: E402
from .stream import Hub, answer_stream  # noqa: E402

FORWARDED = frozenset({b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"forwarded", b"x-real-ip"})


class Application:
    """The ASGI application of one web process."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self._hub = Hub()
        self._django = Bridge(_django, threads=env.web_threads, largest_body=env.max_upload)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            scope = behind_proxy(scope, self._env)
            if scope["path"] == "/stream" and scope["method"] == "GET":
                await answer_stream(self._hub, scope, receive, send)
            else:
                await self._django(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._hub.close()  # open streams would hold up the stop
        await send({"type": "lifespan.shutdown.complete"})


def behind_proxy(scope: Scope, env: Env) -> Scope:
    """The request as the visitor sent it: his address and scheme from the headers of a trusted proxy, and those headers removed."""
    given = dict(scope["headers"])
    kept = [(name, value) for name, value in scope["headers"] if name not in FORWARDED and b"_" not in name]
    changed: Scope = {**scope, "headers": kept}
    client = scope.get("client")
    if client is None or not _trusted(client[0], env):
        return changed
    hops = [hop.strip() for hop in given.get(b"x-forwarded-for", b"").decode("latin-1").split(",") if hop.strip()]
    visitor = next((hop for hop in reversed(hops) if _is_visitor(hop, env)), client[0])
    changed["client"] = (visitor, 0)
    if given.get(b"x-forwarded-proto", b"").strip() == b"https":
        changed["scheme"] = "https"
    return changed


def _is_visitor(hop: str, env: Env) -> bool:
    try:
        ipaddress.ip_address(hop)
    except ValueError:
        return False
    return not _trusted(hop, env)


def _trusted(address: str, env: Env) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in env.trusted_proxies)


application = Application(settings.ENV)
