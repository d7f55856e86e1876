"""How texts show uploaded files: pictures, links, and only those that the caller knows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.base.file_markup import FileFacts, file_candidates, size_words
from community.base.markup import render
from community.base.plain_text import plain_text, summary
from tests.base.test_markup import _Audit

REL = 'rel="nofollow ugc noopener"'
FILES = {
    12: FileFacts(name="plan.pdf", url="/pliki/12/plan.pdf", size=123_456),
    13: FileFacts("drzewo.webp", "/pliki/13/drzewo.webp", 5000, True, 2000, 1500, "", True),
    14: FileFacts("park.webp", "/pliki/14/park.webp", 5000, True, 300, 200, "Ławka w parku", False),
}
PDF = f'<a href="/pliki/12/plan.pdf" class="file" {REL}>'
NAMED = '<span class="file__facts">(plan.pdf, 121 KB)</span>'
PLAN = f'{PDF}plan.pdf <span class="file__facts">(PDF, 121 KB)</span></a>'


def img(alt, src="/pliki/13/drzewo.webp?m=1", size='width="960" height="720"'):
    shown = f'<img src="{src}" alt="{alt}" {size} loading="lazy" decoding="async">'
    return f'<a href="{src.partition("?")[0]}" class="picture__link" {REL}>{shown}</a>'


def html(source):
    return render(source, files=FILES).html.strip()


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("[plan.pdf](plik:12)", f"<p>{PLAN}</p>"),
        ("[](plik:12)", f"<p>{PLAN}</p>"),
        ("<plik:12>", f"<p>{PLAN}</p>"),
        ("[nasz *plan*](plik:12)", f"<p>{PDF}nasz <em>plan</em> {NAMED}</a></p>"),
        ("![nasz](plik:12)", f"<p>{PDF}nasz {NAMED}</a></p>"),
        ("![Drzewo](plik:13)", f'<figure class="picture">{img("Drzewo")}</figure>'),
        (
            '![a](plik:13 "Rynek <b>")',
            f'<figure class="picture">{img("a")}<figcaption>Rynek &lt;b&gt;</figcaption></figure>',
        ),
        ("Oto ![Drzewo](plik:13).", f"<p>Oto {img('Drzewo')}.</p>"),
        ("![](plik:13)", f'<figure class="picture">{img("drzewo.webp")}</figure>'),
        ("![⟨opis⟩](plik:13)", f'<figure class="picture">{img("drzewo.webp")}</figure>'),
        (
            "![⟨opis⟩](plik:14)",
            '<figure class="picture">'
            + img("Ławka w parku", "/pliki/14/park.webp", 'width="300" height="200"') + "</figure>",
        ),
        ("[![a](plik:13)](http://y)", f'<p><a href="http://y" {REL}>a</a></p>'),
        ("[x](plik:99) ![y](plik:99) [](plik:99)", "<p>x y plik:99</p>"),
        ("[x](plik:012) [y](PLIK:12) [z](plik:12/../1)", "<p>x y z</p>"),
        ("`[x](plik:12)`", "<p><code>[x](plik:12)</code></p>"),
        ("[x](/pliki/12/plan.pdf)", f'<p><a href="/pliki/12/plan.pdf" {REL}>x</a></p>'),
        ("![x](/pliki/13/drzewo.webp)", f'<p><a href="/pliki/13/drzewo.webp" {REL}>x</a></p>'),
    ],
)  # fmt: skip
def test_file_in_markdown_becomes(source, made):
    assert html(source) == made


def test_pictures_that_stand_together_are_figures():
    assert html("![a](plik:13)\n![b](plik:14)").count('<figure class="picture">') == 2
    assert html("![a](plik:13)\n![b](plik:14)").count("<p>") == 0


def test_shown_files_are_told_once_in_order():
    made = render("![a](plik:13) [b](plik:12) ![c](plik:13) [d](plik:99) `plik:14`", files=FILES)
    assert made.files == (13, 12)
    assert file_candidates("![a](plik:13) [b](plik:12) plik:07 `plik:14`") == {13, 12, 14}


def test_text_shows_at_most_sixty_files():
    assert html("![a](plik:13)\n" * 500).count("<img") == 60


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Oto ![Drzewo <b> & \"co\"](plik:13)!", 'Oto Drzewo <b> & "co" !'),
        ("![Drzewo](plik:13 \"Rynek\")\n\nDalej", "Drzewo Rynek Dalej"),
        ("Nasz [plan](plik:12).", "Nasz plan (plan.pdf, 121 KB)."),
    ],
)  # fmt: skip
def test_descriptions_and_names_are_words_of_the_text(source, words):
    assert plain_text(html(source)) == words
    assert summary(html(source)) == words


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (1025, "2 KB"), (9 * 1024 * 1024, "9216 KB"), (20 * 1024 * 1024, "20 MB")]
)
def test_sizes_are_the_same_words_in_every_language(size, words):
    assert size_words(size) == words


def audit(made):
    """Returns what must never be in rendered text; a picture only from our own door."""
    reader = _Audit()
    reader.feed(made.replace('<img src="/pliki/', '<b title="/pliki/'))
    return reader.found


HOSTILE = [
    '"><script>alert(1)</script>', "' onerror=alert(1) x='", "](javascript:alert(1))", "<img src=x onerror=alert(1)>",
    "\x00\u202e", "&lt;script&gt;", "a\nb", "![x](http://evil.example/a.png)", "{{ 7*7 }}", "`", "⟨⟩", "\\",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_and_descriptions_are_words(words):
    facts = {1: FileFacts(words, "/pliki/1/a.pdf", 1), 2: FileFacts(words, "/pliki/2/a.webp", 1, True, 5, 5, words)}
    for source in (f"[{words}](plik:1)", f"![{words}](plik:2)", f'![a](plik:2 "{words}")', "[](plik:1) ![](plik:2)"):
        assert audit(render(source, files=facts).html) == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example/a", '/pliki/1/a" onerror="x', "/konto/", "data:,", "/pliki/1/../a"]
)
def test_address_that_is_not_ours_is_no_picture(url):
    made = render("![a](plik:1)", files={1: FileFacts("a", url, 1, True, 5, 5)}).html
    assert made.count(" src=") == 0
    assert audit(made.replace("<img ", "<b ")) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_text_makes_a_script_of_files(before, name, typed):
    facts = {12: FileFacts(name, "/pliki/12/a.webp", 5, True, 9, 9, name), 13: FileFacts(name, "/pliki/13/a.pdf", 5)}
    assert audit(render(f"{before}![{typed}](plik:12) [{typed}](plik:13)", files=facts).html) == []
