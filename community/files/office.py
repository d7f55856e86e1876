"""Office documents: ZIP archives judged by their structure, entry by entry, without ever unpacking without a limit.

DOCX, XLSX, PPTX by their content types (ECMA-376), ODT, ODS, ODP by their first entry (OASIS ODF 1.2, part 3). Macros,
locks, hidden programs and templates fetched from elsewhere are refused; the bytes are stored as they came.
"""

import io
import re
import stat
import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

from community.files.verdicts import NotTaken, Taken

MOST_ENTRIES = 5_000
MOST_UNPACKED = 250 * 1024 * 1024
LARGEST_XML = 2 * 1024 * 1024  # of what is parsed: content types, the manifest, all relations together
LONGEST_NAME = 300
LARGEST_INSIDE = 20 * 1024 * 1024
_STEEP, _STEEP_FROM = 400, 5 * 1024 * 1024
_CHUNK = 256 * 1024
_START, _END, _OLD_OFFICE = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_OOXML}wordprocessingml.document.main+xml": (f"{_OOXML}wordprocessingml.document", "docx"),
    f"{_OOXML}spreadsheetml.sheet.main+xml": (f"{_OOXML}spreadsheetml.sheet", "xlsx"),
    f"{_OOXML}presentationml.presentation.main+xml": (f"{_OOXML}presentationml.presentation", "pptx"),
    f"{_OOXML}presentationml.slideshow.main+xml": (f"{_OOXML}presentationml.presentation", "pptx"),
}
_ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_MACRO_TYPES = re.compile(r"macroenabled|vbaproject|activex|ms-office\.macro", re.IGNORECASE)
_MACRO_ENTRIES = re.compile(
    r"(^|/)(vbaproject|vbadata)[^/]*\.(bin|xml)$|(^|/)(activex|macrosheets|intlmacrosheets)/|^scripts/|"
    r"^basic/.+/(?!script-l[bc]\.xml$|dialog-l[bc]\.xml$)[^/]+$",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\.(exe|dll|scr|com|pif|msi|bat|cmd|ps1|vb[se]?|jse?|wsf|wsh|hta|lnk|reg|jar|class|swf|html?|mht|svgz|iso|"
    r"zip|rar|7z|gz|docm|xlsm|pptm|dotm|xltm|xlam|xlsb)$",
    re.IGNORECASE,
)
_FETCHED = re.compile(r"/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath/dde)$")
_ELSEWHERE = re.compile(r"^(https?|ftp):|^(file:)?[\\/]{2,}(?![\\/]?[A-Za-z]:)", re.IGNORECASE)
_HIDDEN_IN_OLD = tuple(name.encode("utf-16-le") for name in ("Ole10Native", "_VBA_PROJECT", "EncryptedPackage"))


def looks_like_zip(content: bytes) -> bool:
    """Returns whether the bytes begin as a ZIP archive does."""
    return content.startswith(_START)


def judge_office(content: bytes, *, depth: int = 0) -> Taken:
    """Returns an office document unchanged; raises NotTaken, with a sentence, for every other archive.

    Tables inside a text (`depth` 1) are judged as well; what they would hold inside in turn is refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_frame(archive, content)
            taken = _kind_of(archive, content)
            for entry in archive.infolist():
                _check_entry(archive, entry, depth)
            return taken
    except NotTaken:
        raise
    except Exception:
        # zipfile, zlib and expat raise many types on hostile bytes; all of them mean the same to the uploader.
        raise NotTaken(_("This document is damaged. Open it, save it again, and attach that.")) from None


def _check_frame(archive: zipfile.ZipFile, content: bytes) -> None:
    """Raises NotTaken for an archive with something before or behind it, too much in it, or a lock.

    The record that ends an archive is 22 bytes long; zipfile also finds one that ends earlier, and ignores the rest.
    """
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    ends = content[-22:-18] == _END and not archive.comment
    if not ends or not entries or min(entry.header_offset for entry in entries) != 0:
        raise NotTaken(_("There is another file around this document. Open it, save it again, and attach that."))
    if len({name.lower() for name in names}) != len(names) or max(map(len, names)) > LONGEST_NAME:
        raise NotTaken(_("This document is damaged. Open it, save it again, and attach that."))
    is_steep = any(one.file_size > max(_STEEP_FROM, _STEEP * one.compress_size) for one in entries)
    parsed = sum(one.file_size for one in entries if one.filename.lower().endswith(".rels"))
    unpacked = sum(one.file_size for one in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or parsed > LARGEST_XML or is_steep:
        raise NotTaken(_("This document unpacks to far too much. Save it as PDF, or split it, and attach that."))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotTaken(locked())


def _kind_of(archive: zipfile.ZipFile, content: bytes) -> Taken:
    """Returns what the archive says it is as a document; raises NotTaken for other archives, macros and locks."""
    names = archive.namelist()
    if names[0] == "mimetype":
        kind = archive.read("mimetype").decode("ascii")
        if kind in _ODF:
            _check_manifest(archive)
            return Taken(content, kind, _ODF[kind])
    if "[Content_Types].xml" not in names:
        raise NotTaken(no_archives())
    types = [given.get("ContentType", "") for _tag, given in _tags(archive, "[Content_Types].xml")]
    if any(_MACRO_TYPES.search(kind) for kind in types):
        raise NotTaken(_macros())
    main = [_MAIN[kind] for kind in types if kind in _MAIN]
    if len(main) != 1:
        raise NotTaken(no_archives())
    return Taken(content, *main[0])


def _check_manifest(archive: zipfile.ZipFile) -> None:
    """Raises NotTaken for an OpenDocument file that is locked."""
    if any(tag.endswith("encryption-data") for tag, _given in _tags(archive, "META-INF/manifest.xml")):
        raise NotTaken(locked())


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    """Reads one entry to its end (its checksum is compared then); raises NotTaken for what has no place in there."""
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name or "\0" in name:
        raise NotTaken(_("This document is damaged. Open it, save it again, and attach that."))
    if _MACRO_ENTRIES.search(name):
        raise NotTaken(_macros())
    if _RUNNING.search(name):
        raise NotTaken(_hidden())
    if entry.is_dir():
        return
    if name.lower().endswith(".rels"):
        _check_relations(archive, name)
    with archive.open(entry) as opened:
        start = opened.read(_CHUNK)
        tail, chunk = b"", start
        while chunk:
            if (not tail and start.startswith(_PROGRAMS)) or b"<ddeLink" in tail + chunk:
                raise NotTaken(_hidden())
            if b"script:event-listener" in tail + chunk:
                raise NotTaken(_macros())
            tail, chunk = chunk[-32:], opened.read(_CHUNK)
    if start.startswith((_START, _OLD_OFFICE)):
        _check_inside(archive, entry, depth)


def _check_inside(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    """Raises NotTaken for a file inside the document that is not a plain table or text itself."""
    if depth or entry.file_size > LARGEST_INSIDE:
        raise NotTaken(_hidden())
    content = archive.read(entry)
    if content.startswith(_START):
        judge_office(content, depth=depth + 1)
    elif any(name in content for name in _HIDDEN_IN_OLD):
        raise NotTaken(_hidden())


def _check_relations(archive: zipfile.ZipFile, name: str) -> None:
    """Raises NotTaken when opening the document would fetch a template or an object from another machine."""
    for _tag, given in _tags(archive, name):
        is_outside = given.get("TargetMode", "").lower() == "external"
        if is_outside and _FETCHED.search(given.get("Type", "")) and _ELSEWHERE.search(given.get("Target", "")):
            raise NotTaken(
                _("This document fetches a part of itself from another computer. Save it as PDF and attach that.")
            )


def _tags(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """Returns the elements of a small XML entry with their attributes; one that declares entities is refused."""
    if archive.getinfo(name).file_size > LARGEST_XML:
        raise NotTaken(_("This document is damaged. Open it, save it again, and attach that."))
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def refuse(*_given: object) -> None:
        raise NotTaken(_hidden())

    parser.StartElementHandler = lambda tag, given: found.append((tag, given))
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(archive.read(name), True)
    return found


def judge_old_office(content: bytes) -> NotTaken | None:
    """Returns why a file of Office before 2007, or one locked with a password, is not taken; None for other files."""
    if not content.startswith(_OLD_OFFICE):
        return None
    if _HIDDEN_IN_OLD[2] in content:
        return NotTaken(locked())
    return NotTaken(_("This is an old Office file. Save it as DOCX, XLSX, PPTX or PDF, and attach that."))


def locked() -> str:
    """Returns what is said of a document that needs a password."""
    return _("This document is locked with a password. Save it without one, and attach it again.")


def no_archives() -> str:
    """Returns what is said of archives."""
    return _("Archives are not taken, because nobody sees what is in them. Attach the files one by one.")


def _macros() -> str:
    return _("This document holds macros, which are programs. Save it as DOCX, XLSX or PDF, without them.")


def _hidden() -> str:
    return _("There is a program or another file inside this document. Take it out, or save the document as PDF.")
