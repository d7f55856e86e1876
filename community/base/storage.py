"""Static files as served in production: hashed names, compressed twins, and hashed imports inside modules."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# No page loads these, and their comments name files that do not exist, which would stop collectstatic.
_NOT_OURS = "django_htmx/ext/"


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's hashed and compressed storage that also rewrites `import` paths of our JavaScript modules."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hashes and compresses all collected files but the extensions of django-htmx."""
        ours = {name: where for name, where in paths.items() if not name.startswith(_NOT_OURS)}
        yield from super().post_process(ours, dry_run, **options)
