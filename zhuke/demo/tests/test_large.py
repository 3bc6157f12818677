"""A demonstration of which, as at scale 100, only a part is told in full: it loads to its end, and the rest is rows of lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from zhuke.demo import expenses, paperwork, statements, told
from zhuke.demo.load import load
from zhuke.kernel import config
from zhuke.modules.contracts.models import Clause, Contract
from zhuke.modules.expenses.models import ExpenseClaim
from zhuke.modules.planning.models import Task
from zhuke.modules.projects.models import Project, ProjectTemplate

from .conftest import TODAY


def test_a_group_that_is_told_in_part_loads_to_its_end(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(told, "MOST", 6)
    monkeypatch.setattr(paperwork, "MOST", 3)
    monkeypatch.setattr(expenses, "MOST", 5)
    monkeypatch.setattr(statements, "MOST", 2)
    config.forget()
    with override_settings(MEDIA_ROOT=tmp_path):
        done = load(scale=0.05, seed=1, today=TODAY)
    assert len(done.accounts) == 20
    assert Project.objects.count() > 20
    planned = set(Task.objects.values_list("project_id", flat=True))
    assert planned
    assert planned <= set(told.told_keys())
    assert ProjectTemplate.objects.exists()
    assert all(template.content for template in ProjectTemplate.objects.all()), "nothing is taken from a project that is only a row"
    assert ExpenseClaim.objects.count() == 5
    unfinished = Contract.objects.filter(state="submitted").exclude(pk__in=Clause.objects.values("contract"))
    assert not unfinished.exists(), "who submits a contract has written it"
