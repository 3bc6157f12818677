"""Live updates reach those they are for, and nobody and nothing stays behind."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client as Browser

from zhuke.config import stream
from zhuke.config.stream import Hub, answer_stream

pytestmark = pytest.mark.django_db(transaction=True)


class Visitor:
    """One browser tab: an ASGI request to /stream and what came back."""

    def __init__(self, hub: Hub, session: str | None) -> None:
        self.status = 0
        self.chunks: list[bytes] = []
        self.finished = False
        self._leave = asyncio.Event()
        self._changed = asyncio.Condition()
        headers = [(b"cookie", f"theme=dark; sessionid={session}".encode())] if session else []
        self._task = asyncio.create_task(answer_stream(hub, {"type": "http", "headers": headers}, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        async with self._changed:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            else:
                self.chunks.append(message["body"])
                self.finished = not message["more_body"]
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(condition), 10)

    async def opened(self) -> "Visitor":
        await self.until(lambda: stream.OPENING in self.chunks or self.finished)
        return self

    async def heard(self, event: str) -> None:
        await self.until(lambda: any(text.startswith(f"event: {event}") for text in self.events))

    async def leave(self) -> None:
        self._leave.set()
        await asyncio.wait_for(self._task, 10)

    async def left(self) -> None:
        await asyncio.wait_for(self._task, 10)

    @property
    def events(self) -> list[str]:
        return [chunk.decode() for chunk in self.chunks if chunk.startswith(b"event:")]


@pytest.fixture
def sessions() -> list[tuple[str, str]]:
    """(user id, session key) of five people who are signed in."""
    found = []
    for number in range(5):
        user = get_user_model().objects.create(username=f"person{number}", name=f"人{number}")
        browser = Browser()
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        found.append((str(user.pk), browser.cookies["sessionid"].value))
    return found


@pytest.fixture
def live() -> Callable[[Callable[[Hub], Awaitable[None]]], None]:
    """Runs a scenario with a hub of its own and checks that nothing of it stays."""

    def run(scenario: Callable[[Hub], Awaitable[None]]) -> None:
        async def whole() -> None:
            hub = Hub()
            await scenario(hub)
            assert hub.clients == set()
            for _ in range(200):
                if not await asyncio.to_thread(listeners):
                    break
                await asyncio.sleep(0.02)
            assert await asyncio.to_thread(listeners) == []
            hub.close()

        asyncio.run(whole())

    return run


def execute(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(stream.conninfo(), autocommit=True, application_name="test") as link:
        cursor = link.execute(statement.encode(), parameters)
        return cursor.fetchall() if cursor.description else []


def listeners() -> list[tuple[Any, ...]]:
    return execute("select pid from pg_stat_activity where application_name = 'zhuke stream' and datname = current_database()")


async def notify(**message: Any) -> None:
    await asyncio.to_thread(execute, "select pg_notify('zhuke_stream', %s)", json.dumps(message))


def test_events_reach_those_they_are_for_over_one_connection(sessions: Any, live: Any) -> None:
    async def scenario(hub: Hub) -> None:
        visitors = [await Visitor(hub, session).opened() for _ in range(10) for _, session in sessions]
        assert len(visitors) == 50
        assert len(await asyncio.to_thread(listeners)) == 1
        await notify(to=[sessions[1][0], sessions[3][0]], event="inbox", data={"id": "一"})
        await notify(to=None, event="changed", data={"resource": "customers"})
        for visitor in visitors:
            await visitor.heard("changed")
        for number, visitor in enumerate(visitors):
            inbox = ['event: inbox\ndata: {"id": "一"}\n\n'] if number % 5 in {1, 3} else []
            assert visitor.events == [*inbox, 'event: changed\ndata: {"resource": "customers"}\n\n']
        await asyncio.gather(*(visitor.leave() for visitor in visitors))

    live(scenario)


@pytest.mark.parametrize("session", [None, "", "unknown0123456789"])
def test_without_a_session_there_is_no_stream(session: str | None, live: Any) -> None:
    async def scenario(hub: Hub) -> None:
        visitor = await Visitor(hub, session).opened()
        await visitor.left()
        assert visitor.status == 401
        assert json.loads(visitor.chunks[0])["code"] == "not_signed_in"

    live(scenario)


def test_a_revoked_session_ends_the_stream(sessions: Any, live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "RECHECK_SECONDS", 0.05)

    async def scenario(hub: Hub) -> None:
        kept = await Visitor(hub, sessions[0][1]).opened()
        revoked = await Visitor(hub, sessions[1][1]).opened()
        dismissed = await Visitor(hub, sessions[2][1]).opened()
        await asyncio.to_thread(execute, "delete from django_session where session_key = %s", sessions[1][1])
        await asyncio.to_thread(execute, "update orgs_user set is_active = false where username = 'person2'")
        await asyncio.gather(revoked.left(), dismissed.left())
        assert revoked.finished
        assert dismissed.finished
        assert not kept.finished
        await kept.leave()

    live(scenario)


def test_after_a_restart_of_the_database_streams_end_and_new_ones_hear_again(sessions: Any, live: Any) -> None:
    async def scenario(hub: Hub) -> None:
        first = await Visitor(hub, sessions[0][1]).opened()
        await asyncio.to_thread(execute, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'zhuke stream'")
        await first.left()
        assert first.finished
        second = await Visitor(hub, sessions[0][1]).opened()
        await notify(to=None, event="job", data={})
        await second.until(lambda: second.events == ["event: job\ndata: {}\n\n"])
        await second.leave()

    live(scenario)


def test_who_reads_too_slowly_is_ended(sessions: Any, live: Any) -> None:
    async def scenario(hub: Hub) -> None:
        visitor = await Visitor(hub, sessions[0][1]).opened()
        (client,) = hub.clients
        for _ in range(stream.QUEUE_SIZE + 1):
            client.push(b"event: changed\n\n")
        await visitor.left()
        assert visitor.finished

    live(scenario)


def test_nonsense_on_the_channel_is_passed_over(sessions: Any, live: Any) -> None:
    async def scenario(hub: Hub) -> None:
        visitor = await Visitor(hub, sessions[0][1]).opened()
        for payload in ("{", "[]", '"text"', json.dumps({"to": None, "event": "evil\ndata: x", "data": {}})):
            await asyncio.to_thread(execute, "select pg_notify('zhuke_stream', %s)", payload)
        await notify(to=None, event="inbox", data={"text": "换行\n不会断开事件"})
        await visitor.until(lambda: visitor.events != [])
        assert visitor.events == ['event: inbox\ndata: {"text": "换行\\n不会断开事件"}\n\n']
        await visitor.leave()

    live(scenario)


def test_a_quiet_stream_is_kept_open_by_pings(sessions: Any, live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.02)

    async def scenario(hub: Hub) -> None:
        visitor = await Visitor(hub, sessions[0][1]).opened()
        await visitor.until(lambda: visitor.chunks.count(stream.PING) >= 2)
        await visitor.leave()

    live(scenario)


def test_the_thread_that_checks_sessions_gives_its_connection_back(sessions: Any) -> None:
    assert stream.users_of([key for _, key in sessions]) == {key: user for user, key in sessions}
    assert connection.connection is None
