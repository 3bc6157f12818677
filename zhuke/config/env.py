"""Everything that differs between one installation and the next, read once from environment variables.

``docs/operations.md`` lists the variables. Needs neither Django nor a database, so the command line stays quick.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from .store_address import store_address

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

EMBEDDED_FOLDER = "postgres"
EMBEDDED_DSN_FILE = "dsn"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


class EnvError(ValueError):
    """A variable holds a value that cannot be used; the text says which, why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Env:
    """The typed environment. Build it with ``Env.read()``; nothing else in the product reads ``os.environ``."""

    data: Path
    """Folder of everything that is not in PostgreSQL: files, keys, and the embedded cluster."""
    secret_key: str = field(repr=False)
    debug: bool
    hosts: tuple[str, ...]
    """Names the product answers to: that of ``url``, those of ZHUKE_HOSTS, and this machine's own."""
    bind: str
    port: int
    url: str
    """How people reach the product, without a slash at the end; goes into mails and feeds."""
    https: bool
    """Secure cookies, HSTS. True by default when ``url`` starts with https."""
    web_workers: int
    web_threads: int
    max_upload: int
    """Bytes; larger requests are refused before anything of them is stored."""
    bim_memory: int
    """Megabytes of memory that the conversion of one IFC file may take."""
    bim_seconds: int
    """Seconds of processor time that the conversion of one IFC file may take."""
    trusted_proxies: tuple[Network, ...]
    """Whose X-Forwarded-For and X-Forwarded-Proto headers are believed."""
    private_hosts: frozenset[str]
    """Hosts inside the firm's own network that the product may call for sign-in, also without TLS (an OIDC server in the house)."""
    database_url: str = field(repr=False)
    """Empty while the embedded cluster has never been started."""
    embedded: bool
    """True when PostgreSQL is ours to start, because DATABASE_URL is not set."""
    pool_size: int
    """Database connections per process at most; 0 opens one per thread without a pool."""
    files: str = field(repr=False)
    """Address of the object store that holds the files (``store_address``); '' for the folder ``files`` below ``data``."""
    email: Mapping[str, Any] = field(repr=False)
    """Django's EMAIL_* settings."""
    from_email: str

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Reads the environment; raises EnvError. Creates the data folder and the secret key when they are missing."""
        source = _Source(os.environ if environ is None else environ)
        data = Path(source.text("ZHUKE_DATA", "var")).expanduser().resolve()
        _make_folder(data)
        port = source.number("ZHUKE_PORT", 8000, low=1, high=65535)
        url = _base_url(source.text("ZHUKE_URL", f"http://localhost:{port}"))
        return cls(
            data=data,
            secret_key=source.text("ZHUKE_SECRET_KEY", "") or _stored_secret(data / "secret-key"),
            debug=source.yes("ZHUKE_DEBUG", False),
            hosts=_hosts(url, source.words("ZHUKE_HOSTS")),
            bind=source.text("ZHUKE_BIND", "127.0.0.1"),
            port=port,
            url=url,
            https=source.yes("ZHUKE_HTTPS", url.startswith("https://")),
            web_workers=source.number("ZHUKE_WEB_WORKERS", max(1, (os.cpu_count() or 1) // 2), low=1, high=64),
            web_threads=source.number("ZHUKE_WEB_THREADS", 8, low=1, high=64),
            max_upload=source.number("ZHUKE_MAX_UPLOAD_MB", 512, low=1, high=8192) * 1024 * 1024,
            bim_memory=source.number("ZHUKE_BIM_MEMORY_MB", 4096, low=512, high=131_072),
            bim_seconds=source.number("ZHUKE_BIM_SECONDS", 900, low=10, high=86_400),
            trusted_proxies=_networks(source.words("ZHUKE_TRUSTED_PROXIES")),
            private_hosts=frozenset(word.lower() for word in source.words("ZHUKE_PRIVATE_HOSTS")),
            database_url=source.text("DATABASE_URL", "") or embedded_dsn(data),
            embedded=not source.text("DATABASE_URL", ""),
            pool_size=source.number("ZHUKE_DB_POOL", 10, low=0, high=200),
            files=_files(source.text("ZHUKE_FILES", "")),
            email=_email_settings(source.text("EMAIL_URL", "")),
            from_email=source.text("ZHUKE_FROM_EMAIL", "筑客 <zhuke@localhost>"),
        )

    @property
    def database(self) -> dict[str, Any]:
        """The entry for Django's DATABASES['default']. Importing the settings needs no running database."""
        settings = _database_settings(self.database_url)
        if self.pool_size:
            settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": self.pool_size, "timeout": 10}
        return settings


