"""What an uploaded file is called from now on: the uploader's words, without anything that could mislead."""

import re
import unicodedata

LONGEST_STEM = 120
LONGEST_ALT = 300
# What paths, shells and Windows take for more than a name.
_UNSAFE = re.compile(r'[<>:"|?*\\/]')
_EXTENSION = re.compile(r"\.[0-9A-Za-z]{1,5}$")


def clean_name(given: str, extension: str) -> str:
    """Returns a file name of at most 126 signs that ends with the extension of what the content is.

    Folders, control signs, signs that turn the direction of reading or show nothing, and another extension are left
    out; of a name without any letter remains “plik” (file).
    """
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", given)[-1])
    shown = "".join(" " if sign.isspace() else sign for sign in name if _is_seen(sign))
    stem = _EXTENSION.sub("", " ".join(_UNSAFE.sub("-", shown).split()))
    stem = stem.removesuffix(f".{extension}").strip(". ")[:LONGEST_STEM].rstrip(". ")
    return f"{stem or 'plik'}.{extension}"


def _is_seen(sign: str) -> bool:
    """Returns whether a sign shows; Cc: controls, Cf: invisible and turning ones, Cs and Co: not characters at all."""
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def clean_alt(given: str) -> str:
    """Returns what a picture is described by: one line of at most 300 signs, without control signs."""
    return " ".join("".join(sign if sign.isspace() or _is_seen(sign) else " " for sign in given).split())[:LONGEST_ALT]
