"""A bucket on this machine: the part of the S3 protocol that the product uses, its signatures (version 4) checked."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote, unquote, urlsplit

KEY, SECRET, REGION, BUCKET = "AKZHUKE", "geheim/und+lang", "cn-north-1", "firm"
CHANGED = "Sun, 22 Nov 2026 07:00:00 GMT"


@dataclass
class Bucket:
    """What lies in it by name, what was asked of it, and whether it is out of order."""

    port: int = 0
    objects: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refuses: bool = False

    def address(self, secret: str = SECRET) -> str:
        """For ZHUKE_FILES."""
        return f"s3://{KEY}:{quote(secret, safe='')}@127.0.0.1:{self.port}/{BUCKET}/zhuke?region={REGION}&tls=0"


@contextmanager
def served() -> Iterator[Bucket]:
    """A bucket that answers until the block ends."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.bucket = bucket  # type: ignore[attr-defined]
    bucket.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def bucket(self) -> Bucket:
        return self.server.bucket  # type: ignore[attr-defined]

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        where = urlsplit(self.path)
        query = dict(parse_qsl(where.query, keep_blank_values=True))
        name = unquote(where.path).removeprefix(f"/{BUCKET}").lstrip("/")
        self.bucket.asked.append(f"{self.command} {name}")
        if self.bucket.refuses:
            return self.answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        if not _signed(self, where.path, where.query):
            return self.answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        return getattr(self, f"on_{self.command.lower()}")(name, query, body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815 names of http.server

    def on_put(self, name: str, query: dict[str, str], body: bytes) -> None:
        if "uploadId" in query:
            self.bucket.parts[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.bucket.objects[name] = body
        self.answer(200, ETag=_tag(body))

    def on_post(self, name: str, query: dict[str, str], body: bytes) -> None:
        if "uploads" in query:
            self.bucket.parts[name] = {}
            text = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
        else:
            parts = self.bucket.parts.pop(query["uploadId"])
            self.bucket.objects[name] = b"".join(parts[number] for number in sorted(parts))
            text = f"<CompleteMultipartUploadResult><ETag>{_tag(b'whole')}</ETag></CompleteMultipartUploadResult>"
        self.answer(200, text.encode())

    def on_head(self, name: str, query: dict[str, str], body: bytes) -> None:
        self.on_get(name, query, body)

    def on_get(self, name: str, query: dict[str, str], body: bytes) -> None:
        if "list-type" in query:
            return self.answer(200, _listing(self.bucket, query).encode())
        if name not in self.bucket.objects:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        data, headers = self.bucket.objects[name], {"ETag": _tag(self.bucket.objects[name]), "Last_Modified": CHANGED}
        span = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if span is None or self.command == "HEAD":
            return self.answer(200, data, **headers)
        first, last = int(span[1]), min(int(span[2]), len(data) - 1)
        return self.answer(206, data[first : last + 1], Content_Range=f"bytes {first}-{last}/{len(data)}", **headers)

    def on_delete(self, name: str, query: dict[str, str], body: bytes) -> None:
        self.bucket.objects.pop(name, None)
        self.answer(204)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _tag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


def _listing(bucket: Bucket, query: dict[str, str]) -> str:
    prefix, cut = query.get("prefix", ""), query.get("delimiter", "")
    below = [name for name in bucket.objects if name.startswith(prefix)]
    folders = sorted({prefix + name[len(prefix) :].split(cut)[0] + cut for name in below if cut and cut in name[len(prefix) :]})
    files = [name for name in below if not cut or cut not in name[len(prefix) :]]
    rows = "".join(
        f"<Contents><Key>{name}</Key><LastModified>2026-11-22T07:00:00.000Z</LastModified>"
        f"<ETag>{_tag(bucket.objects[name])}</ETag><Size>{len(bucket.objects[name])}</Size></Contents>"
        for name in files
    )
    dirs = "".join(f"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>" for folder in folders)
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}{dirs}</ListBucketResult>"


def _signed(request: BaseHTTPRequestHandler, path: str, query: str) -> bool:
    """Whether the request's signature is that of KEY and SECRET."""
    found = re.match(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)",
                     request.headers.get("Authorization", ""))  # fmt: skip
    if found is None or found[1] != KEY or found[3] != REGION:
        return False
    headers = "".join(f"{name}:{(request.headers.get(name) or '').strip()}\n" for name in found[4].split(";"))
    asked = "&".join(sorted(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in parse_qsl(query, keep_blank_values=True)))
    whole = "\n".join([request.command, path, asked, headers, found[4], request.headers["x-amz-content-sha256"]])
    scope = f"{found[2]}/{REGION}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hashlib.sha256(whole.encode()).hexdigest()])
    key = f"AWS4{SECRET}".encode()
    for part in (found[2], REGION, "s3", "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(key.hex(), found[5])
