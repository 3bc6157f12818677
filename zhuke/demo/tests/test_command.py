"""The command: what it leaves behind, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from zhuke.commons.testing import make_unit
from zhuke.demo.group import PASSWORD
from zhuke.demo.load import DemoError, load
from zhuke.modules.customers.models import Customer
from zhuke.modules.orgs.models import Unit, User
from zhuke.modules.orgs.presets import PRESETS

from .conftest import TODAY
from .test_bulk import state


def test_the_command_leaves_the_accounts_in_the_data_folder(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.DATA = tmp_path / "files", tmp_path
    out = StringIO()
    call_command("demo", "--scale", "0.01", "--today", "2026-11-20", stdout=out)
    accounts = json.loads((tmp_path / "demo-accounts.json").read_text(encoding="utf-8"))
    assert accounts["password"] == PASSWORD
    assert {a["role"] for a in accounts["accounts"]} == set(PRESETS)
    assert accounts["accounts"][0]["login"] == "admin"
    assert "xiaoshou1" in (tmp_path / "demo.txt").read_text(encoding="utf-8")
    assert "演示集团已载入" in out.getvalue()
    before = Customer.objects.count()
    call_command("demo", "--if-empty", stdout=out)
    assert "没有载入" in out.getvalue()
    with pytest.raises(CommandError, match="不能载入两次"):
        call_command("demo", stdout=out)
    assert Customer.objects.count() == before


def test_a_day_to_come_is_refused_before_anything_is_written(db: None) -> None:
    with pytest.raises(CommandError, match="将来"):
        call_command("demo", "--today", f"{timezone.localdate() + dt.timedelta(days=1)}")
    assert (User.objects.count(), Customer.objects.count()) == (0, 0)


def test_other_peoples_data_is_not_mixed_in(db: None) -> None:
    make_unit("某某建设集团", "group")
    with pytest.raises(DemoError, match=r"没有载入.*--force"):
        load(scale=0.01, today=TODAY)
    assert (Unit.objects.count(), User.objects.count(), Customer.objects.count()) == (1, 0, 0)


def test_force_puts_the_companies_below_the_group_that_is_there(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    group = make_unit("某某建设集团", "group")
    monkeypatch.setattr("zhuke.demo.load.BIG", 1)  # loaded like a big one: into bare tables
    before = state()
    load(scale=0.01, today=TODAY, force=True)
    assert state() == before
    assert Customer.objects.exclude(last_contact_at=None).filter(completeness__gt=55).exists()
    assert Unit.objects.filter(kind="subsidiary", parent=group).count() == 20
    assert Unit.objects.filter(kind="group").get().name == "某某建设集团"
