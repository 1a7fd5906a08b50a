"""The one-file map of the operator, given in the parts that a map asks for."""

from django.core.files.storage import FileSystemStorage
from django.http import Http404
from django.views.decorators.http import require_safe

from history import serving
from history.atlas import ground

FRESH = "public, max-age=3600"


@require_safe
def file(request):
    """Serve the base map from our own disk, a range at a time."""
    path = ground.file()
    if path is None:
        raise Http404
    response = serving.serve(
        request,
        FileSystemStorage(location=path.parent),
        path.name,
        content_type="application/vnd.pmtiles",
        version=str(path.stat().st_mtime_ns),
    )
    response["Cache-Control"] = FRESH
    return response
