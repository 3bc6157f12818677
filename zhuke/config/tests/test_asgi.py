"""Whose word about the visitor's address is believed."""

from pathlib import Path
from typing import Any

import pytest

from zhuke.config.env import Env


@pytest.fixture
def env(tmp_path: Path) -> Env:
    return Env.read({"ZHUKE_DATA": str(tmp_path), "ZHUKE_TRUSTED_PROXIES": "10.0.0.0/8"})


def scope(client: str, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http", "client": (client, 1234), "scheme": "http", "headers": list(headers)}


FORWARDED = (
    (b"x-forwarded-for", b"6.6.6.6, 203.0.113.9, 10.0.0.7"),
    (b"x-forwarded-proto", b"https"),
    (b"x_forwarded_for", b"6.6.6.6"),
    (b"accept", b"*/*"),
)


def test_a_trusted_proxy_tells_address_and_scheme(env: Env) -> None:
    from zhuke.config.asgi import behind_proxy

    seen = behind_proxy(scope("10.0.0.1", *FORWARDED), env)
    assert (seen["client"], seen["scheme"]) == (("203.0.113.9", 0), "https")
    assert seen["headers"] == [(b"accept", b"*/*")]


def test_nobody_else_can_pretend(env: Env) -> None:
    from zhuke.config.asgi import behind_proxy

    seen = behind_proxy(scope("203.0.113.9", *FORWARDED), env)
    assert (seen["client"], seen["scheme"]) == (("203.0.113.9", 1234), "http")
    assert seen["headers"] == [(b"accept", b"*/*")]


@pytest.mark.parametrize("forwarded", [b"", b"not an address", b"10.0.0.9"])
def test_a_proxy_that_says_nothing_useful_does_no_harm(env: Env, forwarded: bytes) -> None:
    from zhuke.config.asgi import behind_proxy

    seen = behind_proxy(scope("10.0.0.1", (b"x-forwarded-for", forwarded)), env)
    assert seen["client"][0] == "10.0.0.1"
    assert seen["scheme"] == "http"
