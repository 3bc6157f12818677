"""A dump brings everything back, and a restore that cannot succeed changes nothing."""

import stat
from pathlib import Path

import psycopg
import pytest

from zhuke.launch.account import ClusterError
from zhuke.launch.dump import dump, restore
from zhuke.launch.postgres import Cluster


def run(cluster: Cluster, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.dsn, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def file(cluster: Cluster, tmp_path: Path) -> Path:
    run(cluster, "create table customer (id int primary key, name text)")
    run(cluster, "insert into customer values (1, '中建三局')")
    target = tmp_path / "zhuke.dump"
    dump(cluster.dsn, target, embedded=True)
    run(cluster, "update customer set name = '改过'")
    return target


def test_a_dump_comes_back_and_is_private(cluster: Cluster, file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restore(cluster.dsn, file, replace=True, embedded=True)
    assert run(cluster, "select name from customer") == [("中建三局",)]
    assert run(cluster, "select count(*) from pg_namespace where nspname like 'zhuke%'") == [(0,)]


def test_data_is_only_replaced_on_demand(cluster: Cluster, file: Path) -> None:
    with pytest.raises(ClusterError, match="--replace"):
        restore(cluster.dsn, file, replace=False, embedded=True)
    assert run(cluster, "select name from customer") == [("改过",)]


def test_a_broken_dump_leaves_the_data_as_it_was(cluster: Cluster, file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(ClusterError, match="pg_restore"):
        restore(cluster.dsn, file, replace=True, embedded=True)
    assert run(cluster, "select name from customer") == [("改过",)]


def test_nothing_is_restored_under_a_running_product(cluster: Cluster, file: Path) -> None:
    with psycopg.connect(cluster.dsn), pytest.raises(ClusterError, match="停止筑客"):
        restore(cluster.dsn, file, replace=True, embedded=True)
    assert run(cluster, "select name from customer") == [("改过",)]


def test_a_dump_that_fails_leaves_no_file(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="pg_dump"):
        dump(cluster.dsn.replace("/zhuke?", "/nothing?"), tmp_path / "x.dump", embedded=True)
    assert list(tmp_path.iterdir()) == []
