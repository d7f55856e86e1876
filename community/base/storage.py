"""Static files as served in production: hashed names, compressed twins, and hashed imports inside modules."""

from collections.abc import Iterable, Iterator
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# No page loads these. The comments of htmx's extensions name files that do not exist, which would stop collectstatic;
# the parts of the style sheet are joined into one file.
_NOT_OURS = ("django_htmx/ext/", "css/parts/")
# The admin of a few editors: gzip is enough there, and brotli's best takes most of the time.
_FOR_EDITORS = ("wagtail", "typed_table_block")


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's hashed and compressed storage that also rewrites `import` paths of our JavaScript modules."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hashes and compresses all collected files that pages load."""
        ours = {name: where for name, where in paths.items() if not name.startswith(_NOT_OURS)}
        yield from super().post_process(ours, dry_run, **options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[Any]:
        """Compresses the hashed names, which pages link to; nobody asks for a file under its plain name."""
        hashed = set(self.hashed_files.values()) & set(paths)
        for_editors = {name for name in hashed if name.startswith(_FOR_EDITORS)}
        self._use_brotli = True
        yield from super().compress_files(hashed - for_editors)
        self._use_brotli = False
        yield from super().compress_files(for_editors)

    def create_compressor(self, **options: Any) -> Compressor:
        """Returns WhiteNoise's compressor, without brotli for the files of the admin."""
        return Compressor(use_brotli=self._use_brotli, **options)
