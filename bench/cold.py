"""A list in a browser that has nothing of ours yet: until its rows can be read and clicked."""

from __future__ import annotations

import os
import shutil
import statistics

from playwright.sync_api import sync_playwright

from . import lists
from .crowd import Server
from .customers import count
from .measure import Row, session_of

TIMES = 5


def cold() -> Row:
    """The customers' list of a sales person, over the real server on loopback, each time in a browser started anew."""
    cookie, ready, sent = session_of(lists.person("sales")), list[float](), 0
    with Server() as server, sync_playwright() as playwright:
        for _run in range(TIMES + 1):
            chromium = playwright.chromium.launch(executable_path=shutil.which("chromium") or None, args=["--no-sandbox"])
            page = chromium.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": f"http://localhost:{server.port}"}])
            page.goto(f"http://localhost:{server.port}/customers", wait_until="commit")
            page.locator(".ant-table-row").first.wait_for()
            ready.append(page.evaluate("performance.now()") / 1000)
            sent = page.evaluate("performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)") // 1024
            chromium.close()
    median = statistics.median(ready[1:])  # the first one warms the server, as any other person before would have
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    note = (
        f"Median of {TIMES}, {min(ready[1:]):.2f} to {max(ready[1:]):.2f} s; {sent} KB over the wire. Browser, server and PostgreSQL share "
        f"the machine, whose load was {load:.1f} per processor; graphics in software."
    )
    return Row(f"list of {count():,} customers in a cold browser, until usable", f"{median:.2f} s", "", "", "≤ 1.5 s", median <= 1.5, note)
