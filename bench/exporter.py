"""``python -m bench.exporter ROWS``: one export's job in a process of its own; prints what it took as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django


def main(rows: int) -> None:
    """Run the job as the worker runs it."""
    django.setup()
    from procrastinate.contrib.django import app  # noqa: F401 - loads the tasks

    from zhuke.commons.exports import jobs, services
    from zhuke.commons.exports.models import ExportFile
    from zhuke.commons.jobs.models import Job
    from zhuke.kernel.resource import by_model
    from zhuke.modules.customers.models import Customer

    from .lists import actor_of, person

    actor = actor_of(person("group_manager"))
    asked = {"format": "xlsx", "fields": [], "ids": None, "filter": ["employees", "<", rows], "q": "", "sort": ""}
    kind = by_model(Customer)
    job = Job.objects.create(user_id=actor.id, kind="export", label="bench")
    services.check(actor, kind)
    before, began = _forget_peak(), time.process_time()
    jobs.write(str(job.pk), kind.name, asked)
    file = ExportFile.objects.get(job=job)
    assert file.rows > rows * 0.99, f"{file.rows} of {rows} rows"
    print(
        json.dumps(
            {
                "rows": file.rows,
                "idle_mb": before,
                "peak_mb": _peak(),
                "cpu": time.process_time() - began,
                "size_mb": file.size / 1e6,
                "columns": len(services.columns_of(actor, kind, [])),
            }
        )
    )


def _forget_peak() -> float:
    """From here on the peak counts anew; returns the memory in use, in MB. Start-up has a peak of its own, which would hide the job's."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
