"""Files for tests, made by code: pictures, archives, office documents and PDFs, plain and hostile ones."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, PngImagePlugin

MB = 1024 * 1024
SECRET = b"TAJNE"
PAGE = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ENTITIES = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>"
MANIFEST_LOCKED = "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
LISTENER = "<office:scripts><script:event-listener script:event-name='dom:load'/></office:scripts>"


def picture(kind="PNG", size=(300, 200), mode="RGB", **extra):
    """A plain picture."""
    target = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(target, kind, **extra)
    return target.getvalue()


def photo(size=(1200, 900)):
    """A phone's photo: lying on its side, with the place, a maker's note and a comment."""
    data = Image.Exif()
    data[0x0112], data[0x010E] = 6, SECRET.decode()
    data[0x8825] = {1: "N", 2: (52.0, 13.0, 0.0), 3: "E", 4: (21.0, 0.0, 0.0)}
    return picture("JPEG", size, exif=data.tobytes(), comment=SECRET, icc_profile=b"\0" * 128 + SECRET)


def noted_png():
    """A PNG with words and a packed profile beside its pixels."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
    return picture(pnginfo=notes)


def chunk(name, content):
    """A piece of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def grey_png(light):
    """A grey PNG of sixteen bits, as scanners make them, of one light between 0 and 65535."""
    target = io.BytesIO()
    Image.new("I;16", (40, 30), light).save(target, "PNG")
    return target.getvalue()


def png_with_exif(content):
    """A PNG whose word about how the camera was held is what is given."""
    whole = picture()
    return whole[:33] + chunk(b"eXIf", content) + whole[33:]


def png_bomb(width, height):
    """A PNG of a few hundred bytes that says it is huge."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def png_text_bomb():
    """A PNG whose words unpack to 100 MB."""
    words = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100 * MB, 9))
    whole = picture()
    return whole[:33] + words + whole[33:]


def gif_bomb():
    """A GIF of a few bytes that says it is 65,535 pixels wide and high."""
    whole = bytearray(picture("GIF", (4, 4)))
    whole[6:10] = struct.pack("<HH", 65535, 65535)
    return bytes(whole)


def animation():
    """A GIF of three pictures."""
    target = io.BytesIO()
    first, *rest = (Image.new("P", (40, 30), number) for number in range(3))
    first.save(target, "GIF", save_all=True, append_images=rest)
    return target.getvalue()


def zipped(entries, *, comment=b"", method=zipfile.ZIP_DEFLATED):
    """An archive of (name, content), in order; the first is stored plainly, as ODF wants it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for number, (name, content) in enumerate(entries):
            archive.writestr(name, content, zipfile.ZIP_STORED if number == 0 else method)
        archive.comment = comment
    return target.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
POINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def types(*kinds, head="<?xml version='1.0'?>"):
    """The content types of an Office document."""
    parts = "".join(f'<Override PartName="/p{n}.xml" ContentType="{kind}"/>' for n, kind in enumerate(kinds))
    return f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{parts}</Types>'


def docx(*more, kinds=(WORD,), **extra):
    """A small Office document with further entries."""
    return zipped([("[Content_Types].xml", types(*kinds)), ("word/document.xml", "<w/>"), *more], **extra)


def relation(kind, target, mode="External"):
    """The relations of a document's settings, with one that leads to the target."""
    body = f'<Relationship Id="r1" Type="{RELATION}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return ("word/_rels/settings.xml.rels", f"<Relationships>{body}</Relationships>")


def odf(kind="text", *more, manifest="<manifest/>", content="<office/>"):
    """A small OpenDocument file with further entries."""
    named = f"application/vnd.oasis.opendocument.{kind}"
    return zipped(
        [("mimetype", named), ("META-INF/manifest.xml", manifest), ("content.xml", content), *more],
    )


def zip_bomb():
    """A document whose picture unpacks to 300 MB."""
    return docx(("word/media/a.png", b"\0" * 300 * MB))


