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

from history import addresses, serving
from history.storing import absolute, public_url

# An image request of the IIIF Image API 3.0, section 4: what is well said, and no more.
IMAGE_REQUEST = re.compile(
    r"(full|square|\d+,\d+,[1-9]\d*,[1-9]\d*|pct:[\d.]+,[\d.]+,[\d.]+,[\d.]+)"
    r"/\^?(max|[1-9]\d*,|,[1-9]\d*|!?[1-9]\d*,[1-9]\d*|pct:[\d.]+)"
    r"/!?(360|3[0-5]\d|[12]?\d?\d)(\.\d+)?"
    r"/(color|gray|bitonal|default)\.(jpg|tif|png|gif|jp2|pdf|webp)"
)
FOREVER = "public, max-age=31536000, immutable"
TYPES = {".m4a": "audio/mp4", ".ogg": "audio/ogg"}  # systems disagree about these


@require_safe
def public_file(request, name: str):
    """Serve one public file; its unguessable name never changes its bytes."""
    storage = storages["public"]
    if not isinstance(storage, FileSystemStorage):
        raise Http404
    ending = f".{name.rpartition('.')[2]}"
    guessed = TYPES.get(ending) or mimetypes.guess_type(name)[0]
    media_type = guessed or "application/octet-stream"
    try:
        response = serving.serve(request, storage, name, content_type=media_type)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError):
        raise Http404 from None
    response["Cache-Control"] = FOREVER
    return response


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
        now = addresses.image(image) or image
        return redirect(public_url(f"iiif/{now}/{name}"))
    if not storage.exists(f"{folder}/info.json"):
        now = addresses.image(image)
        if now is None or not is_well_formed:
            raise Http404
        return redirect("iiif_image", now, name, permanent=True)
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
