"""What every picture of the guides is taken with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from .browser import new_context, sign_in
from .server import ROOT, Site

FOLDER = ROOT / "docs" / "guide" / "pictures"
LIMIT = 120 * 1024


@contextmanager
def desk(browser: Browser, site: Site, login: str | None, *, phone: bool = False) -> Iterator[Page]:
    """A window of this person, or of a visitor when there is no ``login``."""
    with new_context(browser, site, phone=phone, scale=2 if phone else 1) as context:
        page = context.new_page()
        if login:
            sign_in(page, site, login)
        yield page


def quiet(page: Page) -> None:
    """Until nothing loads any more; the stream of live updates never ends, so the network cannot tell."""
    expect(page.locator("main").get_by_role("heading").first).to_be_visible()
    expect(page.locator(".ant-skeleton, .skeleton, .bone")).to_have_count(0)
    page.wait_for_timeout(700)  # drawers slide


def shoot(page: Page, name: str) -> None:
    """Keeps what the window shows as WebP, as sharp as the size allows."""
    page.wait_for_timeout(400)
    picture = Image.open(BytesIO(page.screenshot()))
    for quality in range(88, 30, -8):
        written = BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= LIMIT:
            break
    (FOLDER / f"{name}.webp").write_bytes(written.getvalue())


def visit(page: Page, path: str, name: str) -> None:
    """One page as it opens."""
    page.goto(path)
    quiet(page)
    shoot(page, name)
