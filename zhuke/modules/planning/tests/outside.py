"""Material from outside: tests that use it run where the folder lies beside the checkout."""

from pathlib import Path

SCHEDULES = Path(__file__).resolve().parents[5] / "shared" / "data" / "schedule"
