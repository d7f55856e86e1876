"""Static files as served in production: hashed names, compressed twins, and hashed imports inside modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's hashed and compressed storage that also rewrites `import` paths of our JavaScript modules."""

    support_js_module_import_aggregation = True
