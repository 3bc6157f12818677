"""``zhuke check`` tells whether the files' store can be used, and never prints its secret."""

from __future__ import annotations

from pathlib import Path

from zhuke.commons.files.tests.bucket import served
from zhuke.config.env import Env
from zhuke.launch.checkup import _files


def test_an_object_store_is_tried(tmp_path: Path) -> None:
    with served() as bucket:
        env = Env.read({"ZHUKE_DATA": str(tmp_path), "ZHUKE_FILES": bucket.address()})
        assert [level for level, _text in _files(env)] == ["正常"]
        bucket.refuses = True
        [(level, text)] = _files(env)
    assert (level, "密钥和权限" in text, "geheim" in text) == ("错误", True, False)


def test_without_an_object_store_there_is_nothing_to_try(tmp_path: Path) -> None:
    assert list(_files(Env.read({"ZHUKE_DATA": str(tmp_path)}))) == []
