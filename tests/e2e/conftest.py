"""Fixtures of the journeys: one installation for all of them, people who have signed in, and pages that must not complain."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from zhuke.commons.letters.tests.smtp_server import Server, mail_server
from zhuke.demo.group import PASSWORD
from zhuke.launch import testing

from .browser import Complaints, launch, new_context, sign_in
from .moving import Days
from .server import Installation, Site, demonstration

SHOTS = Path(__file__).parent / "shots"
SCALE, SEED = 0.05, 7
PATIENCE = 20_000  # milliseconds; a loaded machine is slow, a broken page stays broken

expect.set_options(timeout=PATIENCE)
Person = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remembers whether the test failed, so that its pages can be photographed."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def post() -> Iterator[Server]:
    """The mail server to which the installation of all journeys sends. ``ZHUKE_E2E_MAIL``: the port to which a running one does."""
    with mail_server(int(os.environ.get("ZHUKE_E2E_MAIL", "0"))) as server:
        yield server


@pytest.fixture(scope="session")
def site(post: Server) -> Iterator[Site]:
    """The product with a small demonstration group, on a database of its own in the cluster of the tests.

    ``ZHUKE_E2E_URL`` names an installation that runs already (with the demonstration): quicker while one writes a journey.
    """
    if url := os.environ.get("ZHUKE_E2E_URL"):
        yield Site(url, PASSWORD)
        return
    name = f"{testing.test_database_name()}_e2e"
    testing.drop_database(name)
    testing.make_database(name)
    data = Path(tempfile.mkdtemp(prefix="zhuke-e2e-"))
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    try:
        with demonstration(data, scale=SCALE, seed=SEED, database_url=address, EMAIL_URL=f"smtp://127.0.0.1:{post.port}") as running:
            yield running
    finally:
        testing.drop_database(name)
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys; each has windows of its own."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def states(browser: Browser, site: Site) -> Callable[[str], Any]:
    """The cookies of a person who has signed in; each signs in once."""
    known: dict[str, Any] = {}

    def state(login: str) -> Any:
        if login not in known:
            with new_context(browser, site) as context:
                sign_in(context.new_page(), site, login)
                known[login] = context.storage_state()
        return known[login]

    return state


@pytest.fixture
def complaints() -> Complaints:
    """What the pages of this test complain of; the journey announces the refusals that it provokes."""
    return Complaints()


@pytest.fixture
def person(
    browser: Browser, site: Site, states: Callable[[str], Any], complaints: Complaints, request: pytest.FixtureRequest
) -> Iterator[Person]:
    """``person("xiaoshou1")``: a page of somebody who has signed in; without a name, of a visitor. ``phone=True`` for a phone.

    A failed test leaves pictures of its pages; a page that has complained fails its test.
    """
    contexts: list[BrowserContext] = []

    def arrive(login: str | None = None, *, phone: bool = False) -> Page:
        context = new_context(browser, site, phone=phone, state=states(login) if login else None)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield arrive
    failed = request.node.stash.get(FAILED, False) or bool(complaints.unexpected())
    for place, context in enumerate(contexts):
        for number, page in enumerate(context.pages):
            if failed:
                SHOTS.mkdir(exist_ok=True)
                page.screenshot(path=SHOTS / f"{request.node.name}-{place}-{number}.png")
        context.close()
    assert complaints.unexpected() == []


@pytest.fixture
def days(browser: Browser, complaints: Complaints, request: pytest.FixtureRequest) -> Iterator[Days]:
    """A demonstration group of its own, at its first day."""
    name = f"{testing.test_database_name()}_e2e_days"
    testing.drop_database(name)
    testing.make_database(name)
    data = Path(tempfile.mkdtemp(prefix="zhuke-e2e-"))
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with mail_server() as post:
        installation = Installation(data, database_url=address, EMAIL_URL=f"smtp://127.0.0.1:{post.port}")
        installation.load(scale=SCALE, seed=SEED)
        running = Days(installation, browser, post, complaints)
        try:
            running.turn(0)
            yield running
        finally:
            if request.node.stash.get(FAILED, False) or complaints.unexpected():
                SHOTS.mkdir(exist_ok=True)
                for number, page in enumerate(running.pages()):
                    page.screenshot(path=SHOTS / f"{request.node.name}-day{running.day}-{number}.png")
                shutil.copy(installation.log, SHOTS / f"{request.node.name}.log")
            running.close()
            installation.stop()
            testing.drop_database(name)
            shutil.rmtree(data, ignore_errors=True)
    assert complaints.unexpected() == []
