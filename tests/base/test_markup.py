"""Markdown to HTML: what it makes, what it never makes, and that no text takes long."""

import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.base.markup import mention_candidates, render
from community.base.plain_text import summary

PEOPLE = {"anna-b": "Anna <B>"}
LINK = 'rel="nofollow ugc noopener"'
MENTION = f'<a href="/ludzie/anna-b/" class="mention" {LINK}>Anna &lt;B&gt;</a>'


def html(source, **options):
    return render(source, people=PEOPLE, **options).html.strip()


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("# Tytuł", "<h3>Tytuł</h3>"),
        ("###### Tytuł", "<h3>Tytuł</h3>"),
        ("A\n===\n\nB\n---\n\n##### C", "<h3>A</h3>\n<h4>B</h4>\n<h5>C</h5>"),
        ("~~stare~~ **nowe**", "<p><s>stare</s> <strong>nowe</strong></p>"),
        ("a w domu i o tym", "<p>a&nbsp;w&nbsp;domu i&nbsp;o&nbsp;tym</p>"),
        ("`w domu`", "<p><code>w domu</code></p>"),
        ("pierwsza\ndruga", "<p>pierwsza<br>\ndruga</p>"),
        ("<b onclick=x>&amp;", "<p>&lt;b onclick=x&gt;&amp;</p>"),
        ("https://x.pl", f'<p><a href="https://x.pl" {LINK}>https://x.pl</a></p>'),
        ("http://x.pl/a_b_c*d", f'<p><a href="http://x.pl/a_b_c*d" {LINK}>http://x.pl/a_b_c*d</a></p>'),
        ("a@b.pl", f'<p><a href="mailto:a@b.pl" {LINK}>a@b.pl</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("![kot](http://x/k.png)", f'<p><a href="http://x/k.png" {LINK}>kot</a></p>'),
        ("![](http://x/k.png)", f'<p><a href="http://x/k.png" {LINK}>http://x/k.png</a></p>'),
        ("[![kot](http://x/k.png)](http://y)", f'<p><a href="http://y" {LINK}>kot</a></p>'),
        ("[](http://y)", f'<p><a href="http://y" {LINK}>http://y</a></p>'),
        ("```js\n<x>\n```", '<pre tabindex="0"><code>&lt;x&gt;\n</code></pre>'),
        ("@anna-b,", f"<p>{MENTION},</p>"),
        ("(@anna-b)", f"<p>({MENTION})</p>"),
        ("@nikt-taki", "<p>@nikt-taki</p>"),
        ("jan@anna-b /@anna-b @@anna-b", "<p>jan@anna-b /@anna-b @@anna-b</p>"),
        ("`@anna-b`", "<p><code>@anna-b</code></p>"),
        ("[@anna-b](http://y)", f'<p><a href="http://y" {LINK}>@anna-b</a></p>'),
    ],
)
def test_markdown_becomes(source, made):
    assert html(source) == made


def test_table_scrolls_and_aligns_by_class():
    assert html("|a|b|\n|:-|-:|\n|1|2|").count('class="align-right"') == 2
    assert html("|a|b|\n|:-|-:|\n|1|2|").startswith('<div class="table-scroll" tabindex="0"><table>')


def test_tasks_show_their_state():
    made = html("- [x] a\n- [ ] **b**\n  1. [X] c\n- [y] d")
    items = ["☑ a", "☐ <strong>b</strong>", "☑ c", "[y] d"]
    assert [made.count(item) for item in items] == [1, 1, 1, 1]
    assert made.count('class="contains-task-list"') == 2


def test_footnotes_of_two_texts_are_apart_and_lead_back():
    for anchor in ("ab12", "cd34"):
        made = html("a[^1] b[^1]\n\n[^1]: przypis", anchor=anchor)
        for name in (f"fn-{anchor}-1", f"fnref-{anchor}-1", f"fnref-{anchor}-1:1"):
            assert made.count(f'id="{name}"') == 1
            assert made.count(f'href="#{name}"') >= 1


def test_mentions_are_told_once_in_order():
    people = {"jan-w": "Jan", **PEOPLE}
    assert render("@jan-w @anna-b @jan-w `@ewa-o`", people=people).mentioned == ("jan-w", "anna-b")
    assert mention_candidates("@jan-w a@b.pl `@ewa-o`") == {"jan-w", "ewa-o"}


def test_summary_is_plain_and_cut_at_a_word():
    assert summary(html("# Tytuł\n\n<b> & **ważne**")) == "Tytuł <b> & ważne"
    assert summary("<p>" + "słowo " * 60 + "</p>", 20) == "słowo słowo słowo…"


class _Audit(HTMLParser):
    """Collects what must never be in rendered text."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "iframe", "img", "svg", "object", "form", "input", "base", "meta", "link"):
            self.found.append(tag)
        for name, value in attrs:
            bare = "".join((value or "").split()).lower()
            if name.startswith("on") or name == "style" or bare.startswith(("javascript:", "data:", "vbscript:")):
                self.found.append((tag, name, value))


def audit(made):
    reader = _Audit()
    reader.feed(made)
    return reader.found


PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "javascript:",
        "](",
        "[",
        "![",
        ")",
        "<",
        ">",
        '"',
        "'",
        "`",
        "```\n",
        "\n\n",
        "|",
        "|-|\n",
        "- [x] ",
        "[^1]",
        "[^1]: ",
        "onerror=",
        "&#x6A;",
        "&colon;",
        "@anna-b",
        "http://",
        "www.a.pl",
        "*",
        "_",
        "~~",
        "\\",
        "\x00",
        "\u202e",
        "# ",
        "> ",
        "    ",
        "<!--",
        "data:text/html,",
        "\t",
        "1. ",
        "a",
        " ",
        "ż",
        "<svg onload=x>",
        "<a href='javascript:x'>",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)))
def test_rendering_any_text_never_fails_and_never_makes_script(source):
    made = render(source, people=PEOPLE).html
    assert audit(made) == []
    assert len(summary(made)) <= 201


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_names_of_mentioned_people_are_never_markup(name):
    assert audit(render("@anna-b", people={"anna-b": name}).html) == []


PATHOLOGICAL = [
    "[",
    "*",
    "> ",
    "`",
    "![",
    "|",
    "[^",
    "- [x] a\n",
    "//a:",
    "://a",
    "http://a.pl/(",
    "a.pl/(",
    "**a",
    "_a",
    "[a](",
    "- ",
    "#",
    "&",
    "<a ",
    "~~a",
    "\\",
    "www.",
    "x@y@",
    "@anna-b ",
    "http:// ",
    "|a|b|\n",
    "[a]: b\n",
    "a**b*",
    "1. ",
]


def work(source):
    """Counts the calls that rendering makes, of Python and of C."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        render(source, people=PEOPLE)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_work_grows_with_the_text_and_not_with_its_square(piece):
    work("rozgrzewka [a](b) |a|")
    small, large = (work((piece * length)[:length]) for length in (2500, 10_000))
    assert large <= 6 * small + 2000


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_typed_text_of_one_piece_is_rendered(piece):
    assert audit(render((piece * 40_000)[:40_000], people=PEOPLE).html) == []


def test_deeply_nested_lists_are_rendered():
    nested = "\n".join(" " * (2 * depth) + "- x" for depth in range(199))
    assert audit(render(nested).html) == []
