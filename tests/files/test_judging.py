"""The judge of uploads: a corpus of hostile files, each refused in its own words or made harmless."""

import io
import time
from contextlib import suppress

import pikepdf
import pytest
from django.utils import translation
from PIL import Image

from community.files.judging import judge
from community.files.names import clean_alt, clean_name
from community.files.texts import judge_text
from community.files.verdicts import NotTaken
from tests.files import corpus, making

pytestmark = pytest.mark.same_everywhere


def refusal(content, name):
    with translation.override("en"), pytest.raises(NotTaken) as refused:
        judge(content, name=name)
    return str(refused.value)


@pytest.mark.parametrize("case", corpus.REFUSED)
def test_hostile_file_is_refused_in_its_own_words(case):
    make, name, sentence = corpus.REFUSED[case]
    assert refusal(make(), name)[: len(sentence)] == sentence


def test_corpus_is_large():
    assert len(corpus.REFUSED) + len(corpus.NEUTRALISED) >= 100


@pytest.mark.parametrize("case", corpus.NEUTRALISED)
def test_strange_file_is_made_harmless(case):
    make, given, name = corpus.NEUTRALISED[case]
    taken = judge(make(), name=given)
    assert clean_name(given, taken.extension) == name
    if taken.is_picture:
        assert (making.SECRET in taken.content, making.SECRET in taken.small) == (False, False)
        with Image.open(io.BytesIO(taken.content)) as made:
            assert (made.format, getattr(made, "n_frames", 1), set(made.info) & {"exif", "icc_profile", "xmp"}) == (
                "WEBP", 1, set(),
            )  # fmt: skip


OFFICE = "application/vnd.openxmlformats-officedocument."
PLAIN = {
    "docx": (making.docx, f"{OFFICE}wordprocessingml.document"),
    "xlsx": (lambda: making.docx(kinds=(making.EXCEL,)), f"{OFFICE}spreadsheetml.sheet"),
    "pptx": (lambda: making.docx(kinds=(making.POINT,)), f"{OFFICE}presentationml.presentation"),
    "odt": (lambda: making.odf("text"), "application/vnd.oasis.opendocument.text"),
    "ods": (lambda: making.odf("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": (lambda: making.odf("presentation"), "application/vnd.oasis.opendocument.presentation"),
    "pdf": (making.pdf, "application/pdf"),
    "txt": (lambda: "Zażółć gęślą jaźń\n".encode(), "text/plain"),
    "csv": (lambda: "miasto;liczba\nŻory;-5\n".encode("cp1250"), "text/csv"),
}


@pytest.mark.parametrize("extension", PLAIN)
def test_plain_document_is_taken_byte_by_byte(extension):
    make, content_type = PLAIN[extension]
    content = make()
    taken = judge(content, name=f"plan.{extension}")
    assert (taken.content, taken.content_type, taken.extension) == (content, content_type, extension)


@pytest.mark.parametrize(
    "harmless",
    [
        lambda: making.docx(("word/embeddings/a.xlsx", making.docx(kinds=(making.EXCEL,)))),
        lambda: making.docx(("xl/printerSettings/printerSettings1.bin", b"\0\1\2")),
        lambda: making.docx(making.relation("attachedTemplate", "file:///C:\\Szablony\\Normal.dotm")),
        lambda: making.docx(making.relation("hyperlink", "https://example.org/")),
        lambda: making.odf("text", ("Basic/script-lc.xml", "<x/>"), ("Basic/Standard/script-lb.xml", "<x/>")),
        lambda: making.pdf(making.act("GoTo", D=[0])),
        lambda: making.pdf(making.act("URI", URI="https://example.org/")),
        lambda: making.pdf(making.act("URI", URI="https://example.org/JS/Launch/(a)/EF/plan.pdf")),
        lambda: making.pdf(making.act("URI", URI="/JavaScript \\( /EmbeddedFile")),
        lambda: making.pdf(encryption=pikepdf.Encryption(owner="a", user="")),
        lambda: making.pdf() + b"\n\0\0\r\n",
    ],
)
def test_what_offices_really_send_is_taken(harmless):
    content = harmless()
    assert judge(content, name="a").content == content


def test_photo_is_turned_as_the_camera_meant_and_made_smaller():
    taken = judge(making.photo((3000, 2000)), name="a.jpg")
    assert (taken.width, taken.height) == (1333, 2000)
    with Image.open(io.BytesIO(taken.small)) as small:
        assert small.size == (640, 960)


def test_small_picture_has_no_smaller_twin_and_keeps_its_transparency():
    taken = judge(making.picture(mode="RGBA"), name="a.png")
    assert (taken.width, taken.height, taken.small) == (300, 200, b"")
    with Image.open(io.BytesIO(taken.content)) as made:
        assert made.mode == "RGBA"


@pytest.mark.parametrize("light", [0, 5_000, 30_000, 65_535])
def test_grey_picture_of_sixteen_bits_stays_as_light_as_it_is(light):
    with Image.open(io.BytesIO(judge(making.grey_png(light), name="skan.png").content)) as made:
        assert abs(made.getpixel((5, 5))[0] - light / 257) <= 2


def test_photo_of_fifty_megapixels_is_taken():
    assert judge(making.picture("JPEG", (8000, 6250)), name="a.jpg").width == 2000


@pytest.mark.parametrize("extension", ["csv", "txt"])
def test_names_say_only_whether_a_text_is_a_table(extension):
    assert judge(b"a;b", name=f"x.{extension.upper()}").extension == extension


def test_text_with_numbers_and_formulas_is_a_table():
    content = b"=SUM(A1:A9);-5;+48 22 123;@ola;a|b!"
    assert judge_text(content, is_table=True).content == content


@pytest.mark.parametrize("piece", ["\n", ",=", ";=a|", "=!", "<", " ", "'", "=|\n", "-|!-"])
def test_long_texts_of_one_piece_take_no_time(piece):
    content = (piece * 4 * making.MB)[: 4 * making.MB].encode()
    began = time.process_time()
    with suppress(NotTaken):
        judge_text(content, is_table=True)
    assert time.process_time() - began < 5


def test_descriptions_are_one_line():
    assert clean_alt(" drzewo\x00\n w\u202e parku " + "a" * 400) == ("drzewo w parku " + "a" * 400)[:300]
