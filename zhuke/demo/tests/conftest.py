"""A small demonstration group, loaded into the test's own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from django.db import transaction
from django.test import override_settings

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
    stages = [SimpleNamespace(pk=UUID(int=place), probability=chance) for place, chance in enumerate((10, 30, 50, 90, 100), 1)]
    return Book(build_group(seed), seed, moment(TODAY, 17, 30), total, stages)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The demonstration at a twentieth of its size; the tests of a module share it, each in a savepoint of its own."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")), transaction.atomic():
        config.forget()
        yield load(scale=0.05, seed=1, today=TODAY)
        transaction.set_rollback(True)
    config.forget()
