"""Plain texts and tables of commas: what has no structure to be judged by is judged by what it must not be."""

import codecs
import io
import re

from django.utils.translation import gettext as _

from community.files.verdicts import NotTaken, Taken

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HEAD = 4096
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")
_MARKUP = re.compile(r"<\s*(?:!|\?|html|head|body|script|svg|iframe|object|embed|meta|style|img|a\s)", re.IGNORECASE)
# How a cell begins that makes a table program start another one: =cmd|' /C calc'!A0, also behind +, - or @.
_FORMULA = re.compile(r"(?:^|[\t;,\"'])[ ]{0,9}[=+\-@][^|\t;,\"']*\|")


def judge_text(content: bytes, *, is_table: bool) -> Taken:
    """Returns a text unchanged, as TXT or (`is_table`) CSV; raises NotTaken for what is no text, a page, or a trap."""
    text = _decode(content)
    if text is None or _CONTROLS.search(text):
        raise NotTaken(unknown())
    if _MARKUP.search(text[:_HEAD]):
        raise NotTaken(_("Web pages are not taken, because they can hold programs. Print the page to PDF."))
    if is_table and _calls(text):
        raise NotTaken(_("A cell of this table calls a program. Remove the formula, and attach the table again."))
    return Taken(content, "text/csv" if is_table else "text/plain", "csv" if is_table else "txt")


def _calls(text: str) -> bool:
    """Returns whether a cell calls a program; in time that grows with the text, whatever is in it."""
    if "|" not in text or "!" not in text:
        return False
    return any(_FORMULA.search(line[: line.rfind("!") + 1]) for line in io.StringIO(text))


def _decode(content: bytes) -> str | None:
    """Returns the text: UTF-8, UTF-16 with its mark, or what Windows in Poland writes; None when it is neither."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    for name in [marked] if marked else ["utf-8", "cp1250"]:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def unknown() -> str:
    """Returns what is said of a file of a kind that we do not take."""
    return _(
        "This kind of file is not taken. Attach a picture (JPEG, PNG, WebP, GIF), or a document: PDF, DOCX, XLSX, "
        "PPTX, ODT, ODS, ODP, CSV or TXT."
    )