def embedded_dsn(data: Path) -> str:
    """The address of the embedded cluster below this data folder, or '' when there is none yet."""
    try:
        return (data / EMBEDDED_FOLDER / EMBEDDED_DSN_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except PermissionError as error:
        raise EnvError(
            f"无法读取 {error.filename}：数据目录属于另一个系统用户。请用启动筑客的那个用户运行，或用 ZHUKE_DATA 指定别的目录。"
        ) from error


@dataclass(frozen=True, slots=True)
class _Source:
    environ: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.environ.get(name, "").split(",") if word.strip())

    def yes(self, name: str, default: bool) -> bool:
        if name not in self.environ:
            return default
        value = self.environ[name].strip().lower()
        if value in YES:
            return True
        if value in NO:
            return False
        raise EnvError(f"环境变量 {name} 的值“{value}”无法识别：请写 1（是）或 0（否）。")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
            raise EnvError(f"环境变量 {name} 的值“{value}”不可用：请写 {low} 到 {high} 之间的整数，例如 {default}。")
        return int(value)


def _make_folder(data: Path) -> None:
    # Not 0700: as root the embedded database runs under another user, who must pass through to its own folder.
    try:
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvError(f"无法创建数据目录 {data}（{error.strerror}）：请用 ZHUKE_DATA 指定一个可写的目录。") from error


def _stored_secret(path: Path) -> str:
    """Made once for this data folder; two processes that start together end up with the same key."""
    try:
        if not path.exists():
            _write_secret_once(path, secrets.token_urlsafe(50))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise EnvError(f"无法读写密钥文件 {path}（{error.strerror}）：请检查目录权限，或设置 ZHUKE_SECRET_KEY。") from error


def _write_secret_once(path: Path, secret: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mkstemp gives 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
        os.link(name, path)  # unlike rename this fails when another process was first
    except FileExistsError:
        return
    finally:
        os.unlink(name)


def _base_url(value: str) -> str:
    parts = _split(value, "ZHUKE_URL")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise EnvError(f"环境变量 ZHUKE_URL 的值“{value}”不是网址：请写成 https://zhuke.example.com 这样的地址。")
    return value.rstrip("/")


def _split(value: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise EnvError(f"环境变量 {name} 不是可用的地址（{error}）：请检查其中的主机名和端口。") from error
    return parts


def _hosts(url: str, more: tuple[str, ...]) -> tuple[str, ...]:
    host = urlsplit(url).hostname or "localhost"
    return tuple(dict.fromkeys((f"[{host}]" if ":" in host else host, *more, *LOCAL_HOSTS)))


def _networks(words: tuple[str, ...]) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(word, strict=False) for word in words)
    except ValueError as error:
        raise EnvError(
            f"环境变量 ZHUKE_TRUSTED_PROXIES 含有无法识别的地址（{error}）：请写 IP 或网段，用逗号分隔，例如 127.0.0.1,10.0.0.0/8。"
        ) from error


def _database_settings(url: str) -> dict[str, Any]:
    parts = _split(url, "DATABASE_URL")
    if url and parts.scheme not in {"postgres", "postgresql"}:
        raise EnvError("环境变量 DATABASE_URL 必须以 postgresql:// 开头：筑客只使用 PostgreSQL（15 或更新版本）。")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "zhuke",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


def _files(address: str) -> str:
    if address:
        try:
            store_address(address)
        except ValueError as error:
            raise EnvError(f"环境变量 ZHUKE_FILES 不可用：{error}。") from error
    return address


def _email_settings(url: str) -> dict[str, Any]:
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = _split(url, "EMAIL_URL")
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise EnvError(
            "环境变量 EMAIL_URL 不可用：请写成 smtp://用户:密码@主机:25、smtp+tls://…:587（STARTTLS）或 smtps://…:465（SSL），"
            "密码中的特殊字符须按网址规则转义。"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
