"""Files in an object store: the same product, over a bucket that checks who signs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from zhuke.commons.files.tests.bucket import Bucket, served
from zhuke.config.env import Env, EnvError
from zhuke.config.object_store import ObjectStore, StoreUnavailable, probe


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with served() as found:
        yield found


@pytest.fixture
def store(bucket: Bucket) -> ObjectStore:
    return ObjectStore(bucket.address())


def test_what_is_stored_is_read_again_whole_and_in_parts(store: ObjectStore, bucket: Bucket) -> None:
    text = "竣工图".encode() * 1000
    assert store.save("ab/图纸 1.txt", ContentFile(text)) == "ab/图纸 1.txt"
    assert bucket.objects == {"zhuke/ab/图纸 1.txt": text}
    assert (store.exists("ab/图纸 1.txt"), store.exists("ab"), store.size("ab/图纸 1.txt")) == (True, False, 9000)
    with store.open("ab/图纸 1.txt") as file:
        assert file.read(9).decode() == "竣工图"
        file.seek(-3, os.SEEK_END)
        assert (file.read().decode(), file.read()) == ("图", b"")
    assert store.get_modified_time("ab/图纸 1.txt").isoformat() == "2026-11-22T07:00:00+00:00"


def test_a_large_file_goes_in_pieces_and_comes_back_the_same(store: ObjectStore, bucket: Bucket) -> None:
    data = os.urandom(1 << 16) * 300  # 19.7 MB
    store.save("large.bin", ContentFile(data))
    assert sum(asked.startswith("PUT") for asked in bucket.asked) == 3
    with store.open("large.bin") as file:
        assert b"".join(file.chunks(1 << 18)) == data


def test_names_are_listed_and_deleted(store: ObjectStore, bucket: Bucket) -> None:
    for name in ("exports/a.csv", "exports/b.csv", "exports/old/c.csv"):
        store.save(name, ContentFile(b"x"))
    folders, files = store.listdir("exports")
    assert (folders, sorted(files)) == (["old"], ["a.csv", "b.csv"])
    assert store.listdir("nothing") == ([], [])
    store.delete("exports/a.csv")
    store.delete("exports/a.csv")
    assert not store.exists("exports/a.csv")
    with pytest.raises(FileNotFoundError):
        store.open("exports/a.csv")
    with pytest.raises(FileNotFoundError):
        store.size("exports/a.csv")


def test_a_wrong_secret_and_a_closed_door_are_told(bucket: Bucket) -> None:
    with pytest.raises(StoreUnavailable):
        ObjectStore(bucket.address("wrong")).save("a", ContentFile(b"x"))
    bucket.refuses = True
    for work in (lambda s: s.exists("a"), lambda s: s.open("a"), lambda s: s.delete("a"), lambda s: s.listdir("")):
        with pytest.raises(StoreUnavailable):
            work(ObjectStore(bucket.address()))
    assert bucket.objects == {}


def test_a_store_is_tried_by_storing_reading_and_deleting(bucket: Bucket) -> None:
    probe(bucket.address())
    assert bucket.objects == {}
    assert [asked.split()[0] for asked in bucket.asked] == ["PUT", "HEAD", "GET", "DELETE"]


def test_the_secret_is_not_printed(bucket: Bucket, tmp_path: Path) -> None:
    env = Env.read({"ZHUKE_DATA": str(tmp_path), "ZHUKE_FILES": bucket.address()})
    assert env.files == bucket.address()
    assert "geheim" not in repr(env)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/srv/files", "密钥编号"),
        ("s3://host/bucket", "密钥编号"),
        ("s3://k:s@host", "存储桶"),
        ("s3://k:s@host/b?colour=red", "colour"),
        ("s3://k:s@host/b?tls=maybe", "tls 只能是"),
        ("s3://k:s@host:99999/b", "端口"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path, address: str, said: str) -> None:
    with pytest.raises(EnvError, match="ZHUKE_FILES") as refusal:
        Env.read({"ZHUKE_DATA": str(tmp_path), "ZHUKE_FILES": address})
    assert said in str(refusal.value)


def test_the_bucket_may_stand_in_the_name_of_the_host() -> None:
    from zhuke.config.store_address import store_address

    found = store_address("s3://k:p%2Fq@oss.example.cn/firm?style=virtual&region=cn-hangzhou")
    assert (found.endpoint, found.bucket, found.prefix, found.secret) == ("https://firm.oss.example.cn", "firm", "", "p/q")
