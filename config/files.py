"""Public files from the local disk, with Range; object storage serves its own."""

import mimetypes
import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def public_file(request, name: str):
    """Serve one public file; its unguessable name never changes its bytes."""
    storage = storages["public"]
    if not isinstance(storage, FileSystemStorage):
        raise Http404
    try:
        source = storage.open(name)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError):
        raise Http404 from None
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    size = source.size
    response = FileResponse(source, content_type=media_type)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = FOREVER
    wanted = _range(request.headers.get("Range", ""), size)
    if wanted is None:
        return response
    first, last = wanted
    if first >= size or first > last:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    source.seek(first)
    part = HttpResponse(
        source.read(last - first + 1), status=206, content_type=media_type
    )
    source.close()
    part["Accept-Ranges"] = "bytes"
    part["Cache-Control"] = FOREVER
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _range(header: str, size: int) -> tuple[int, int] | None:
    """Read a single byte range (RFC 9110, 14.2); anything else is passed over."""
    match = RANGE.match(header)
    if not match or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return max(0, size - int(match[2])), size - 1
    return int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
