"""Files beside a few of the demo's texts: the table that stands in the text, as a sheet, a document or a plain table.

They hold nothing but what the text says, are made while the demo loads, and are the same every time.
"""

import io
import re
import zipfile
from pathlib import PurePath
from xml.sax.saxutils import escape

from django.core.files.uploadedfile import SimpleUploadedFile

from community.files.actions import attach
from community.files.queries import markdown_of
from community.people.models import Person

PLACE = "{plik}"
_RULE = re.compile(r"[|: -]+")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument"
Table = list[list[str]]


def with_file(text: str, name: str, *, owner: Person) -> str:
    """Returns a text with a file in its place: the text's table, uploaded by its writer. The name says which kind."""
    table = _table_of(text)
    make = {".csv": _csv, ".xlsx": _xlsx, ".docx": _docx}[PurePath(name).suffix]
    attachment = attach(owner=owner, upload=SimpleUploadedFile(name, make(table)))
    return text.replace(PLACE, markdown_of(attachment))


def _table_of(text: str) -> Table:
    lines = [line for line in text.splitlines() if line.startswith("|") and not _RULE.fullmatch(line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _csv(table: Table) -> bytes:
    """As Polish offices open it by a double click: semicolons, and a mark that it is UTF-8."""
    return "\r\n".join([*(";".join(row) for row in table), ""]).encode("utf-8-sig")


def _xlsx(table: Table) -> bytes:
    rows = "".join(f"<row>{''.join(map(_sheet_cell, row))}</row>" for row in table)
    widths = "".join(f'<col min="{n}" max="{n}" width="32" customWidth="1"/>' for n in range(1, len(table[0]) + 1))
    sheet = f'<worksheet xmlns="{_SHEET}"><cols>{widths}</cols><sheetData>{rows}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets><sheet name="Tabela" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    )
    return _package("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet.main+xml", book, {
        "xl/worksheets/sheet1.xml": (f"{_OFFICE}.spreadsheetml.worksheet+xml", sheet),
        "xl/_rels/workbook.xml.rels": ("", _relation("worksheet", "worksheets/sheet1.xml")),
    })  # fmt: skip


def _sheet_cell(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def _docx(table: Table) -> bytes:
    rows = "".join(f"<w:tr>{''.join(map(_word_cell, row))}</w:tr>" for row in table)
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "bottom", "insideH"))
    look = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
    grid = f"<w:tblGrid>{'<w:gridCol/>' * len(table[0])}</w:tblGrid>"
    body = f"<w:tbl>{look}{grid}{rows}</w:tbl><w:p/>"
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _package("word/document.xml", f"{_OFFICE}.wordprocessingml.document.main+xml", document, {})


def _word_cell(words: str) -> str:
    return f"<w:tc><w:tcPr/><w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p></w:tc>"


def _package(main: str, content_type: str, content: str, others: dict[str, tuple[str, str]]) -> bytes:
    """Returns an office document of these parts (ECMA-376, part 2); their moments are the same every time."""
    kinds = {main: content_type, **{name: kind for name, (kind, _xml) in others.items() if kind}}
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": _relation("officeDocument", main), main: content}
    parts.update({name: xml for name, (_kind, xml) in others.items()})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}'
            archive.writestr(zipfile.ZipInfo(name), declared, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'
