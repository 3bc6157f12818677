"""The pictures of what happens to a running project: changes, risks, meetings, reports, what customers say."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from .camera import desk, quiet, shoot, visit
from .server import Site
from .steps import call


def take(browser: Browser, site: Site) -> None:
    """A change that was carried out, the matrix of risks, a meeting with its minutes, a report and the answers to questionnaires."""
    with desk(browser, site, "admin") as page:
        visit(page, f"/changes/{_one(page, 'change_requests', 'carried_out')}", "change")
        visit(page, "/risk-matrix", "risk-matrix")
        visit(page, f"/meetings/{_one(page, 'meetings', 'published')}?tab=minutes", "meeting")
        page.goto(f"/project-reports/{_one(page, 'project_reports', 'draft')}")
        quiet(page)
        expect(page.locator("img.report-page").first).to_have_js_property("complete", True)
        shoot(page, "project-report")
        visit(page, "/surveys", "surveys")


def _one(page: Page, resource: str, state: str) -> str:
    """The first record in this state."""
    found: str = call(page, "GET", f'/r/{resource}?filter=["state","=","{state}"]&sort=created_at&limit=1').json()["items"][0]["id"]
    return found
