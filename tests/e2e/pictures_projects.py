"""The pictures of projects, their plans and models, and of who works on them."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .camera import desk, quiet, shoot, visit
from .server import Site
from .steps import call


def take(browser: Browser, site: Site) -> None:
    """The list, a project under construction, its plan, and the model of a house at work."""
    with desk(browser, site, "admin") as page:
        asked = '["phase","=","construction"]'
        project = call(page, "GET", f"/r/projects?filter={asked}&sort=-progress&limit=1").json()["items"][0]["id"]
        visit(page, "/projects", "projects")
        visit(page, f"/projects/{project}", "project")
        visit(page, f"/projects/{project}/plan", "plan")
        model = call(page, "GET", "/r/bim_models?limit=1").json()["items"][0]["id"]
        page.goto(f"/bim/{model}")
        expect(page.locator(".bim-canvas[data-ready]")).to_be_visible()
        page.get_by_text("4D 模拟").click()
        quiet(page)
        shoot(page, "bim")
        visit(page, "/load?kind=person", "load")
        visit(page, "/free?kind=person", "free")
    with desk(browser, site, "jishu") as page:
        visit(page, "/timesheet", "timesheet")
    with desk(browser, site, "jishu", phone=True) as page:
        visit(page, "/timesheet", "phone-timesheet")
