"""``zhuke check``: is this installation complete and safe to use?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from zhuke.config.env import Env
from zhuke.config.store_address import store_address

from .schema import SchemaError, connect, refuse_other_state

GOOD, HINT, BAD = "正常", "提示", "错误"
LEAST_FREE = 2 * 1024**3
Finding = tuple[str, str]


def checkup(env: Env) -> int:
    """Prints one line for each thing looked at; 1 when something is broken, hints do not count."""
    findings = [*_database(env), *_data_folder(env), *_files(env), *_web(env), *_mail(env)]
    for level, text in findings:
        print(f"[{level}] {text}")
    return 1 if any(level == BAD for level, _ in findings) else 0


def _database(env: Env) -> Iterator[Finding]:
    try:
        with connect(env.database_url) as connection:
            version = connection.info.server_version
            yield GOOD, f"数据库可用：PostgreSQL {version // 10000}.{version % 10000}。"
        refuse_other_state(env.database_url)
        yield GOOD, "数据库结构与本版本一致。"
    except SchemaError as error:
        yield BAD, str(error)


def _data_folder(env: Env) -> Iterator[Finding]:
    if not os.access(env.data, os.W_OK):
        yield BAD, f"数据目录 {env.data} 不可写：请检查目录的属主和权限。"
    free = shutil.disk_usage(env.data).free
    level = GOOD if free > LEAST_FREE else BAD
    yield level, f"数据目录 {env.data}，剩余空间 {free / 1024**3:.1f} GB" + ("。" if level == GOOD else "：请清理磁盘或换更大的盘。")


def _files(env: Env) -> Iterator[Finding]:
    if not env.files:
        return
    from zhuke.config.object_store import StoreUnavailable, probe

    at = store_address(env.files)
    try:
        probe(env.files)
        yield GOOD, f"文件存放在 {at.endpoint} 的存储桶 {at.bucket}，可以写入、读取和删除。"
    except ImportError:
        yield BAD, "设置了 ZHUKE_FILES，但没有安装对象存储组件：请按 docs/operations.md 安装 requirements/s3.txt。"
    except StoreUnavailable as problem:
        yield BAD, f"对象存储 {at.endpoint} 的存储桶 {at.bucket} 不可用（{problem}）：请检查 ZHUKE_FILES 里的地址、密钥和权限。"


def _web(env: Env) -> Iterator[Finding]:
    page = Path(__file__).resolve().parents[1] / "static" / "app" / "index.html"
    yield (GOOD, "前端页面已构建。") if page.exists() else (BAD, "前端页面没有构建：请重新安装，或在源码目录执行 make run。")
    if env.debug:
        yield HINT, "ZHUKE_DEBUG 已打开：出错页会显示内部信息，正式使用时请关闭。"
    if not env.https:
        yield HINT, f"{env.url} 不是 HTTPS：手机上的拍照、定位和离线功能只在 HTTPS 下可用，见 docs/operations.md。"
    if env.https and not env.trusted_proxies:
        yield HINT, "没有设置 ZHUKE_TRUSTED_PROXIES：日志和登录限制将只看到反向代理的地址。"


def _mail(env: Env) -> Iterator[Finding]:
    if "EMAIL_HOST" in env.email:
        yield GOOD, f"邮件经 {env.email['EMAIL_HOST']}:{env.email['EMAIL_PORT']} 发送。"
    else:
        yield HINT, "没有设置 EMAIL_URL：邮件只打印到控制台，不会寄出。"
