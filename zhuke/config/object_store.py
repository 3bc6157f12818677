"""Files in an object store instead of a folder (the extra ``s3``; docs/adr/0140). Names are the same in both: files can be moved over."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from .store_address import store_address

if TYPE_CHECKING:
    from obstore import ReadableFile
    from obstore.store import S3Store

PIECE = 1 << 20
PROBE = ".zhuke-check"
PATIENCE, LONGEST = dt.timedelta(seconds=20), dt.timedelta(minutes=10)


class StoreUnavailable(OSError):
    """The object store did not answer, or refused us. Nothing was stored."""


class ObjectStore(Storage):
    """A storage of Django over S3. ``address``: as ``store_address`` reads it. Objects are never changed in place."""

    def __init__(self, address: str) -> None:
        self._address = store_address(address)
        self._made: S3Store | None = None

    @property
    def _store(self) -> S3Store:
        # At the first use: the library's threads do not survive a fork, and a process that reads no files need not load it.
        if self._made is None:
            from obstore.store import S3Store

            at = self._address
            self._made = S3Store(
                at.bucket,
                prefix=at.prefix or None,
                endpoint=at.endpoint,
                region=at.region,
                access_key_id=at.key,
                secret_access_key=at.secret,
                virtual_hosted_style_request=at.virtual_hosts,
                disable_bulk_delete=True,  # not every store has it
                client_options={"allow_http": at.endpoint.startswith("http:"), "timeout": LONGEST, "connect_timeout": PATIENCE / 4},
                retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
            )
        return self._made

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        import obstore

        if mode != "rb":
            raise ValueError("objects are read only; write with save()")
        with _told(name):
            raw = _Reader(obstore.open_reader(self._store, name, buffer_size=PIECE))
        return File(io.BufferedReader(raw, PIECE), name)

    def _save(self, name: str, content: IO[bytes]) -> str:
        import obstore

        if content.seekable():
            content.seek(0)
        with _told(name):
            obstore.put(self._store, name, getattr(content, "file", content), chunk_size=8 * PIECE, max_concurrency=4)
        return name

    def exists(self, name: str) -> bool:
        """Whether there is an object of this name."""
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """Bytes. Raises FileNotFoundError, StoreUnavailable."""
        return int(self._head(name)["size"])

    def get_modified_time(self, name: str) -> dt.datetime:
        """When it was stored, with its zone. Raises FileNotFoundError, StoreUnavailable."""
        changed: dt.datetime = self._head(name)["last_modified"]
        return changed

    def delete(self, name: str) -> None:
        """Delete an object; one that is not there is no error. Raises StoreUnavailable."""
        import obstore

        with _told(name):
            try:
                obstore.delete(self._store, name)
            except FileNotFoundError:
                return

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Names of the folders and of the objects below ``path``; empty where there are none. Raises StoreUnavailable."""
        import obstore

        with _told(path):
            found = obstore.list_with_delimiter(self._store, path or None)
        return [_last(folder) for folder in found["common_prefixes"]], [_last(one["path"]) for one in found["objects"]]

    def _head(self, name: str) -> Any:
        import obstore

        with _told(name):
            return obstore.head(self._store, name)


class _Reader(io.RawIOBase):
    """Reads an object piece by piece; every piece is a request."""

    def __init__(self, source: ReadableFile) -> None:
        self._source = source

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: previews and parts of a video read where they need."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``; 0 at the end."""
        with _told("a part of a file"):
            piece = memoryview(self._source.read(len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place; returns it."""
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self._source.tell()


def _last(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the store's library raises becomes FileNotFoundError or StoreUnavailable."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise StoreUnavailable(f"{name}: {type(error).__name__}") from error


def probe(address: str) -> None:
    """Store, read and delete a small object. Raises StoreUnavailable, or ImportError where the extra is not installed."""
    store = ObjectStore(address)
    store._save(PROBE, ContentFile(b"zhuke"))  # noqa: SLF001 save() would look for a free name first
    with store.open(PROBE) as file:
        if file.read() != b"zhuke":
            raise StoreUnavailable(f"{PROBE}: other bytes than were stored")
    store.delete(PROBE)
