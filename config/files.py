"""Public files from the local disk, with Range; object storage serves its own."""

import json
import mimetypes
import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from history.storing import absolute, public_url

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
# An image request of the IIIF Image API 3.0, section 4: what is well said, and no more.
IMAGE_REQUEST = re.compile(
    r"(full|square|\d+,\d+,[1-9]\d*,[1-9]\d*|pct:[\d.]+,[\d.]+,[\d.]+,[\d.]+)"
    r"/\^?(max|[1-9]\d*,|,[1-9]\d*|!?[1-9]\d*,[1-9]\d*|pct:[\d.]+)"
    r"/!?(360|3[0-5]\d|[12]?\d?\d)(\.\d+)?"
    r"/(color|gray|bitonal|default)\.(jpg|tif|png|gif|jp2|pdf|webp)"
)
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


@require_safe
def iiif_service(request, image: str):
    """Lead from the address of a picture to what describes it (IIIF, section 2)."""
    return redirect("iiif_image", image, "info.json", permanent=False)


@require_safe
def iiif_image(request, image: str, name: str):
    """Serve `info.json` or a tile: files that were made beforehand, nothing else.

    A well-formed request for another region or size is answered with 501, any other
    with 400, as the IIIF Image API says; an unknown picture with 404.
    """
    folder = f"iiif/{image}"
    is_well_formed = name == "info.json" or IMAGE_REQUEST.fullmatch(name)
    storage = storages["public"]
    if not isinstance(storage, FileSystemStorage):
        if not is_well_formed:
            raise Http404
        return redirect(public_url(f"{folder}/{name}"))
    if not storage.exists(f"{folder}/info.json"):
        raise Http404
    if name == "info.json":
        response = _info(storage, image)
    elif is_well_formed and storage.exists(f"{folder}/{name}"):
        response = FileResponse(storage.open(f"{folder}/{name}"))
        response["Cache-Control"] = FOREVER
    else:
        status = 501 if is_well_formed else 400
        response = HttpResponse(status=status, content_type="text/plain")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _info(storage: FileSystemStorage, image: str) -> JsonResponse:
    """Describe a picture under the address that this site has today."""
    with storage.open(f"iiif/{image}/info.json") as file:
        info = json.load(file)
    info["id"] = absolute(reverse("iiif_service", args=[image]))
    response = JsonResponse(info)
    response["Cache-Control"] = "public, max-age=60"
    return response
