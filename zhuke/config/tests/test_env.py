"""The environment is typed, has working defaults, and refuses bad values with a sentence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from zhuke.config.env import Env, EnvError


def read(folder: Path, **variables: str) -> Env:
    return Env.read({"ZHUKE_DATA": str(folder), **variables})


def test_defaults_describe_a_local_installation(tmp_path: Path) -> None:
    env = read(tmp_path / "var")
    assert (env.port, env.bind, env.url) == (8000, "127.0.0.1", "http://localhost:8000")
    assert env.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (env.debug, env.https, env.embedded) == (False, False, True)
    assert env.data.is_dir()


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: read(tmp_path).secret_key, range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secrets_do_not_appear_when_the_environment_is_printed(tmp_path: Path) -> None:
    env = read(tmp_path, ZHUKE_SECRET_KEY="sesame", DATABASE_URL="postgresql://u:opensesame@db/zhuke", EMAIL_URL="smtp://u:sesam@mail")
    assert "sesam" not in repr(env)


def test_a_database_url_becomes_django_settings(tmp_path: Path) -> None:
    env = read(tmp_path, DATABASE_URL="postgresql://zk:p%40ss@db.example:5433/firm?sslmode=verify-full")
    assert not env.embedded
    assert env.database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "firm",
        "USER": "zk",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"sslmode": "verify-full", "pool": {"min_size": 1, "max_size": 10, "timeout": 10}},
    }


def test_the_embedded_address_is_found_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "dsn").write_text("postgresql://zhuke:secret@/zhuke?host=/run/zhuke\n")
    database = read(tmp_path, ZHUKE_DB_POOL="0").database
    assert (database["HOST"], database["PASSWORD"], database["OPTIONS"]) == ("/run/zhuke", "secret", {})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, False, False)),
        ("smtp+tls://u:p@mail.example", ("mail.example", 587, True, False)),
        ("smtps://u:p%23@mail.example:4650", ("mail.example", 4650, False, True)),
    ],
)
def test_an_email_url_becomes_django_settings(tmp_path: Path, url: str, expected: tuple[str, int, bool, bool]) -> None:
    email = read(tmp_path, EMAIL_URL=url).email
    assert (email["EMAIL_HOST"], email["EMAIL_PORT"], email["EMAIL_USE_TLS"], email["EMAIL_USE_SSL"]) == expected


def test_mail_goes_to_the_console_without_a_server(tmp_path: Path) -> None:
    assert read(tmp_path).email["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_a_public_https_address_turns_on_secure_cookies_and_names_the_host(tmp_path: Path) -> None:
    env = read(tmp_path, ZHUKE_URL="https://zk.example.cn/")
    assert (env.url, env.https, env.hosts[0]) == ("https://zk.example.cn", True, "zk.example.cn")


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("ZHUKE_PORT", "80000", "1 到 65535"),
        ("ZHUKE_PORT", "８０", "整数"),
        ("ZHUKE_DEBUG", "maybe", "写 1（是）或 0（否）"),
        ("ZHUKE_URL", "zk.example.cn", "https://"),
        ("ZHUKE_TRUSTED_PROXIES", "proxy", "IP 或网段"),
        ("EMAIL_URL", "mail.example", "smtp://"),
        ("ZHUKE_WEB_WORKERS", "0", "1 到 64"),
    ],
)
def test_a_bad_value_is_named_with_what_to_write_instead(tmp_path: Path, name: str, value: str, advice: str) -> None:
    with pytest.raises(EnvError) as caught:
        read(tmp_path, **{name: value})
    assert name in str(caught.value)
    assert advice in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://u:p@db/zhuke", "postgresql://db:port/zhuke"])
def test_a_bad_database_url_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(EnvError, match="DATABASE_URL"):
        _ = read(tmp_path, DATABASE_URL=url).database


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvError, match="ZHUKE_DATA"):
        read(tmp_path / "file" / "var")
