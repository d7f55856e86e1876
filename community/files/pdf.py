"""PDF documents: looked through object by object by qpdf (pikepdf), and refused when they do more than show pages.

The bytes stay as they are, because offices sign their PDFs: a document that is written anew has lost its signature.
So nothing is cut out here, and what would have to be is refused.
"""

import io
import re
import zipfile

import pikepdf
from django.utils.translation import gettext as _

from community.files.verdicts import NotTaken, Taken

MOST_OBJECTS = 400_000
_HEADER = b"%PDF-"
_MOST_FILTERS = 4
_HEAD = 1024
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php|\?xml)", re.IGNORECASE)
_END_OF_NAME = rb"(?![^\s()<>\[\]{}/%])"
_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|ImportData|SubmitForm|GoToE|GoToR|RichMedia\w*|Rendition|XFA)" + _END_OF_NAME
)
# As qpdf writes one: brackets inside are escaped, and in names they are #28 and #29.
_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)", re.DOTALL)
_CARRIES = re.compile(rb"/(?:EmbeddedFiles?|EF)" + _END_OF_NAME)
# Process-wide, set before anybody opens a PDF: what packed structures may unpack to, how deep, and how damaged.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=64 * 1024 * 1024,
    png_max_memory=64 * 1024 * 1024,
    run_length_max_memory=16 * 1024 * 1024,
    tiff_max_memory=16 * 1024 * 1024,
    max_stream_filters=_MOST_FILTERS,
    parser_max_container_size=1_000_000,
    doc_max_warnings=100,
)


def looks_like_pdf(content: bytes) -> bool:
    """Returns whether the bytes begin as a PDF; readers also take one that begins later, we do not."""
    return content.startswith(_HEADER)


def judge_pdf(content: bytes) -> Taken:
    """Returns the PDF unchanged; raises NotTaken for what is damaged, locked, active, or another kind of file as well.

    Active is a script, a program, a form that sends itself, a film, a link that opens another file.
    """
    _refuse_two_in_one(content)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if len(pdf.objects) > MOST_OBJECTS or not len(pdf.pages):
                raise NotTaken(_damaged())
            for thing in pdf.objects:
                _look_at(thing)
    except NotTaken:
        raise
    except pikepdf.PasswordError:
        raise NotTaken(
            _("This document is locked with a password. Save it without one, and attach it again.")
        ) from None
    except Exception:
        # qpdf and its binding raise many types on hostile bytes; all of them mean the same to the uploader.
        raise NotTaken(_damaged()) from None
    return Taken(content, "application/pdf", "pdf")


def _refuse_two_in_one(content: bytes) -> None:
    """Raises NotTaken for a PDF that another program would take for a page or an archive, and for half a PDF."""
    _pages, end, rest = content.rpartition(b"%%EOF")
    if not end:
        raise NotTaken(_damaged())
    if rest.strip(b"\0\t\n\f\r ") or _MARKUP.search(content[:_HEAD]) or zipfile.is_zipfile(io.BytesIO(content)):
        raise NotTaken(
            _("There is another file inside this PDF. Print it to a new PDF and attach that, and the other by itself.")
        )


def _look_at(thing: pikepdf.Object) -> None:
    """Raises NotTaken for an object that acts, or carries a file. Names come without their escapes from qpdf."""
    said = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if _count_filters(said) > _MOST_FILTERS:
        raise NotTaken(_damaged())
    words = _without_strings(said.unparse(resolved=True))
    if _CARRIES.search(words):
        raise NotTaken(_("This PDF carries another file. Attach that one by itself, and print this to a new PDF."))
    if _ACTS.search(words):
        raise NotTaken(
            _("This PDF holds a script, or a form that acts by itself. Print it to a new PDF and attach that.")
        )


def _without_strings(words: bytes) -> bytes:
    """Returns an object without its strings: a link to …/JS/… says a name, and does nothing.

    Where a bracket is left we have not understood what qpdf wrote; then everything counts.
    """
    bare = _STRING.sub(b" ", words)
    return words if b"(" in bare or b")" in bare else bare


def _count_filters(said: pikepdf.Object) -> int:
    filters = said.get("/Filter") if isinstance(said, pikepdf.Dictionary) else None
    return len(filters) if isinstance(filters, pikepdf.Array) else 1


def _damaged() -> str:
    return _("This PDF is damaged. Open it, print it to a new PDF, and attach that.")
