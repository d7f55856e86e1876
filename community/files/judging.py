"""The one judge of uploaded bytes: their content decides what they are, whatever their name or the browser says.

No library of file signatures stands here: those look at the first bytes, which is just what a forger writes. Each kind
is opened by the library that knows it whole (Pillow, qpdf, zipfile); signatures only choose whom to ask, and which
sentence a refused file gets.
"""

from django.utils.translation import gettext as _

from community.files.images import LARGEST_PICTURE, judge_picture, looks_like_picture
from community.files.office import judge_office, judge_old_office, looks_like_zip, no_archives
from community.files.pdf import judge_pdf, looks_like_pdf
from community.files.texts import judge_text
from community.files.verdicts import NotTaken, Taken

LARGEST_DOCUMENT = 20 * 1024 * 1024
LARGEST = max(LARGEST_PICTURE, LARGEST_DOCUMENT)
_ARCHIVES = (b"PK\x05\x06", b"PK\x07\x08", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00")
_PICTURES = (b"BM", b"II*\x00", b"MM\x00*", b"8BPS", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP  ", b"%!PS", b"\xff\x0a")
_APPLE = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def judge(content: bytes, *, name: str) -> Taken:
    """Returns bytes as they are to be stored, and as what; raises NotTaken with a sentence that says what to do.

    The name decides nothing but whether a plain text is called CSV or TXT.
    """
    if not content:
        raise NotTaken(_("This file is empty. Perhaps it was still being saved: look at it, and attach it again."))
    if len(content) > LARGEST:
        raise NotTaken(too_large())
    if looks_like_picture(content):
        return judge_picture(content)
    if looks_like_pdf(content):
        return judge_pdf(content)
    if looks_like_zip(content):
        return judge_office(content)
    if reason := _known_refusal(content):
        raise reason
    return judge_text(content, is_table=name.lower().endswith(".csv"))


def too_large() -> str:
    """Returns what is said of a file beyond every limit."""
    return _("This file is larger than 20 MB. Make it smaller, or split it, and attach that.")


def _known_refusal(content: bytes) -> NotTaken | None:
    """Returns why a file of a kind that is well known, but not taken, is refused; None when it is none of them."""
    if content[4:8] == b"ftyp":
        return NotTaken(_film_or_phone(content[8:12]))
    if content.startswith(_ARCHIVES) or content[257:262] == b"ustar":
        return NotTaken(no_archives())
    if content.startswith(_PROGRAMS):
        return NotTaken(_("This is a program. Programs are not taken."))
    if content.startswith(_PICTURES):
        return NotTaken(_("Pictures of this kind are not taken. Save it as JPEG or PNG, and attach that."))
    if content.startswith(b"{\\rtf"):
        return NotTaken(_("RTF files are not taken. Save it as DOCX, ODT or PDF, and attach that."))
    return judge_old_office(content)


def _film_or_phone(brand: bytes) -> str:
    if brand in _APPLE:
        return _(
            "This photo is in HEIC, which many computers cannot show. Save it as JPEG, or choose “Most Compatible” in "
            "your phone's camera settings, and attach that."
        )
    if brand in (b"avif", b"avis"):
        return _("Pictures of this kind are not taken. Save it as JPEG or PNG, and attach that.")
    return _("Films and sound are not taken. Put them where your office keeps them, and write a link.")
