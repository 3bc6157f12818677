"""A small demonstration group, loaded into the test's own transaction."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from zhuke.demo.book import Book
from zhuke.demo.group import Builder, Group
from zhuke.demo.load import Loaded, load
from zhuke.demo.source import moment
from zhuke.kernel import config
from zhuke.modules.orgs.presets import PRESETS

TODAY = dt.date(2026, 11, 20)


def build_group(seed: int = 1) -> Group:
    """The group as plain rows; role ids stand for themselves."""
    return Builder(seed, TODAY, {code: uuid5(NAMESPACE_OID, code) for code in PRESETS}, "hash").build()


def build_book(seed: int = 1, total: int = 300) -> Book:
    """Customers of that group, not written anywhere."""
    return Book(build_group(seed), seed, moment(TODAY, 17, 30), total)


@pytest.fixture
def loaded(db: None, settings: Any, tmp_path: Path) -> Loaded:
    """The demonstration at a twentieth of its size."""
    settings.MEDIA_ROOT = tmp_path
    config.forget()
    return load(scale=0.05, seed=1, today=TODAY)
