"""The quick look at the database's state says yes only when nothing can have changed."""

import psycopg
import pytest
from django.db import connection

from zhuke.config.stream import conninfo
from zhuke.launch import schema
from zhuke.launch.schema import SchemaError, connect, is_current, migrate, refuse_other_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "code_digest", lambda: "version 1")


def execute(statement: str) -> None:
    with psycopg.connect(conninfo(), autocommit=True) as link:
        link.execute(statement.encode())


def test_only_a_migration_by_this_code_counts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_current(conninfo())
    migrate(conninfo())
    assert "数据库已是最新" in capsys.readouterr().out
    assert is_current(conninfo())
    monkeypatch.setattr(schema, "code_digest", lambda: "version 2")
    assert not is_current(conninfo())


@pytest.mark.parametrize(
    "meddling",
    [
        "delete from django_migrations where id = (select max(id) from django_migrations)",
        "insert into django_migrations (app, name, applied) values ('kernel', '9999_tomorrow', now())",
        "delete from zhuke_schema_state",
        "drop table zhuke_schema_state",
    ],
)
def test_changes_behind_our_back_are_noticed(meddling: str) -> None:
    migrate(conninfo())
    execute(meddling)
    assert not is_current(conninfo())


def test_a_database_in_order_is_accepted_without_the_mark() -> None:
    refuse_other_state(conninfo())
    assert connection.connection is None


def test_a_server_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "OLDEST_SERVER", 99)
    with pytest.raises(SchemaError, match="需要 99"):
        connect(conninfo())


def test_a_server_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "REACH_SECONDS", 0.0)
    with pytest.raises(SchemaError, match="DATABASE_URL"):
        connect("postgresql:///zhuke?host=/nonexistent")
