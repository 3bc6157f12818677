"""The embedded PostgreSQL: made, started and stopped in one folder, by any account of the operating system.

Layout of the folder (``<ZHUKE_DATA>/postgres``)::

    dsn            address and password of the product's own role, readable by its owner alone
    admin-dsn      the same for the superuser, for repairs
    lock           held while the cluster is made, started or stopped
    cluster/       owned by the account that PostgreSQL runs under; as root it may be a link into /var/lib/zhuke
        data/ log/ socket/

Why not the launcher of the package that brings the programs: docs/adr/0010-own-postgresql-launcher.md.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from zhuke.config.env import EMBEDDED_DSN_FILE

from . import tuning
from .account import Account, ClusterError, account_for
from .binaries import MAJOR, SYSTEM_FOLDER, programs_for

ADMIN_DSN_FILE = "admin-dsn"
ADMIN_ROLE = "postgres"
NAME = "zhuke"
"""Of the product's role and of its database."""
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103
"""Bytes; Linux takes 107, macOS 103."""
START_SECONDS = 300
"""Generous: after a power cut the server first replays its log."""
ORPHANS = "shared memory block"
ORPHAN_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that has been made; running or not."""

    folder: Path
    home: Path
    socket_folder: Path
    account: Account

    @property
    def dsn(self) -> str:
        """Address for the product's own role, which may create databases but is no superuser."""
        return (self.folder / EMBEDDED_DSN_FILE).read_text(encoding="utf-8").strip()

    @property
    def admin_dsn(self) -> str:
        """Address for the superuser."""
        return (self.folder / ADMIN_DSN_FILE).read_text(encoding="utf-8").strip()

    @property
    def environment(self) -> dict[str, str]:
        """What a child process needs in its environment to use this cluster."""
        return {"DATABASE_URL": self.dsn}

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder; it exists only when the cluster has been made completely."""
        return self.home / "data"

    @property
    def pid(self) -> int | None:
        """Process id of the running server, or None."""
        return _server_pid(self.data)

    @property
    def is_ready(self) -> bool:
        """True when the server takes connections."""
        return self.pid is not None and _server_status(self.data) == "ready"

    @property
    def is_usable(self) -> bool:
        """True when the product can connect with the stored address."""
        return self.is_ready and (self.folder / EMBEDDED_DSN_FILE).exists()

    @property
    def programs(self) -> Path:
        """The folder with psql, pg_dump … of the same version."""
        return programs_for(self.account)


def ensure_cluster(folder: Path, *, durable: bool = True) -> Cluster:
    """Makes the cluster when it is missing and starts it when it is down; returns when it takes connections.

    Any number of processes may call this at once. Raises ClusterError when the folder belongs to another major
    version or account, or when the server does not come up.
    """
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    with _locked(folder):
        cluster = _locate(folder)
        if cluster.is_usable:
            return cluster
        try:
            _bring_up(cluster, durable=durable)
        except ClusterError:
            if durable:
                raise
            _discard(cluster)  # a power cut has broken a cluster whose content is worth nothing
            _bring_up(cluster, durable=False)
        return cluster


def find_cluster(folder: Path) -> Cluster | None:
    """The cluster in this folder, started or not; None when there is none."""
    if not folder.is_dir():
        return None
    cluster = _locate(folder)
    return cluster if cluster.data.is_dir() else None


def stop_cluster(folder: Path) -> bool:
    """Stops the server cleanly (open transactions are rolled back); False when it was not running."""
    if not folder.is_dir():
        return False
    with _locked(folder):
        cluster = _locate(folder)
        if cluster.pid is None:
            return False
        _pg_ctl(cluster, "stop", "-m", "fast", "-t", "60")
        return True


def remove_cluster(folder: Path) -> None:
    """Stops the server and deletes all its data."""
    stop_cluster(folder)
    if folder.is_dir():
        cluster = _locate(folder)
        for path in (cluster.home, cluster.socket_folder):
            shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(folder)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise ClusterError(
            f"无法写入 {folder}：该目录属于另一个系统用户。请用启动筑客的那个用户运行，或用 ZHUKE_DATA 指定别的目录。"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _locate(folder: Path) -> Cluster:
    home = (folder / "cluster").resolve()
    account = account_for(home)
    if not home.exists() and not account.reaches(folder):
        home = SYSTEM_FOLDER / _digest(folder)
    socket_folder = home / "socket"
    if len(os.fsencode(socket_folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        socket_folder = Path(tempfile.gettempdir()) / f"zhuke-{_digest(home)}"
    return Cluster(folder, home, socket_folder, account)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def _bring_up(cluster: Cluster, *, durable: bool) -> None:
    if not cluster.data.is_dir():
        _make(cluster, durable=durable)
    _refuse_other_version(cluster.data)
    _start(cluster, durable=durable)
    _keep_addresses(cluster)


def _make(cluster: Cluster, *, durable: bool) -> None:
    _make_folders(cluster)
    password = secrets.token_urlsafe(32)
    password_file = cluster.home / "password"
    partial = cluster.home / "data.partial"
    _write_private(password_file, password)
    cluster.account.give(password_file)
    try:
        cluster.account.run([
            str(cluster.programs / "initdb"), "--pgdata", str(partial), "--username", ADMIN_ROLE,
            "--auth", "scram-sha-256", "--pwfile", str(password_file), "--encoding", "UTF8", "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8", "--locale", "C", "--no-instructions", *([] if durable else ["--no-sync"]),
        ])  # fmt: skip
    finally:
        password_file.unlink()
    configuration = partial / "postgresql.conf"
    configuration.write_text(configuration.read_text(encoding="utf-8") + tuning.INCLUDE, encoding="utf-8")
    _write_private(cluster.folder / ADMIN_DSN_FILE, _address(cluster, ADMIN_ROLE, password, "postgres"))
    partial.rename(cluster.data)  # from here on the cluster exists


def _discard(cluster: Cluster) -> None:
    if cluster.pid is not None:
        _pg_ctl(cluster, "stop", "-m", "immediate", "-t", "60")
    shutil.rmtree(cluster.data, ignore_errors=True)
    (cluster.folder / EMBEDDED_DSN_FILE).unlink(missing_ok=True)


def _make_folders(cluster: Cluster) -> None:
    cluster.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    shutil.rmtree(cluster.home / "data.partial", ignore_errors=True)
    for path in (cluster.home, cluster.home / "log"):
        path.mkdir(mode=0o700, exist_ok=True)
        cluster.account.give(path)
    link = cluster.folder / "cluster"
    if cluster.home != link.resolve():
        link.unlink(missing_ok=True)
        link.symlink_to(cluster.home)


def _keep_addresses(cluster: Cluster) -> None:
    """Makes the product's role when it is missing, and corrects the stored addresses after the folder was moved."""
    admin_file, own_file = cluster.folder / ADMIN_DSN_FILE, cluster.folder / EMBEDDED_DSN_FILE
    for path, role, database in ((admin_file, ADMIN_ROLE, "postgres"), (own_file, NAME, NAME)):
        if path.exists():
            address = path.read_text(encoding="utf-8").strip()
            current = _address(cluster, role, urlsplit(address).password or "", database)
            if address != current:
                _write_private(path, current)
    if own_file.exists():
        return
    if not admin_file.exists():
        raise ClusterError(f"{admin_file} 和 {own_file} 都不在，无法登录已有的数据库：请从备份中恢复这两个文件。数据没有被改动。")
    _write_private(own_file, _address(cluster, NAME, _make_role(cluster), NAME))


