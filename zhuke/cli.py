"""The command ``zhuke``. Modules are imported where they are needed: ``up`` and ``web`` shall start without loading Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from zhuke.config.env import EMBEDDED_FOLDER, Env, EnvError
from zhuke.launch.account import ClusterError

SETTINGS = "zhuke.config.settings"
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse names no public type


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code. What the person at the console can mend is said in a sentence, without a traceback."""
    from psycopg import OperationalError

    from zhuke.launch.schema import SchemaError
    from zhuke.launch.up import UpError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    options, rest = _parser().parse_known_args(arguments)
    if rest and not options.passes_on:
        _parser().error(f"无法识别的参数：{' '.join(rest)}")
    options.rest = rest
    try:
        code: int | None = options.run(options)
        return code or 0
    except (EnvError, ClusterError, SchemaError, UpError) as error:
        print(f"错误：{error}", file=sys.stderr)
    except OperationalError as error:
        print(f"错误：连不上数据库（{str(error).strip()}）：请检查 DATABASE_URL，或用 zhuke db status 查看内置数据库。", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhuke", description="筑客：启动、维护和检查。各项设置用环境变量，见 docs/operations.md。")
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    up = _add(commands, "up", _up, "在一台机器上启动全部：内置数据库（未设 DATABASE_URL 时）、网站、后台任务")
    up.add_argument("--demo", action="store_true", help="数据库为空时先载入演示集团")
    up.add_argument("--port", help="端口，等同 ZHUKE_PORT")
    _add(commands, "web", _web, "只启动网站")
    worker = _add(commands, "worker", _worker, "只启动后台任务")
    worker.add_argument("--queue", action="append", choices=["fast", "slow"], help="只处理该队列，可重复；默认全部")
    worker.add_argument("--concurrency", type=int, default=2, help="同时执行的任务数")
    _add(commands, "migrate", _migrate, "把数据库升级到本版本")
    _add(commands, "demo", _demo, "载入演示集团（--scale N 放大，--if-empty 仅当数据库为空）", passes_on=True)
    _add(commands, "create-admin", _create_admin, "创建管理员账号", passes_on=True)
    _add(commands, "check", _check, "检查安装是否完好")
    _add(commands, "manage", _manage, "执行任一 Django 管理命令", passes_on=True)
    _add_db(commands)
    audit = commands.add_parser("audit", help="审计").add_subparsers(title="命令", required=True, metavar="命令")
    _add(audit, "verify", _audit_verify, "验证变更历史未被篡改", passes_on=True)
    _add(audit, "dump", _audit_dump, "导出封存的变更历史，供离线验证", passes_on=True)
    return parser


def _add_db(commands: Commands) -> None:
    db = commands.add_parser("db", help="数据库：启停、控制台、备份、恢复").add_subparsers(title="命令", required=True, metavar="命令")
    _add(db, "start", _db_start, "启动内置数据库")
    _add(db, "stop", _db_stop, "停止内置数据库")
    _add(db, "status", _db_status, "显示数据库在哪里、是否运行")
    _add(db, "psql", _db_psql, "打开数据库控制台，可接 psql 的参数", passes_on=True)
    dump = _add(db, "dump", _db_dump, "备份数据库到一个文件")
    dump.add_argument("file", type=Path)
    restore = _add(db, "restore", _db_restore, "从备份文件恢复")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="替换已有数据")


def _add(commands: Commands, name: str, run: Callable[..., object], text: str, *, passes_on: bool = False) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text, add_help=not passes_on, allow_abbrev=False)
    parser.set_defaults(run=run, passes_on=passes_on)
    return parser


def _up(options: argparse.Namespace) -> int:
    from zhuke.launch.up import up

    if options.port:
        os.environ["ZHUKE_PORT"] = options.port
    return up(Env.read(), demo=options.demo)


def _ready() -> Env:
    """The environment, with the embedded database running if there is no other."""
    from zhuke.launch.up import with_database

    return with_database(Env.read())


def _web(options: argparse.Namespace) -> None:
    from zhuke.launch.parts import run_web

    run_web(_ready())


def _worker(options: argparse.Namespace) -> None:
    from zhuke.launch.parts import run_worker

    run_worker(_ready(), options.queue or [], options.concurrency)


def _migrate(options: argparse.Namespace) -> None:
    from zhuke.launch.schema import migrate

    env = _ready()
    import django

    django.setup()
    migrate(env.database_url)


def _demo(options: argparse.Namespace) -> None:
    from zhuke.launch.schema import is_current

    if not is_current(_ready().database_url):
        _migrate(options)
    _django("demo", *options.rest)


def _create_admin(options: argparse.Namespace) -> None:
    from zhuke.launch.schema import refuse_other_state

    refuse_other_state(_ready().database_url)
    _django("create_admin", *options.rest)


def _audit_verify(options: argparse.Namespace) -> None:
    _ready()
    _django("audit_verify", *options.rest)


def _audit_dump(options: argparse.Namespace) -> None:
    _ready()
    _django("audit_dump", *options.rest)


def _manage(options: argparse.Namespace) -> None:
    _ready()
    _django(*options.rest)


def _check(options: argparse.Namespace) -> int:
    from zhuke.launch.checkup import checkup

    return checkup(_ready())


def _db_start(options: argparse.Namespace) -> int:
    from zhuke.launch.lease import keep_cluster

    env = Env.read()
    if not env.embedded:
        return _not_ours()
    keep_cluster(env.data / EMBEDDED_FOLDER)
    return _db_status(options)


def _db_stop(options: argparse.Namespace) -> int:
    from zhuke.launch.lease import release_cluster

    env = Env.read()
    if not env.embedded:
        return _not_ours()
    print("已停止。" if release_cluster(env.data / EMBEDDED_FOLDER) else "内置数据库没有在运行。")
    return 0


def _db_status(options: argparse.Namespace) -> int:
    from zhuke.launch.postgres import find_cluster

    env = Env.read()
    if not env.embedded:
        return _not_ours()
    cluster = find_cluster(env.data / EMBEDDED_FOLDER)
    if cluster is None:
        print("还没有内置数据库；zhuke up 或 zhuke db start 会创建它。")
        return 3
    print(f"数据：{cluster.data}\n日志：{cluster.home / 'log'}\n套接字：{cluster.socket_folder}")
    print(f"正在运行，进程号 {cluster.pid}。" if cluster.pid else "没有在运行。")
    return 0 if cluster.pid else 3


def _not_ours() -> int:
    print("数据库由 DATABASE_URL 指定，不归筑客启停。")
    return 0


def _db_psql(options: argparse.Namespace) -> int:
    from zhuke.launch.dump import psql

    embedded = Env.read().embedded
    return psql(_ready().database_url, options.rest, embedded=embedded)


def _db_dump(options: argparse.Namespace) -> None:
    from zhuke.launch.dump import dump

    embedded = Env.read().embedded
    dump(_ready().database_url, options.file, embedded=embedded)
    print(
        f"已备份到 {options.file}（{options.file.stat().st_size / 1024 / 1024:.1f} MB）。附件在 {Env.read().data / 'files'}，请一并备份。"
    )


def _db_restore(options: argparse.Namespace) -> None:
    from zhuke.launch.dump import restore

    embedded = Env.read().embedded
    restore(_ready().database_url, options.file, replace=options.replace, embedded=embedded)
    print("已恢复。请执行 zhuke migrate，再启动筑客。")


def _django(*arguments: str) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhuke", *arguments])