def steep_bomb():
    """A document of which one part unpacks a thousandfold."""
    return docx(("word/a.xml", b"\0" * 40 * MB))


def many_entries():
    """A document of 6,000 parts."""
    return docx(*((f"word/p{n}.xml", b"") for n in range(6000)), method=zipfile.ZIP_STORED)


def locked_zip():
    """A document whose entries say that they are encrypted."""
    whole = bytearray(docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.find(mark)
        while start != -1:
            whole[start + at] |= 1
            start = whole.find(mark, start + 4)
    return bytes(whole)


def broken_checksum():
    """A document of which one byte was changed after it was packed."""
    whole = docx(("word/a.xml", b"abcdefgh" * 10), method=zipfile.ZIP_STORED)
    return whole.replace(b"abcdefgh", b"abcdefgX", 1)


def linked_entry():
    """A document with an entry that is a symbolic link."""
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive:
        entry = zipfile.ZipInfo("word/media/link.png")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


def doubled_entry():
    """A document that has one entry twice, so that two programs may read two texts."""
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("WORD/document.xml", "<other/>")
    return target.getvalue()


def old_office(*streams):
    """The beginning of a file of Office before 2007, with the names of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(name.encode("utf-16-le") for name in streams)


def pdf(change=None, **saving):
    """A PDF of one empty page, changed by a function; the same bytes each time, unless it is locked."""
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    target = io.BytesIO()
    made.save(target, deterministic_id="encryption" not in saving, **saving)
    return target.getvalue()


def act(kind, **more):
    """A change: a PDF that does something when it is opened."""

    def change(made):
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)

    return change


def carry(made):
    """A change: a PDF with a program inside."""
    made.attachments["rachunek.exe"] = b"MZ" + b"\0" * 100


def film(made):
    """A change: a PDF with a film on its page."""
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])
    made.pages[0].obj.Annots = pikepdf.Array([note])


def form(made):
    """A change: a PDF with an XFA form, which holds scripts in XML."""
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"), Fields=[])


def filtered(made):
    """A change: a PDF with a page packed nine times over."""
    content = b"q Q"
    for _again in range(9):
        content = zlib.compress(content)
    stream = pikepdf.Stream(made, content)
    stream.stream_dict.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * 9)
    made.pages[0].obj.Contents = made.make_indirect(stream)


def escaped_script():
    """A PDF whose script's name is written with an escape, as those who hide it do."""
    plain = pdf(act("JavaScript", JS="aaaa"))
    return plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS (aaaa)", b"/J#53 ()")


def bracketed_script(made):
    """A change: a PDF with a script, between names that would look as if it stood within a string."""
    made.Root.OpenAction = made.make_indirect(
        pikepdf.Dictionary({"/A(": 1, "/JS": pikepdf.String("a\\"), "/S": pikepdf.Name("/JavaScript"), "/Z)": 1})
    )


def object_bomb(megabytes=100):
    """A PDF with a packed list of objects that unpacks to 100 MB, a hundred times what it weighs."""
    packed = zlib.compress(b"3 0 << /A 1 >>" + b" " * megabytes * MB, 9)
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        5: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        4: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
        + packed + b"\nendstream",
    }  # fmt: skip
    whole, at = b"%PDF-1.5\n", {}
    for number, body in bodies.items():
        at[number] = len(whole)
        whole += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    kept = [(0, 0), (1, at[1]), (1, at[2]), (2, 4), (1, at[4]), (1, at[5]), (1, len(whole))]
    rows = b"".join(bytes([kind]) + where.to_bytes(4, "big") + b"\0" for kind, where in kept)
    table = b"6 0 obj\n<< /Type /XRef /Size 7 /Root 1 0 R /W [1 4 1] /Length %d >>\nstream\n" % len(rows)
    return whole + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(whole)


def ftyp(brand):
    """The beginning of a film or a phone's photo."""
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0" * 12