def _make_role(cluster: Cluster) -> str:
    password = secrets.token_urlsafe(32)
    role = sql.Identifier(NAME)
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone()
        verb = sql.SQL("alter" if known else "create")
        connection.execute(sql.SQL("{} role {} login createdb password {}").format(verb, role, sql.Literal(password)))
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(role, role))
    return password


def _address(cluster: Cluster, role: str, password: str, database: str) -> str:
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(cluster.socket_folder), safe='/')}"


def _write_private(path: Path, text: str) -> None:
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp gives 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(partial, path)


def _start(cluster: Cluster, *, durable: bool) -> None:
    _make_socket_folder(cluster)
    log = cluster.home / "log"
    try:
        if cluster.pid is None:
            _clear_locks(cluster)
            configuration = cluster.data / tuning.FILE
            configuration.write_text(tuning.settings(socket_folder=cluster.socket_folder, durable=durable), encoding="utf-8")
            cluster.account.give(configuration)
            _start_server(cluster, log / "start.log")
        _wait_until_ready(cluster)
    except ClusterError as error:
        raise ClusterError(f"内置 PostgreSQL 没有启动：{_last_lines(log)}\n完整日志在 {log}。") from error


def _start_server(cluster: Cluster, log: Path) -> None:
    deadline = time.monotonic() + ORPHAN_SECONDS
    while True:
        log.unlink(missing_ok=True)
        try:
            return _pg_ctl(cluster, "start", "-t", str(START_SECONDS), "-l", str(log))
        except ClusterError:
            # Processes of a killed server end a moment later; until then PostgreSQL refuses, and rightly.
            if ORPHANS not in _last_lines(log.parent) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _clear_locks(cluster: Cluster) -> None:
    """Process ids are handed out again after a crash or in a new container: PostgreSQL would take any living process of
    our account for the old server and refuse to start. The rest of postmaster.pid has to stay: by the memory segment named
    there PostgreSQL sees whether processes of the old server still live."""
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (cluster.socket_folder / name).unlink(missing_ok=True)
    file = cluster.data / "postmaster.pid"
    if file.exists():
        _, _, rest = file.read_text(encoding="utf-8").partition("\n")
        file.write_text(f"{_dead_pid()}\n{rest}", encoding="utf-8")


def _dead_pid() -> int:
    with subprocess.Popen(["/bin/sh", "-c", ":"]) as process:
        return process.pid


def _refuse_other_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != str(MAJOR):
        raise ClusterError(
            f"{data} 是 PostgreSQL {version} 的数据，而本版筑客自带 PostgreSQL {MAJOR}。数据没有被改动。"
            "请用原来的版本执行 zhuke db dump 导出，移走旧目录，再用本版执行 zhuke db restore 导入。"
        )


def _make_socket_folder(cluster: Cluster) -> None:
    path = cluster.socket_folder
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        cluster.account.give(path)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != cluster.account.uid or found.st_mode & 0o077:
        raise ClusterError(f"{path} 已存在，但不是本数据库的私有目录：请确认后删除它再启动。")


def _pg_ctl(cluster: Cluster, *arguments: str) -> None:
    cluster.account.run([str(cluster.programs / "pg_ctl"), *arguments, "-w", "-s", "-D", str(cluster.data)], timeout=START_SECONDS + 10)


def _wait_until_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not cluster.is_ready:
        if time.monotonic() > deadline or cluster.pid is None:
            raise ClusterError("the server went away or is not ready in time")
        time.sleep(0.05)


def _server_pid(data: Path) -> int | None:
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _is_server(pid, data) else None


def _is_server(pid: int, data: Path) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # without /proc (macOS) a living process has to be believed


def _server_status(data: Path) -> str:
    lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    return lines[7].strip() if len(lines) > 7 else ""


def _last_lines(folder: Path) -> str:
    logs = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return "\n".join(line for path in logs[-2:] for line in path.read_text(encoding="utf-8", errors="replace").splitlines()[-4:])
