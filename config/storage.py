"""Where files lie: private ones without an address, static ones under hashed names."""

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PrivateStorage(FileSystemStorage):
    """Files that only a view with a permission check may hand out."""

    def url(self, name: str | None) -> str:
        """Refuse: nothing private has an address."""
        raise ValueError("A private file has no address.")


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` paths in our modules to the hashed names as well."""

    support_js_module_import_aggregation = True
