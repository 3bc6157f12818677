"""The embedded PostgreSQL is made, found again, started after crashes, and never damaged."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from zhuke.launch import tuning
from zhuke.launch.account import ClusterError
from zhuke.launch.lease import keep_cluster, release_cluster
from zhuke.launch.postgres import Cluster, ensure_cluster, find_cluster, remove_cluster, stop_cluster

from .conftest import eventually


def query(dsn: str, statement: str) -> tuple[object, ...]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
        assert row is not None
        return row


def remember(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn, autocommit=True) as connection:
        connection.execute("create table note (text text)")
        connection.execute("insert into note values ('筑客')")


def server_uid(cluster: Cluster) -> int:
    return Path(f"/proc/{cluster.pid}").stat().st_uid


def test_content_survives_a_stop_and_a_start(cluster: Cluster) -> None:
    remember(cluster)
    assert stop_cluster(cluster.folder)
    assert find_cluster(cluster.folder) is not None
    assert cluster.pid is None
    assert not stop_cluster(cluster.folder)
    again = ensure_cluster(cluster.folder, durable=False)
    assert again.dsn == cluster.dsn
    assert query(again.dsn, "select text from note") == ("筑客",)


def test_the_server_is_closed_to_others(cluster: Cluster) -> None:
    assert server_uid(cluster) != 0
    settings = query(cluster.dsn, "select current_setting('listen_addresses'), current_setting('password_encryption')")
    assert settings == ("", "scram-sha-256")
    assert query(cluster.dsn, "select rolsuper from pg_roles where rolname = current_user") == (False,)
    assert query(cluster.dsn, "select datlocale, encoding from pg_database where datname = 'zhuke'") == ("C.UTF-8", 6)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.dsn.replace(urlsplit(cluster.dsn).password or "", "guess"))
    for name in ("dsn", "admin-dsn"):
        assert stat.S_IMODE((cluster.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700


def test_processes_that_start_together_share_one_cluster(open_folder: Path) -> None:
    script = (
        "import sys, pathlib; from zhuke.launch.postgres import ensure_cluster;"
        "cluster = ensure_cluster(pathlib.Path(sys.argv[1]), durable=False); print(cluster.pid, cluster.dsn)"
    )
    command = [sys.executable, "-c", script, str(open_folder / "postgres")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = {process.communicate(timeout=60)[0] for process in processes}
    assert len(answers) == 1
    pid, dsn = answers.pop().split()
    assert int(pid) == ensure_cluster(open_folder / "postgres", durable=False).pid
    assert query(dsn, "select 1") == (1,)


def test_a_killed_server_comes_back_with_its_content(cluster: Cluster) -> None:
    remember(cluster)
    with psycopg.connect(cluster.dsn, autocommit=True) as connection:
        connection.execute("set synchronous_commit = on")
        connection.execute("insert into note values ('写完')")
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)
    assert eventually(lambda: cluster.pid is None)
    again = ensure_cluster(cluster.folder, durable=False)
    assert query(again.dsn, "select count(*) from note") == (2,)


def test_a_process_that_got_the_old_servers_id_is_not_taken_for_it(cluster: Cluster) -> None:
    stop_cluster(cluster.folder)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    again = ensure_cluster(cluster.folder, durable=False)
    assert again.pid not in {None, os.getpid()}


def test_data_of_another_version_is_refused_and_left_alone(cluster: Cluster) -> None:
    stop_cluster(cluster.folder)
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(ClusterError, match="zhuke db dump"):
        ensure_cluster(cluster.folder)
    assert (cluster.data / "PG_VERSION").read_text() == "17\n"
    assert (cluster.data / "base").is_dir()


def test_a_closed_parent_folder_does_not_matter(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    cluster = ensure_cluster(closed / "postgres", durable=False)
    assert query(cluster.dsn, "select 1") == (1,)
    assert server_uid(cluster) != 0
    remove_cluster(closed / "postgres")
    assert not cluster.home.exists()
    assert not (closed / "postgres").exists()


def test_a_long_path_moves_the_socket_to_a_short_one(open_folder: Path) -> None:
    folder = open_folder / ("很长的名字" * 6) / "postgres"
    folder.parent.mkdir(mode=0o711)
    cluster = ensure_cluster(folder, durable=False)
    assert not cluster.socket_folder.is_relative_to(folder)
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
    assert query(cluster.dsn, "select 1") == (1,)


def test_a_stranger_in_the_place_of_the_socket_is_refused(cluster: Cluster) -> None:
    stop_cluster(cluster.folder)
    shutil.rmtree(cluster.socket_folder)
    cluster.socket_folder.symlink_to("/tmp")  # noqa: S108 - what an attacker would do
    with pytest.raises(ClusterError, match="私有目录"):
        ensure_cluster(cluster.folder)


def test_a_moved_folder_is_found_at_its_new_place(cluster: Cluster) -> None:
    remember(cluster)
    stop_cluster(cluster.folder)
    moved = cluster.folder.rename(cluster.folder.with_name("moved"))
    try:
        again = ensure_cluster(moved, durable=False)
        assert str(moved) in again.dsn
        assert query(again.dsn, "select text from note") == ("筑客",)
    finally:
        stop_cluster(moved)
        moved.rename(cluster.folder)


def test_a_lost_password_is_replaced(cluster: Cluster) -> None:
    old = cluster.dsn
    (cluster.folder / "dsn").unlink()
    again = ensure_cluster(cluster.folder, durable=False)
    assert again.dsn != old
    assert query(again.dsn, "select 1") == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(old)


def test_without_any_password_the_data_is_left_alone(cluster: Cluster) -> None:
    for name in ("dsn", "admin-dsn"):
        (cluster.folder / name).unlink()
    with pytest.raises(ClusterError, match="从备份中恢复"):
        ensure_cluster(cluster.folder)
    assert cluster.data.is_dir()


def test_a_start_that_fails_shows_the_servers_own_words(cluster: Cluster) -> None:
    stop_cluster(cluster.folder)
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = lots\n")
    with pytest.raises(ClusterError, match="shared_buffers"):
        ensure_cluster(cluster.folder)


def test_settings_grow_with_the_machine_and_stay_safe() -> None:
    small = tuning.settings(socket_folder=Path("/run/it's"), durable=True, memory=2 * 1024**3)
    large = tuning.settings(socket_folder=Path("/run/zk"), durable=True, memory=24 * 1024**3)
    assert "shared_buffers = '256MB'" in small
    assert "shared_buffers = '3072MB'" in large
    assert "unix_socket_directories = '\"/run/it''s\"'" in small
    assert "fsync" not in small + large
    assert "fsync = off" in tuning.settings(socket_folder=Path("/run/zk"), durable=False)


BORROWER = """
import pathlib, sys
from zhuke.launch.lease import borrow_cluster
print(borrow_cluster(pathlib.Path(sys.argv[1]), durable=False).pid, flush=True)
sys.stdin.read()
"""


def test_the_last_one_who_needs_the_cluster_stops_it(cluster: Cluster) -> None:
    stop_cluster(cluster.folder)
    command = [sys.executable, "-c", BORROWER, str(cluster.folder)]
    first, second = (subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2))
    assert first.stdout is not None
    assert second.stdout is not None
    assert first.stdout.readline() == second.stdout.readline() == f"{cluster.pid}\n"
    first.communicate(timeout=20)
    assert cluster.is_ready
    second.communicate(timeout=20)
    assert cluster.pid is None


def test_a_cluster_that_was_started_on_purpose_stays(cluster: Cluster) -> None:
    keep_cluster(cluster.folder)
    subprocess.run([sys.executable, "-c", BORROWER, str(cluster.folder)], stdin=subprocess.DEVNULL, check=True)
    assert cluster.is_ready
    assert release_cluster(cluster.folder)
    assert cluster.pid is None
