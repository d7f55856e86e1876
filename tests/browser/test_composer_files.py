"""Files while one writes: on a bad line, many at once, refused, without JavaScript; and the whole job of an officer."""

import io
import re
import zlib

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.clipboard import OUTLOOK_TABLE
from tests.browser.cut import Cut
from tests.browser.live_pages import PENDING, SLOTS, a_thread, texts_on_server
from tests.browser.visitor import ANNA, JAN
from tests.browser.writing import DRAFT, TEXT, drop, paste, text, touch

pytestmark = pytest.mark.browser
ONLINE = "() => { dispatchEvent(new Event('online')); }"  # as browsers say it; else one waits some seconds
PLACE = b"50.0917 N 18.2193 E"


def a_photo():
    """A phone's photo: it says where it was taken."""
    noise = Image.effect_noise((1200, 900), 60).convert("RGB")
    facts, file = Image.Exif(), io.BytesIO()
    facts[0x010F], facts[0x010E] = "Telefon Anny", PLACE.decode()
    facts.get_ifd(0x8825).update({1: "N", 2: (50.0, 5.0, 30.0), 3: "E", 4: (18.0, 13.0, 9.0)})
    noise.save(file, "JPEG", quality=85, exif=facts)
    return {"name": "ogród.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def a_pdf():
    """A document of one empty page, as an office program writes it."""
    page = zlib.compress(b"BT ET")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(page), page),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return {"name": "umowa.pdf", "mimeType": "application/pdf", "buffer": content + end % (table, len(content))}


def choose(page, *files):
    """Chooses files as by the button of the toolbar."""
    with page.expect_file_chooser() as opened:
        page.click("[data-act=file]")
    opened.value.set_files(list(files))


def row(page, name):
    """The row of a file under the field."""
    return page.locator(".upload").filter(has_text=name)


@pytest.fixture()
def wire(site):
    """A wire to the site that can be cut."""
    one = Cut(site.port)
    yield one
    one.close()


