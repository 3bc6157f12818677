"""What a report takes from the registers of changes, risks and issues."""

from __future__ import annotations

import datetime as dt

from zhuke.commons.testing import make
from zhuke.modules.reporting.services import composing

from .conftest import Site

MARCH = (dt.date(2026, 3, 2), dt.date(2026, 3, 8))


def test_the_registers_are_told_and_risks_stay_inside(site: Site) -> None:
    project = site.project
    make("risks", project=project, title="雨季基坑", score=20, level="extreme", strategy="reduce", state="open")
    make("risks", project=project, title="已关", score=25, state="closed")
    for title, priority, found in (("裂缝", "normal", "2026-03-03"), ("渗水", "urgent", "2026-03-04"), ("以后的", "high", "2026-04-01")):
        make("issues", project=project, title=title, priority=priority, found_on=dt.date.fromisoformat(found))
    make("issues", project=project, title="已解决", found_on=MARCH[0], state="resolved")
    for title, on, state in (("加梁", "2026-03-05", "approved"), ("上月的", "2026-02-05", "approved"), ("没批的", None, "draft")):
        day = dt.date.fromisoformat(on) if on else None
        make("change_requests", project=project, title=title, number=title, state=state, approved_on=day, days=5, cost_amount="777.00")
    report = site.report()
    inside = site.head.get(f"/r/project_reports/{report['id']}/content", edition="internal").data
    assert [issue["title"] for issue in inside["issues"]] == ["渗水", "裂缝"]
    assert [change["title"] for change in inside["changes"]] == ["加梁"]
    assert "已关" not in str(inside["risks"])
    outside = site.head.get(f"/r/project_reports/{report['id']}/content").data
    assert (outside["risks"], "cost" in outside["changes"][0], "777" in str(outside)) == ([], False, False)
    assert site.head.get(f"/r/project_reports/{report['id']}/pdf", edition="internal").status == 200
    assert composing.REPORTER.kind == "system"
