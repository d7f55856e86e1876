"""The folder of attachments: files below MEDIA_ROOT/files, named by their content, written and removed in one step."""

import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

FOLDER = "files"
# What is younger may belong to an upload whose row is about to be stored.
SAFE_AGE = 6 * 60 * 60


def digest_of(content: bytes) -> str:
    """Returns the SHA-256 of the content, 64 signs."""
    return hashlib.sha256(content).hexdigest()


def name_of(digest: str, extension: str) -> str:
    """Returns where a file lies below MEDIA_ROOT: spread over 256 folders."""
    return f"{FOLDER}/{digest[:2]}/{digest}.{extension}"


def small_name(name: str) -> str:
    """Returns where the smaller twin of a picture lies."""
    return name.replace(".", "-small.", 1)


def whole_name(name: str) -> str:
    """Returns the picture that a smaller twin belongs to; other names stay."""
    return name.replace("-small.", ".", 1)


def write(name: str, content: bytes) -> None:
    """Puts a file in its place in one step; one that is there is replaced by its like, and is young again."""
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def old_files() -> Iterator[str]:
    """Yields the files older than SAFE_AGE, by their names below MEDIA_ROOT, without order."""
    root = Path(settings.MEDIA_ROOT)
    for path in (root / FOLDER).glob("*/*"):
        if _is_old(path):
            yield path.relative_to(root).as_posix()


def remove_old(name: str) -> bool:
    """Removes a file unless it is young, and returns whether it did.

    It is put aside first and looked at again: an upload of the same content may have replaced it just before, and then
    it goes back. An upload after that finds no file and writes its own.
    """
    path = Path(settings.MEDIA_ROOT) / name
    aside = path.with_name(f".{uuid.uuid4().hex}.gone")
    if not _is_old(path):
        return False
    try:
        os.replace(path, aside)
    except FileNotFoundError:
        return False
    if not _is_old(aside):
        os.replace(aside, path)
        return False
    aside.unlink(missing_ok=True)
    return True


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.is_file() and time.time() - path.stat().st_mtime > SAFE_AGE
    return False
