"""Is the process alive, and can it work? For probes; says nothing private."""

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.http import JsonResponse


class HealthMiddleware:
    """Answer probes before anything looks at the Host header."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            checks = {name: _works(check) for name, check in CHECKS.items()}
            ready = all(checks.values())
            return JsonResponse(
                {"ready": ready, "checks": checks}, status=200 if ready else 503
            )
        return self.get_response(request)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("readyz", 1, 10)


def _storage() -> None:
    private = storages["default"]
    private.delete(private.save("readyz", ContentFile(b"ready")))


CHECKS = {"database": _database, "cache": _cache, "storage": _storage}


def _works(check) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001 (whatever fails, the answer is "not ready")
        return False
    return True
