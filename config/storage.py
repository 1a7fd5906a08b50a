"""Static files under hashed names, module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` paths in our modules to the hashed names as well."""

    support_js_module_import_aggregation = True
