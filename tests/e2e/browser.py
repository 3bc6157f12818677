"""How the journeys look at the product: one Chromium, a desk or a phone, and every complaint of a page is kept."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response, expect

from .server import Site

ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WATCH = "document.addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))"
SIGNED_OUT = re.compile(r"^401 .*/api/v1/(me$|meta/|r/)")
"""A page asks who one is, and for its data at the same time, before it leads a visitor to the login."""


@dataclass
class Complaints:
    """Console errors, uncaught exceptions, violations of the content policy and refused requests of one page."""

    found: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=lambda: [SIGNED_OUT])

    def expect(self, pattern: str) -> None:
        """Refusals that the journey provokes, as ``STATUS URL``."""
        self.expected.append(re.compile(pattern))

    def watch(self, page: Page) -> None:
        """Keeps what this page complains of from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"exception: {error}"))
        page.on("response", self._response)

    def unexpected(self) -> list[str]:
        """What nobody has announced."""
        return [line for line in self.found if not any(pattern.search(line) for pattern in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        # Refused requests are kept with their status and address by _response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.found.append(f"{response.status} {response.url}")


def launch(playwright: Playwright) -> Browser:
    """The browser of this machine, never a downloaded one. Raises RuntimeError when there is none."""
    names = (os.environ.get("ZHUKE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError("no Chromium found: install the package `chromium` or name it in ZHUKE_CHROMIUM")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


def new_context(browser: Browser, site: Site, *, phone: bool = False, state: Any = None, scale: float = 1) -> BrowserContext:
    """A fresh window in Chinese and in China's time; ``state`` is that of a person who has signed in."""
    context = browser.new_context(
        base_url=site.url,
        viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
        has_touch=phone,
        is_mobile=phone,
        device_scale_factor=scale,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        storage_state=state,
        accept_downloads=True,
    )
    context.add_init_script(WATCH)
    context.set_default_timeout(20_000)
    return context


def sign_in(page: Page, site: Site, login: str) -> None:
    """Through the login page, as a person does."""
    page.goto("/login")
    page.get_by_label("用户名或邮箱").fill(login)
    page.get_by_label("密码", exact=True).fill(site.password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
