"""Runs the benchmarks: all of them, or the named ones. Exit code 1 when a figure is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from .house import House, say
from .measure import Row


def main() -> int:
    """Loads, measures one after the other, prints; writes docs/performance.md when all of them ran."""
    options = _options()
    house = House(options.data)
    rows = []
    try:
        say(f"data in {house.data}")
        house.open()
        from . import customers, deals, projects, receivables

        customers.fill_up(options.customers)
        deals.fill_up(options.deals)
        receivables.fill_up(options.receivables)
        projects.fill_up(options.projects)
        for name, run in _benchmarks(house, options).items():
            if options.names and name not in options.names:
                continue
            say(name)
            rows.append(run())
            print(rows[-1].text(), flush=True)
    finally:
        house.close()
    if not options.names:
        from .report import write

        write(rows)
    return 1 if any(row.good is False for row in rows) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="page totals crowd … (see below); none: all, and the table is written")
    parser.add_argument("--customers", type=int, default=300_000)
    parser.add_argument("--deals", type=int, default=300_000)
    parser.add_argument("--receivables", type=int, default=300_000)
    parser.add_argument("--projects", type=int, default=3_000)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the imported file")
    parser.add_argument("--data", type=Path, help="a folder that is kept, so that a second run need not load anew")
    return parser.parse_args()


def _benchmarks(house: House, options: argparse.Namespace) -> dict[str, Callable[[], Row]]:
    from . import bundle, cold, crowd, deals, files, gantt, lists, plans, projects, receivables, start

    return {
        "page": lists.page,
        "totals": lists.totals,
        "deals": deals.page,
        "board": deals.kanban,
        "funnel": deals.totals,
        "move": deals.moved,
        "enter": deals.entered,
        "rules": deals.rules,
        "ageing": receivables.aged,
        "dunning": receivables.rules,
        "projects": projects.page,
        "schedule": plans.recalculated,
        "drag": plans.dragged,
        "crowd": crowd.over_customers,
        "crowd-deals": crowd.over_deals,
        "export": files.exported,
        "import": lambda: files.imported(options.rows),
        "search": lists.search,
        "start": lambda: start.started(house),
        "bundle": bundle.bundle,
        "cold": cold.cold,
        "gantt": gantt.gantt,
    }


if __name__ == "__main__":
    sys.exit(main())
