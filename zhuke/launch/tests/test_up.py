"""`zhuke up` as a person starts it: it comes up, heals, refuses a second start, and leaves nothing behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from zhuke.launch import testing

from .conftest import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Product:
    """A running `zhuke up` on the test's database."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.log = folder / "log"
        own = {"ZHUKE_DATA": str(folder), "ZHUKE_PORT": str(self.port), "DATABASE_URL": dsn_of_test(), "ZHUKE_DB_POOL": "4"}
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | own

    def start(self, command: str = "up") -> "Product":
        with self.log.open("wb") as file:
            self.process = subprocess.Popen([sys.executable, "-m", "zhuke", command], env=self.environment, stdout=file, stderr=file)
        return self

    def refusal(self, command: str) -> str:
        """What a command prints that must not succeed."""
        done = subprocess.run([sys.executable, "-m", "zhuke", command], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def says(self, text: str) -> bool:
        return text in self.log.read_text(encoding="utf-8")

    def children(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def execute(statement: str) -> None:
    with psycopg.connect(dsn_of_test(), autocommit=True) as connection:
        connection.execute(statement.encode())


def dsn_of_test() -> str:
    return re.sub(r"/run_\d+", f"/{testing.test_database_name()}", os.environ["DATABASE_URL"])


@pytest.fixture
def installed(tmp_path: Path) -> Product:
    """Installed, not running."""
    return Product(tmp_path / "data")


@pytest.fixture
def product(installed: Product) -> Iterator[Product]:
    running = installed.start()
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)


def test_up_comes_up_heals_and_stops(product: Product) -> None:
    assert eventually(product.answers, 60), product.log.read_text(encoding="utf-8")
    assert eventually(lambda: product.says(f"http://localhost:{product.port}"))
    assert eventually(lambda: len(product.children()) == 3)

    assert "筑客已经在运行" in product.refusal("up")

    os.kill(product.children()[0], signal.SIGKILL)
    assert eventually(lambda: product.says("进程 web 意外结束"))
    assert eventually(product.answers, 60), product.log.read_text(encoding="utf-8")

    children = product.children()
    assert product.stop() == 0
    assert product.says("筑客已停止。")
    assert not product.answers()
    assert [pid for pid in children if Path(f"/proc/{pid}/exe").exists()] == []


def test_web_alone_serves_a_database_that_was_migrated_otherwise(installed: Product) -> None:
    web = installed.start("web")
    assert eventually(web.answers, 60), web.log.read_text(encoding="utf-8")
    web.process.send_signal(signal.SIGTERM)
    assert web.process.wait(20) == 0


def test_a_taken_port_is_named(installed: Product) -> None:
    with socket.create_server(("127.0.0.1", installed.port)):
        told = installed.refusal("up")
    assert f"127.0.0.1:{installed.port}" in told
    assert "ZHUKE_PORT" in told


def test_a_database_of_a_newer_version_is_refused(installed: Product) -> None:
    execute("insert into django_migrations (app, name, applied) values ('kernel', '9999_tomorrow', now())")
    for command in ("web", "migrate"):
        told = installed.refusal(command)
        assert "kernel.9999_tomorrow" in told
        assert "安装那个版本" in told


def test_a_database_that_is_behind_is_refused(installed: Product) -> None:
    execute("delete from django_migrations where app = 'usersessions'")
    told = installed.refusal("web")
    assert "usersessions" in told
    assert "zhuke migrate" in told


def test_a_half_built_index_stops_the_migration(installed: Product) -> None:
    execute("create table pair as select 1 as a from generate_series(1, 2)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        execute("create unique index concurrently pair_a on pair (a)")
    told = installed.refusal("migrate")
    assert "pair_a" in told
    assert "drop index concurrently" in told
