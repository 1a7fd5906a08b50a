"""One file of a storage over HTTP, whole or a part of it, so that players can seek.

Source: RFC 9110, section 14. One range at a time; several, or what is no range, get
the whole file, as the standard allows. Who may have the file is asked before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from django.core.files import File
from django.core.files.storage import Storage
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII | re.IGNORECASE)
CHUNK_BYTES = 64 * 1024


def serve(
    request,
    storage: Storage,
    name: str,
    *,
    content_type: str,
    download_as: str = "",
    version: str = "",
) -> HttpResponseBase:
    """Answer a GET or HEAD with a file; `download_as` makes the browser save it.

    `version` tells two files of one name apart, where a name may get other bytes.

    Raises: what the storage raises for a file that is not there.
    """
    source = storage.open(name)
    size = source.size
    etag = f'"{hashlib.sha256(f"{name} {size}{version}".encode()).hexdigest()[:24]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _answer(request, source, size, etag, content_type)
    if response.status_code not in (200, 206) or request.method == "HEAD":
        source.close()
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    if download_as:
        response["Content-Disposition"] = content_disposition_header(True, download_as)
    return response


def _answer(
    request, source: File, size: int, etag: str, content_type: str
) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(
            content_type=content_type, headers={"Content-Length": str(size)}
        )
    wanted = wanted_range(request.headers.get("Range", ""), size)
    # A part of another version would spoil what the client has already.
    if wanted is None or request.headers.get("If-Range", etag) != etag:
        return FileResponse(
            source, content_type=content_type, headers={"Content-Length": str(size)}
        )
    first, last = wanted
    if first >= size or last < 0:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = StreamingHttpResponse(
        _part(source, first, last), status=206, content_type=content_type
    )
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    part["Content-Length"] = str(last - first + 1)
    part._resource_closers.append(source.close)
    return part


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """Read a single byte range as first and last byte; None to send everything.

    A range beyond the end comes back as it is: first ≥ size, or last < 0 for none.
    """
    match = RANGE.fullmatch(header.strip())
    if not match or match[1] == match[2] == "":
        return None
    if match[1] == "":
        count = int(match[2])
        return (max(0, size - count), size - 1) if count else (0, -1)
    first = int(match[1])
    last = int(match[2]) if match[2] else size - 1
    if match[2] and last < first:
        return None
    return first, min(last, size - 1)


def _part(source: File, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from first to last; object storage is asked for no more."""
    remote = getattr(source, "obj", None)
    if remote is not None:
        answer = remote.get(Range=f"bytes={first}-{last}")
        yield from answer["Body"].iter_chunks(CHUNK_BYTES)
        return
    source.seek(first)
    left = last - first + 1
    while left > 0 and (chunk := source.read(min(CHUNK_BYTES, left))):
        left -= len(chunk)
        yield chunk
