"""The group is made once for a module; every test works in a savepoint above it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from zhuke.kernel import config

from .world import World, build


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The group."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World) -> Iterator[World]:
    """The group, as new."""
    config.forget()
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
    config.forget()
