"""Is the database at the state that this version's code needs? The quick answer takes milliseconds and no Django.

``zhuke migrate`` stores a fingerprint of the code beside the count and time of the applied migrations. While both still
match, nothing can have changed; only otherwise Django is loaded and asked. See docs/adr/0011-schema-fingerprint.md.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PACKAGE = Path(__file__).resolve().parents[1]
LOCK = int.from_bytes(b"zhuke")
OLDEST_SERVER = 15
REACH_SECONDS = 30.0
APPLIED = "select count(*), coalesce(max(applied)::text, '') from django_migrations"


class SchemaError(RuntimeError):
    """The database cannot be used by this version; the text says why and what to do."""


def code_digest() -> str:
    """Changes with every source file and every installed distribution."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    for folder in sys.path:
        if Path(folder).is_dir():
            digest.update("\n".join(sorted(path.name for path in Path(folder).glob("*.dist-info"))).encode())
    return digest.hexdigest()


def connect(dsn: str) -> psycopg.Connection[Any]:
    """A connection in autocommit mode; waits up to 30 s for a server that is just starting. Raises SchemaError."""
    deadline = time.monotonic() + REACH_SECONDS
    while True:
        try:
            connection = psycopg.connect(dsn, autocommit=True, connect_timeout=5, application_name="zhuke schema")
            break
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise SchemaError(f"连不上数据库：{str(error).strip()}\n请检查 DATABASE_URL 和数据库服务。") from error
            time.sleep(0.5)
    if connection.info.server_version < OLDEST_SERVER * 10000:
        version = connection.info.server_version // 10000
        connection.close()
        raise SchemaError(f"数据库是 PostgreSQL {version}，筑客需要 {OLDEST_SERVER} 或更新版本：请升级数据库服务器。")
    return connection


def is_current(dsn: str) -> bool:
    """True when the database is certainly at this code's state; False means: ask Django."""
    with connect(dsn) as connection:
        return _stored(connection) == _fingerprint(connection)


def migrate(dsn: str) -> None:
    """Brings the database to this code's state, one process at a time; adds the roles and choices that are new in it.

    Needs Django to be set up. Raises SchemaError.
    """
    from zhuke.modules.orgs.services.installation import install

    from .migrating import run_migrations

    with connect(dsn) as connection, _alone(connection):
        _refuse_newer()
        _refuse_unfinished_indexes(connection)
        missing = _missing()
        if missing:
            print(f"升级数据库：{len(missing)} 个迁移……", flush=True)
        run_migrations()
        install()
        print("数据库已是最新。", flush=True)
        _refuse_unfinished_indexes(connection)
        connection.execute("create table if not exists zhuke_schema_state (fingerprint text not null)")
        with connection.transaction():
            connection.execute("delete from zhuke_schema_state")
            connection.execute("insert into zhuke_schema_state values (%s)", [_fingerprint(connection)])


def refuse_other_state(dsn: str) -> None:
    """Raises SchemaError unless the database is at this code's state. Sets Django up when the quick look does not suffice."""
    if is_current(dsn):
        return
    import django
    from django.db import connection

    django.setup()
    try:
        _refuse_newer()
        missing = _missing()
    finally:
        connection.close()
        # The pool's threads would be missing in the processes that the web server forks.
        connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's connections have it
    if missing:
        raise SchemaError(f"数据库还没有升级到本版本（缺 {len(missing)} 个迁移，第一个是 {missing[0]}）：请先执行 zhuke migrate。")


@contextmanager
def _alone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    row = connection.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    if not (row and row[0]):
        print("另一个进程正在升级数据库，等待它完成……", flush=True)
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(%s)", [LOCK])


def _fingerprint(connection: psycopg.Connection[Any]) -> str | None:
    if not _has_table(connection, "django_migrations"):
        return None
    count, last = connection.execute(APPLIED).fetchone() or (0, "")
    return f"{code_digest()} {count} {last}"


def _stored(connection: psycopg.Connection[Any]) -> str:
    if not _has_table(connection, "zhuke_schema_state"):
        return ""
    row = connection.execute("select fingerprint from zhuke_schema_state").fetchone()
    return row[0] if row else ""


def _has_table(connection: psycopg.Connection[Any], name: str) -> bool:
    row = connection.execute("select to_regclass(%s)", [name]).fetchone()
    return row is not None and row[0] is not None


def _refuse_newer() -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    newest: dict[str, str] = {}
    for app, name in loader.disk_migrations:
        newest[app] = max(name, newest.get(app, ""))
    # Only later names: a removed app or squashed migrations leave rows behind that do no harm.
    ahead = sorted(f"{app}.{name}" for app, name in loader.applied_migrations if app in newest and name > newest[app])
    if ahead:
        raise SchemaError(f"数据库已被更新版本的筑客升级过（{ahead[-1]}），本版本不能使用它：请安装那个版本，或恢复升级之前的备份。")


def _missing() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _refuse_unfinished_indexes(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute("select indexrelid::regclass::text from pg_index where not indisvalid").fetchall()
    if rows:
        name = rows[0][0]
        raise SchemaError(
            f"数据库停在升级的半途：索引 {name} 没有建完。请执行 zhuke db psql -c 'drop index concurrently {name}'，再执行 zhuke migrate。"
        )
