"""Bytes over HTTP: names in any script, parts of a file, and headers that keep a file from acting as a page of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox; frame-ancestors 'self'"
# Browsers' own PDF viewers do not start in a sandboxed page; they run the document outside our origin anyway.
FOR_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


def serve(
    request: HttpRequest, file: IO[bytes], size: int, *, content_type: str, name: str, inline: bool, tag: str, cache: str
) -> HttpResponseBase:
    """Answer a file, or the part that a Range header asks for, or 304 when the browser has it."""
    etag = f'"{tag}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        part = _part(request, size, etag)
        if part == ():
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{size}"
            return response
        response = _partly(file, size, part) if part else FileResponse(file)
        response["Content-Type"] = content_type
        response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FOR_PDF if content_type == "application/pdf" else SANDBOX
    return response


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | tuple[()] | None:
    """First and last byte asked for; None: the whole file; (): no such part."""
    match = RANGE.match(request.headers.get("Range", "").strip())
    if match is None or match.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end and start < size else ()


def _partly(file: IO[bytes], size: int, part: tuple[int, int]) -> StreamingHttpResponse:
    start, end = part

    def chunks() -> Iterator[bytes]:
        with file:
            file.seek(start)
            left = end - start + 1
            while left > 0 and (chunk := file.read(min(left, 1 << 16))):
                left -= len(chunk)
                yield chunk

    response = StreamingHttpResponse(chunks(), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response
