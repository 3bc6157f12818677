"""Backup and restore of the database with PostgreSQL's own tools, embedded or not."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from .account import Account, ClusterError
from .binaries import programs_for

ASIDE = "zhuke_before_restore"
OTHERS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


def program(name: str, *, embedded: bool) -> str:
    """Path of psql, pg_dump …: our own for the embedded cluster (built without TLS), else the system's, else our own."""
    system = None if embedded else shutil.which(name)
    return system or str(programs_for(Account(os.geteuid(), os.getegid(), switch=False)) / name)


def dump(dsn: str, target: Path, *, embedded: bool) -> None:
    """Writes the whole database to one compressed file, readable by its owner alone; a broken dump leaves no file behind."""
    handle, partial = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}-")
    os.close(handle)
    try:
        _run([program("pg_dump", embedded=embedded), "--format=custom", "--no-owner", "--no-privileges", "--file", partial], dsn)
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)


def restore(dsn: str, source: Path, *, replace: bool, embedded: bool) -> None:
    """Brings a dump back. A database that holds tables is refused without ``replace``; when the dump turns out to be
    broken, the old content is put back. Nothing else may use the database meanwhile."""
    if not source.is_file():
        raise ClusterError(f"找不到备份文件 {source}：请检查路径。")
    with psycopg.connect(dsn, autocommit=True) as connection:
        _refuse_others(connection)
        if _count(connection, "select count(*) from pg_tables where schemaname = 'public'") and not replace:
            raise ClusterError("数据库里已有数据。确认要用备份替换它时，请加上 --replace。")
        _set_aside(connection)
        try:
            options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
            _run([program("pg_restore", embedded=embedded), *options, "--dbname", _name(dsn), str(source)], dsn)
        except ClusterError:
            connection.execute("drop schema public cascade")
            connection.execute(sql.SQL("alter schema {} rename to public").format(sql.Identifier(ASIDE)))
            raise
        connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(ASIDE)))


def psql(dsn: str, arguments: list[str], *, embedded: bool) -> int:
    """Opens PostgreSQL's own console (or runs it with these arguments) and returns its exit code."""
    return subprocess.run([program("psql", embedded=embedded), *arguments], env=_environment(dsn), check=False).returncode


def _set_aside(connection: psycopg.Connection[Any]) -> None:
    if _count(connection, "select count(*) from pg_namespace where nspname = 'zhuke_before_restore'"):
        raise ClusterError(f"上一次恢复没有完成，原来的数据在模式 {ASIDE} 中。请先用 zhuke db psql 检查，删除或改名后再试。")
    with connection.transaction():
        connection.execute(sql.SQL("alter schema public rename to {}").format(sql.Identifier(ASIDE)))
        connection.execute("create schema public")


def _refuse_others(connection: psycopg.Connection[Any]) -> None:
    others = _count(connection, OTHERS)
    if others:
        raise ClusterError(f"还有 {others} 个连接在使用数据库：请先停止筑客（web 和 worker），再恢复。")


def _count(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def _run(command: list[str], dsn: str) -> None:
    done = subprocess.run(command, env=_environment(dsn), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClusterError(f"{Path(command[0]).name} 失败：{done.stderr.strip()}")


def _name(dsn: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(dsn)["dbname"])


def _environment(dsn: str) -> dict[str, str]:
    """The address goes through the environment: on a command line every account of the machine could read the password."""
    parts = psycopg.conninfo.conninfo_to_dict(dsn)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE", "sslmode": "PGSSLMODE"}
    names |= {"sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
    return {**os.environ, **{names[key]: str(value) for key, value in parts.items() if key in names and value is not None}}
