"""Live updates: ``GET /stream`` answers server-sent events, fed by one LISTEN connection for each process.

A transaction sends by ``select pg_notify('zhuke_stream', '{"to": ["<user id>"], "event": "inbox", "data": {...}}')``;
``"to": null`` means everyone who is signed in. Only ids belong in ``data``: PostgreSQL takes less than 8000 bytes, and
the receiver asks the API for the rest, with its own rights. An event may get lost (a restart, a slow reader): the stream
then ends, and whoever opens it again has to fetch anew what it shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

import psycopg
from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, connection
from django.http import HttpRequest
from psycopg.conninfo import make_conninfo

from .bridge import Receive, Scope, Send

log = logging.getLogger("zhuke.stream")

CHANNEL = "zhuke_stream"
EVENTS = frozenset({"inbox", "job", "changed", "plan"})
QUEUE_SIZE = 100
"""Events that a client may lag behind before its stream is ended."""
PING_SECONDS = 20.0
RECHECK_SECONDS = 60.0
LONGEST_PAUSE = 10.0
CONNECTION_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"})
OPENING = b"retry: 3000\n\n"
PING = b": ping\n\n"


class Client:
    """One open stream."""

    def __init__(self, user: str, session: str) -> None:
        self.user = user
        self.session = session
        self.ended = False
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_SIZE)

    def push(self, message: bytes) -> None:
        """Queues an event; a client that reads too slowly is ended instead of filling the memory."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Ends the stream after what it is sending just now."""
        self.ended = True
        with contextlib.suppress(asyncio.QueueFull):
            self._queue.put_nowait(b"")

    async def next(self) -> bytes:
        """The next event, or a ping when there was none for a while."""
        try:
            return await asyncio.wait_for(self._queue.get(), PING_SECONDS)
        except TimeoutError:
            return PING


class Hub:
    """All streams of this process, and the tasks that feed and check them; they run while there is a stream."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._listening = asyncio.Event()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="stream")

    async def user_of(self, session: str) -> str | None:
        """Id of the active user who is signed in with this session key."""
        users = await self._users_of([session])
        return users.get(session)

    async def join(self, client: Client) -> None:
        """Adds a stream; returns when events for it cannot get lost any more."""
        self.clients.add(client)
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._recheck())]
        await self._listening.wait()

    def leave(self, client: Client) -> None:
        """Removes a stream; the last one closes the LISTEN connection."""
        self.clients.discard(client)
        if not self.clients:
            self._stop()

    def end_all(self) -> None:
        """Ends every stream; whoever still needs one opens it again."""
        for client in self.clients:
            client.end()

    def close(self) -> None:
        """Ends every stream and gives the threads back: the process is about to stop."""
        self.end_all()
        self._threads.shutdown(wait=False)

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._listening.clear()

    async def _listen(self) -> None:
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    pause = 0.5
                    self._listening.set()
                    async for notification in listener.notifies():
                        self._deliver(notification.payload)
            except psycopg.OperationalError as error:
                log.warning("the connection for live updates was lost, next try in %s s: %s", pause, error)
            self._listening.clear()
            self.end_all()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _deliver(self, payload: str) -> None:
        try:
            message = json.loads(payload)
            recipients, event, data = message["to"], message["event"], message["data"]
        except (ValueError, KeyError, TypeError):
            log.warning("not a live update: %.200s", payload)
            return
        if event not in EVENTS:
            log.warning("an unknown live update: %.200s", payload)
            return
        text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
        wanted = None if recipients is None else {str(user) for user in recipients}
        for client in self.clients:
            if wanted is None or client.user in wanted:
                client.push(text)

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            by_session = defaultdict(list)
            for client in self.clients:
                by_session[client.session].append(client)
            try:
                users = await self._users_of(by_session)
            except DatabaseError as error:
                log.warning("the sessions of the live updates could not be checked: %s", error)
                continue
            for session, clients in by_session.items():
                for client in clients:
                    if users.get(session) != client.user:
                        client.end()

    async def _users_of(self, sessions: Iterable[str]) -> dict[str, str]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, users_of, list(sessions))


def users_of(sessions: Iterable[str]) -> dict[str, str]:
    """Session key → user id, for the sessions that are alive and whose user is active and has not changed the password since."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = {}
    try:
        for key in sessions:
            request = HttpRequest()
            request.session = store(session_key=key)
            user = get_user(request)
            if user.is_authenticated:
                found[key] = str(user.pk)
    finally:
        connection.close()  # this thread is ours: nobody else would give the connection back
    return found


async def answer_stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI answer to ``GET /stream``: 401 without a session, 503 while the database is away, else events until one side leaves."""
    session = session_key(scope)
    try:
        user = await hub.user_of(session) if session else None
    except DatabaseError as error:
        log.warning("a stream could not be opened: %s", error)
        await _refuse(send, 503, "unavailable", "数据库暂时不可用，请稍后再试。")
        return
    if user is None or session is None:
        await _refuse(send, 401, "not_signed_in", "登录已失效，请重新登录。")
        return
    client = Client(user, session)
    gone = asyncio.create_task(_wait_for_disconnect(receive))
    events = asyncio.create_task(_send_events(hub, client, send))
    try:
        # On both: else a client that has gone away would stay until the next ping.
        await asyncio.wait({gone, events}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub.leave(client)
        for task in (gone, events):
            task.cancel()
        await asyncio.gather(gone, events, return_exceptions=True)


def session_key(scope: Scope) -> str | None:
    """The session cookie of the request."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with contextlib.suppress(CookieError):
                cookies.load(value.decode("latin-1"))
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else None


async def _send_events(hub: Hub, client: Client, send: Send) -> None:
    await hub.join(client)
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would hold events back
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": OPENING, "more_body": True})
    while not client.ended:
        await send({"type": "http.response.body", "body": await client.next(), "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    body = json.dumps({"code": code, "message": message, "fields": {}, "data": {}, "request_id": ""}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def conninfo() -> str:
    """Address of the database that Django uses just now (in a test that is another one than at start)."""
    database = connection.settings_dict
    options = {key: value for key, value in database["OPTIONS"].items() if key in CONNECTION_OPTIONS}
    return make_conninfo(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        application_name="zhuke stream",
        keepalives_idle=30,
        **options,
    )
