"""Fixtures of all tests: every test process works in its own copy of one migrated database."""

from collections.abc import Iterator
from typing import Any

import pytest

from zhuke.launch import testing


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's own: migrations run once for a state of the sources, not once for each process and run."""
    from django.db import connection

    name = testing.test_database_name()
    with django_db_blocker.unblock():
        with testing.template_lock():
            template = _template(connection)
            testing.drop_database(name)
            testing.make_database(name, template)
        _point(connection, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        testing.drop_database(name)


def _template(connection: Any) -> str:
    """The name of the migrated database that others are copied from."""
    name = f"template_{testing.migrations_digest()}"
    if testing.databases(name):
        return name
    for old in testing.databases(r"template_[0-9a-f]{12}(_partial)?"):
        testing.drop_database(old)
    testing.make_database(f"{name}_partial")
    _migrate(connection, f"{name}_partial")
    testing.rename_database(f"{name}_partial", name)
    return name


def _migrate(connection: Any, name: str) -> None:
    from django.core.management import call_command

    _point(connection, name)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def _point(connection: Any, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