def test_officer_pastes_attaches_loses_the_line_and_posts_once(wire, site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    page = browser_of(ANNA).new_page()
    page.goto(wire.url(path))
    touch(page)
    page.keyboard.type("Tak to liczyliśmy.")
    paste(page, OUTLOOK_TABLE, "Miasto\tKoszt")
    expect(page.locator(TEXT)).to_have_value(re.compile(r"\| Racibórz \| 12 000 \| 2021 \|"))
    choose(page, a_pdf(), a_photo())
    for name in ("umowa.pdf", "ogród.jpg"):
        expect(row(page, name).locator("progress")).to_have_count(0)
    page.fill(".upload__alt input", "Ogród deszczowy po ulewie")
    page.press(".upload__alt input", "Enter")
    expect(page.locator(TEXT)).to_have_value(re.compile(r"!\[Ogród deszczowy po ulewie\]\(plik:\d+\)"))
    expect(page.locator(DRAFT)).to_have_text(re.compile(r"\d\d:\d\d"))

    wire.cut()
    page.click("reply-outbox button.button--primary")
    expect(page.locator(PENDING)).to_have_count(1)
    expect(page.locator(".upload")).to_have_count(0)
    page.wait_for_timeout(1500)
    wire.mend()
    page.evaluate(ONLINE)
    expect(page.locator(PENDING)).to_have_count(0, timeout=20_000)

    post = page.locator(SLOTS).last
    expect(post.locator("td").nth(1)).to_have_text("12 000")
    expect(post.locator("img[alt='Ogród deszczowy po ulewie']")).to_be_visible()
    expect(post.locator("a[href*='/pliki/']").filter(has_text="umowa.pdf")).to_have_count(1)
    assert len(texts_on_server(hand_of(JAN), path)) == 2
    served = hand_of(JAN).get(post.locator("figure a, a:has(img)").first.get_attribute("href"))
    assert (served.status, PLACE in served.body(), b"Telefon Anny" in served.body()) == (200, False, False)
    assert dict(Image.open(io.BytesIO(served.body())).getexif()) == {}
    page.goto(wire.url(path))
    assert text(page) == ""


def test_file_waits_for_the_line_and_the_text_waits_for_the_file(wire, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    page = browser_of(ANNA).new_page()
    page.goto(wire.url(path))
    touch(page)
    page.keyboard.type("Z planem.")
    wire.cut()
    choose(page, a_pdf())
    waits = page.get_attribute(".tools", "data-file-offline")
    expect(row(page, "umowa.pdf").locator(".upload__told")).to_have_text(waits)
    page.click("reply-outbox button.button--primary")
    expect(page.locator("[data-said]")).to_have_text(page.get_attribute(".tools", "data-files-on-the-way"))
    assert text(page) == "Z planem."
    wire.mend()
    page.evaluate(ONLINE)
    expect(page.locator(TEXT)).to_have_value(re.compile(r"Z planem\.\n\n\[umowa\.pdf\]\(plik:\d+\)"), timeout=20_000)
    page.click("reply-outbox button.button--primary")
    expect(page.locator(SLOTS).last.locator("a[href*='/pliki/']")).to_have_count(1)
    assert len(texts_on_server(hand_of(JAN), path)) == 2


@pytest.fixture()
def page(site, browser_of):
    """The ask form of Sieć Zielona, with its tools there."""
    page = browser_of(ANNA).new_page()
    page.goto(site.url("/s/zielona/zapytaj/"))
    touch(page)
    return page


def test_three_hundred_files_get_a_sentence(page):
    assert drop(page, tuple((f"plik{n}.txt", "text/plain", "x") for n in range(300)))
    expect(page.locator("[data-said]")).to_contain_text("300")
    assert (page.locator(".upload").count(), text(page)) == (0, "")


def test_refused_file_says_why_beside_it_and_goes_from_the_list(page):
    drop(page, (("zle.exe", "application/x-msdownload", "MZ" + "\0" * 200), ("pusty.pdf", "application/pdf", "")))
    for name in ("zle.exe", "pusty.pdf"):
        expect(row(page, name)).to_have_class(re.compile("upload--refused"))
        expect(row(page, name).locator(".upload__told")).to_have_text(re.compile(r"\w.*\."))
    row(page, "zle.exe").locator("button").click()
    expect(page.locator(".upload")).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('.upload')?.textContent.includes('pusty.pdf')")


def test_upload_can_be_cancelled(page):
    held = []
    page.route("**/pliki/", lambda route: held.append(route))  # answers never
    drop(page, (("wolny.pdf", "application/pdf", "%PDF-1.4 "),))
    row(page, "wolny.pdf").locator("button").click()
    expect(page.locator(".upload")).to_have_count(0)
    expect(page.locator(TEXT)).to_be_focused()
    held[0].abort()


def test_pasted_picture_is_uploaded(page):
    picture = "".join(chr(byte) for byte in b"GIF89a\x01\x00")  # broken: what matters is that it goes the way of files
    assert paste(page, "", "", (("image.gif", "image/gif", picture),))
    expect(row(page, "image.gif")).to_have_class(re.compile("upload--refused"))


def test_without_javascript_files_are_attached_by_a_button(site, browser_of, hand_of):
    path = a_thread(hand_of(JAN))
    page = browser_of(ANNA, java_script_enabled=False).new_page()
    page.goto(site.url(path))
    page.fill(TEXT, "Bez skryptów.")
    page.click("text-composer [name=attach]")  # to the page that has a field for files; the text goes along
    program = {"name": "zle.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(99)}
    page.set_input_files("text-composer input[type=file]", [a_photo(), a_pdf(), program])
    page.click("text-composer [name=attach]")
    assert re.match(r"Bez skryptów\.\n\n!\[[^\]]*\]\(plik:\d+\)\n\n\[umowa\.pdf\]\(plik:\d+\)", text(page))
    expect(page.locator(".notice--error")).to_contain_text("zle: ")
    page.set_input_files("text-composer input[type=file]", [{**a_pdf(), "name": "drugi.pdf"}])
    page.click("main text-keeper button.button--primary")  # what was chosen and not attached goes along
    expect(page.locator("#p2 a[href*='/pliki/']").filter(has_text="drugi.pdf")).to_have_count(1)
    expect(page.locator("#p2 img")).to_have_count(1)
