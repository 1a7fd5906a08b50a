"""Where files lie: private ones without an address, static ones under hashed names."""

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.templatetags.ui import BUNDLE, STYLESHEETS


class PrivateStorage(FileSystemStorage):
    """Files that only a view with a permission check may hand out."""

    def url(self, name: str | None) -> str:
        """Refuse: nothing private has an address."""
        raise ValueError("A private file has no address.")


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` paths in our modules to the hashed names as well."""

    support_js_module_import_aggregation = True
    has_bundle = True

    def post_process(self, paths, dry_run=False, **options):
        """Put the stylesheets of the look into one file before the names are hashed."""
        if not dry_run:
            sheets = [f"css/{name}.css" for name in STYLESHEETS]
            if all(sheet in paths for sheet in sheets):
                self.delete(BUNDLE)
                self._save(BUNDLE, ContentFile(self._joined(sheets, paths)))
                paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    @staticmethod
    def _joined(sheets, paths) -> bytes:
        """Join in order; addresses inside stay right, for all is relative to css/."""
        texts = []
        for sheet in sheets:
            storage, path = paths[sheet]
            with storage.open(path) as file:
                texts.append(file.read())
        return b"\n".join(texts)
