"""An installation whose days the journey turns itself, with a mail server that keeps what arrives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from email.message import Message
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page

from zhuke.commons.letters.tests.smtp_server import Server

from .browser import Complaints, new_context, sign_in
from .server import Installation

HOME = ZoneInfo("Asia/Shanghai")
PATIENCE = 150_000  # milliseconds until a job has surely run: each is asked for every minute, some every ten
# The page's clock goes with that of the product: its own would show the day of this machine.
SHIFT = """{ const Real = Date, by = %d - Real.now();
globalThis.Date = class Date extends Real { constructor(...given) { given.length ? super(...given) : super(Real.now() + by) }
static now() { return Real.now() + by } } }"""


class Days:
    """The first day is tomorrow at ten in the morning, so that the demonstration lies behind it."""

    def __init__(self, installation: Installation, browser: Browser, post: Server, complaints: Complaints) -> None:
        self.installation, self.browser, self.post, self.complaints = installation, browser, post, complaints
        self.first = (dt.datetime.now(HOME) + dt.timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
        self.day = 0
        self.windows: list[BrowserContext] = []

    def turn(self, day: int) -> None:
        """Stops the product and starts it on that day; everybody has to sign in again."""
        self.close()
        self.installation.stop()
        self.day = day
        self.installation.start(self.first + dt.timedelta(days=day))

    def date(self, day: int | None = None) -> str:
        """A day of the journey as forms take it; today without one."""
        return (self.first + dt.timedelta(days=self.day if day is None else day)).date().isoformat()

    def person(self, login: str, *, phone: bool = False) -> Page:
        """A window of this person, today."""
        context = self.window(phone=phone)
        page = context.new_page()
        self.complaints.watch(page)
        sign_in(page, self.installation.site, login)
        return page

    def window(self, *, phone: bool = False) -> BrowserContext:
        """A window in which nobody has signed in."""
        context = new_context(self.browser, self.installation.site, phone=phone)
        moment = self.first + dt.timedelta(days=self.day)
        context.add_init_script(SHIFT % int(moment.timestamp() * 1000))
        self.windows.append(context)
        return context

    def letters(self, to: str) -> list[Message]:
        """What has arrived at an address."""
        with self.post.lock:
            return [message for message in self.post.messages if to in str(message["To"])]

    def pages(self) -> list[Page]:
        """All that are open."""
        return [page for context in self.windows for page in context.pages]

    def close(self) -> None:
        """All windows."""
        for context in self.windows:
            context.close()
        self.windows.clear()


def until(page: Page, asked: Callable[[], Any]) -> Any:
    """Asks again until there is an answer: for what a worker does in its own time."""
    for _turn in range(PATIENCE // 500):
        if answer := asked():
            return answer
        page.wait_for_timeout(500)
    raise AssertionError("what a job should have done did not happen")
