"""Under which account of the operating system PostgreSQL runs.

PostgreSQL refuses to run as root. Started as root we therefore run its programs as an account without rights:
the owner of an existing cluster, else ``zhuke`` when there is such an account, else ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PREFERRED_ACCOUNTS = ("zhuke", "nobody")


class ClusterError(RuntimeError):
    """The embedded PostgreSQL cannot do what was asked; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system; ``switch`` is false when it is the one that runs this process."""

    uid: int
    gid: int
    switch: bool

    def give(self, path: Path) -> None:
        """Makes this account the owner of a file or folder that we have just made."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """True when the account can enter the folder (or run the file), parents included."""
        return not self.switch or self._run(["/bin/sh", "-c", '[ -x "$1" ]', "sh", str(path)]).returncode == 0

    def run(self, command: list[str], *, timeout: int = 300) -> str:
        """Runs a program of PostgreSQL and returns what it printed; raises ClusterError with its words when it fails."""
        done = self._run(command, timeout=timeout)
        if done.returncode:
            raise ClusterError(f"PostgreSQL 的 {Path(command[0]).name} 失败（退出码 {done.returncode}）：{done.stdout.strip()}")
        return done.stdout

    def _run(self, command: list[str], *, timeout: int = 60) -> subprocess.CompletedProcess[str]:
        # A file and not a pipe: pg_ctl leaves the server behind, which would hold a pipe open for ever.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
            done = subprocess.run(  # type: ignore[call-overload]
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                timeout=timeout,
                **identity,
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, output.read())


def account_for(home: Path) -> Account:
    """The account for a cluster in this folder, which need not exist yet."""
    me = os.geteuid()
    owner = _owner(home)
    if me != 0:
        if owner not in {None, me}:
            raise ClusterError(
                f"数据库目录 {home} 属于系统用户 {_name(owner)}：请用该用户（或 root）运行筑客，或用 ZHUKE_DATA 换一个目录。"
            )
        return Account(me, os.getegid(), switch=False)
    if owner:
        return _account(pwd.getpwuid(owner))
    for name in PREFERRED_ACCOUNTS:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise ClusterError("以 root 启动时需要一个无特权的系统用户来运行 PostgreSQL：请先执行 useradd --system zhuke。")


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _owner(home: Path) -> int | None:
    try:
        return home.stat().st_uid
    except FileNotFoundError:
        return None


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
