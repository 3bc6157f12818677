"""Fixtures of all tests: every test process works in its own copy of one migrated database."""

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest

from zhuke.launch import testing

KEPT_TEMPLATES = 4
"""Older ones go; some stay, because a run that overlaps with this one may still copy from them."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's own: migrations run once for a state of the sources, not once for each process and run."""
    from django.db import connection
    from django.test import TransactionTestCase

    name = testing.test_database_name()

    def fresh(*_: Any) -> None:
        connection.close()
        with testing.template_lock():
            testing.drop_database(name)
            testing.make_database(name, template)

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        with testing.template_lock():
            template = _template(connection)
        connection.settings_dict["NAME"] = name
        fresh()
        # A test that commits gets a fresh copy behind it. Django's own way, emptying all tables, would also lose what
        # migrations have put there.
        patch.setattr(TransactionTestCase, "_fixture_teardown", fresh)
        yield
        connection.close()
        testing.drop_database(name)


@pytest.fixture(autouse=True)
def _language() -> None:
    """A request leaves the language of its reader behind in the thread; the next test begins in the product's own."""
    from django.utils import translation

    translation.deactivate()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With ``--dist loadgroup`` a file stays on one process, except the long one of the API's operations, which goes in four parts."""
    for item in items:
        part = f"-{crc32(item.name.encode()) % 4}" if item.path.name == "test_openapi.py" else ""
        item.add_marker(pytest.mark.xdist_group(f"{item.path}{part}"))


def _template(connection: Any) -> str:
    """The name of the migrated database that others are copied from."""
    name = f"template_{testing.migrations_digest()}"
    if testing.databases(name):
        return name
    for old in testing.databases(r"template_[0-9a-f]{12}_partial") + testing.databases(r"template_[0-9a-f]{12}")[:-KEPT_TEMPLATES]:
        testing.drop_database(old)
    testing.make_database(f"{name}_partial", testing.nearest_template())
    _migrate(connection, f"{name}_partial")
    testing.note_template(name)
    testing.rename_database(f"{name}_partial", name)
    return name


def _migrate(connection: Any, name: str) -> None:
    from zhuke.launch.migrating import run_migrations

    connection.close()
    connection.settings_dict["NAME"] = name
    run_migrations()
    connection.close()
