"""The command line speaks in sentences, and does what it says to the embedded database."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from zhuke import cli
from zhuke.launch.postgres import Cluster

SMALL = "a" * 40


@pytest.fixture
def embedded(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """The test's cluster as the product's own: ZHUKE_DATA names the folder above it."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("ZHUKE_DATA", str(cluster.folder.parent))
    monkeypatch.setenv("ZHUKE_SECRET_KEY", SMALL)
    return cluster


def test_a_bad_setting_is_one_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUKE_PORT", "many")
    assert cli.main(["up"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("错误：环境变量 ZHUKE_PORT 的值“many”不可用")
    assert said.out == ""


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["migrate", "--fast"])
    assert "--fast" in capsys.readouterr().err


def test_status_stop_and_start_of_the_embedded_database(embedded: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "status"]) == 0
    assert f"进程号 {embedded.pid}" in capsys.readouterr().out
    assert cli.main(["db", "stop"]) == 0
    assert embedded.pid is None
    assert cli.main(["db", "status"]) == 3
    assert "没有在运行" in capsys.readouterr().out
    assert cli.main(["db", "start"]) == 0
    assert embedded.is_ready
    cli.main(["db", "stop"])


def test_a_folder_without_a_database_is_no_error_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("ZHUKE_DATA", str(tmp_path))
    assert cli.main(["db", "status"]) == 3
    assert "还没有内置数据库" in capsys.readouterr().out
    assert not (tmp_path / "postgres").exists()


def test_dump_and_restore_by_command(embedded: Cluster, tmp_path: Path) -> None:
    # In processes of their own: each of them needs the database for as long as it lives.
    def zhuke(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "zhuke", *arguments], capture_output=True, text=True, check=False)

    with psycopg.connect(embedded.dsn, autocommit=True) as connection:
        connection.execute("create table customer as select '中建三局' as name")
    file = str(tmp_path / "zhuke.dump")
    assert "已备份" in zhuke("db", "dump", file).stdout
    assert "--replace" in zhuke("db", "restore", file).stderr
    assert zhuke("db", "psql", "-qc", "update customer set name = '改过'").returncode == 0
    assert "已恢复" in zhuke("db", "restore", file, "--replace").stdout
    assert zhuke("db", "psql", "-Atc", "select name from customer").stdout == "中建三局\n"


def test_a_database_of_ones_own_is_not_ours_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "stop"]) == 0
    assert "DATABASE_URL" in capsys.readouterr().out
