"""A closed thread leaves no trace for those it is closed to: whatever they open answers as if it were not there."""

import re

import pytest

from community.catalogue.actions import add_bookmark, relate_now
from community.catalogue.models import Entry, Related
from community.people.actions import create_person
from community.spaces.models import Membership
from community.tags.models import Tag
from forum.actions import accept_answer, reply
from tests.catalogue.reading import asked, facets_of, meant_by, page_of, total_of

pytestmark = pytest.mark.django_db
TITLE = "Kto podlewa drzewa w upały tajnym wiatromierzem?"
SECRET = "kosodrzewina"

PAGES = [
    "/szukaj/?q=kosodrzewina", "/szukaj/?q=kosodrzewino", "/szukaj/?q=wiatromierzem", "/szukaj/?q=wiatromeirz",
    "/en/szukaj/?q=kosodrzewina", "/szukaj/?q=kosodrzewina&siec=umowy-i-ryzyka", "/szukaj/?q=drzewa",
    # By rank only words whose open hits lie far apart: SQLite's bm25 weighs closed texts along (community/README.md).
    "/szukaj/?q=umowa&kolejnosc=nowe", "/szukaj/?q=umowa+drzewa", "/szukaj/?q=umowa&siec=umowy-i-ryzyka",
    "/szukaj/?q=drzewa&kolejnosc=nowe", "/szukaj/?q=drzewa&siec=umowy-i-ryzyka", "/szukaj/?q=drzewa&rodzaj=question",
    "/szukaj/?q=drzewa&autor=tajna-autorka", "/szukaj/?q=drzewa&temat=temat-tajny",
    "/szukaj/?q=drzewa&temat=temat-wspolny", "/szukaj/?q=drzewa&stan=rozwiazane",
    "/szukaj/?q=tajna+autorka", "/szukaj/?q=temat+tajny", '/szukaj/?q="drzewa w"',
    "/szukaj/podpowiedzi/?q=koso", "/szukaj/podpowiedzi/?q=wiatro", "/szukaj/podpowiedzi/?q=kto+podlewa",
    "/szukaj/podpowiedzi/?q=temat+taj", "/szukaj/podpowiedzi/?q=kosodrzewinom",
    "/szukaj/podobne/?title=Kto+podlewa+drzewa+tajnym+wiatromierzem", "/szukaj/podobne/?title=kosodrzewina",
    "/tematy/", "/tematy/temat-wspolny/", "/tematy/temat-tajny/", "/kanal.xml", "/s/zielona/kanal.xml",
    "/tematy/temat-wspolny/kanal.xml", "/sitemap.xml", "/sitemap-wpisy.xml", "/sitemap-tematy.xml", "/zakladki/", "/",
    "/watki/", "/s/zielona/", "/s/zielona/zapytaj/?tytul=wiatromierz", "/ludzie/tajna-autorka/", "/miasta/raciborz/",
]  # fmt: skip


@pytest.fixture()
def insider(closed):
    """The author: a member of the closed group and of nothing else, with a public profile."""
    who = create_person(email="tajna@leak.example", name="Tajna Autorka", slug="tajna-autorka")
    Membership.objects.create(space=closed, person=who, role="member")
    return who


@pytest.fixture()
def tags(closed):
    """A tag that everybody uses, and one of the closed group's own."""
    return [Tag.objects.create(name="Temat wspólny"), Tag.objects.create(name="Temat tajny", space=closed)]


@pytest.fixture()
def beside(zielona, anna, tags):
    """An open thread about the same, under the same tag."""
    return asked(anna, zielona, "Kto podlewa drzewa w upały?", "Umowa na drzewa.", tags=tags[:1])


@pytest.fixture()
def make_secret(closed, insider, tags, beside, person):
    """Returns a function: starts the closed thread, answers, accepts and relates it."""

    def make():
        thread = asked(insider, closed, TITLE, f"Umowa: {SECRET} i drzewa.", tags=tags)
        post = reply(
            author=person("leszek-czyzyk"), thread=thread, text="Wiatromierze przy drzewach.", key="leak-reply"
        )
        accept_answer(by=insider, post=post)
        entry = Entry.objects.get(kind="question", subject_id=thread.pk)
        relate_now(entry.pk)
        return entry

    return make


def opened(browser, path):
    """Returns what a page answers, without its tokens, the key of an empty form and its moment."""
    response = browser.get(path)
    own = r'value="[A-Za-z0-9]{64}"|name="key" value="[0-9a-f]{16}"|name="do" value="[^"]*"'
    html = re.sub(own, "", response.content.decode())
    return response.status_code, response.headers.get("Location", ""), html


def walked(browser, beside):
    return {path: opened(browser, path) for path in [*PAGES, beside.url, f"/watki/{beside.pk}/kanal.xml"]}


@pytest.mark.parametrize("who", ["visitor", "outsider", "member of another place"])
def test_outsider_cannot_tell_that_a_closed_thread_was_started(who, as_, olaf, anna, make_secret, beside):
    browser = as_({"visitor": None, "outsider": olaf, "member of another place": anna}[who])
    browser.get(beside.url)  # what is seen is seen
    before = walked(browser, beside)
    make_secret()
    after = walked(browser, beside)
    assert [path for path in before if before[path] != after[path]] == []


@pytest.mark.parametrize("who", ["insider", "facilitator", "leader of all"])
def test_those_it_is_open_to_find_it_everywhere(who, as_, insider, person, maria, make_secret, beside):
    """So the test above looks where there is something to see."""
    browser = as_({"insider": insider, "facilitator": person("karol-bratek"), "leader of all": maria}[who])
    before = walked(browser, beside)
    entry = make_secret()
    after = walked(browser, beside)
    unlike = {path for path in before if before[path] != after[path]}
    assert unlike >= {
        "/szukaj/?q=kosodrzewina", "/szukaj/?q=kosodrzewino", "/szukaj/?q=wiatromeirz", "/szukaj/?q=drzewa",
        "/szukaj/?q=drzewa&siec=umowy-i-ryzyka", "/szukaj/?q=drzewa&autor=tajna-autorka",
        "/szukaj/?q=drzewa&temat=temat-wspolny", "/szukaj/podpowiedzi/?q=wiatro",
        "/szukaj/podobne/?title=Kto+podlewa+drzewa+tajnym+wiatromierzem", "/tematy/", "/tematy/temat-wspolny/", "/",
        beside.url,
    }  # fmt: skip
    assert entry.url in after[beside.url][2]
    assert not any("/kanal.xml" in path or "/sitemap" in path for path in unlike)


def test_counts_and_facets_are_those_of_what_one_may_see(as_, olaf, insider, make_secret, beside):
    make_secret()
    seen = {}
    for name, who in {"visitor": None, "olaf": olaf, "insider": insider}.items():
        response = as_(who).get("/en/szukaj/", {"q": "podlewa upały drzewa"})
        labels = [option.label for options in facets_of(response).values() for option in options]
        seen[name] = (total_of(response), "Tajna Autorka" in labels, "Temat tajny" in labels)
    one = seen["visitor"][0]
    assert seen == {"visitor": (one, False, False), "olaf": (one, False, False), "insider": (one + 1, True, True)}


def test_typing_error_near_a_closed_word_is_put_right_for_its_readers_only(as_, olaf, insider, make_secret):
    make_secret()
    meant = [meant_by(as_(who).get("/szukaj/", {"q": "kosodrzewnia"})) for who in (None, olaf, insider)]
    assert meant == ["", "", "kosodrzewina"]


def test_relative_that_was_closed_later_is_shown_to_its_readers_only(as_, olaf, anna, insider, make_secret, beside):
    entry = make_secret()
    assert Related.objects.filter(other=entry).count() >= 1
    shown = [page_of(as_(who).get(beside.url)).count(entry.url) for who in (None, olaf, anna, insider)]
    assert shown == [0, 0, 0, 1]


def test_bookmark_of_what_was_closed_later_says_only_that_it_is_there(as_, olaf, make_secret):
    entry = make_secret()
    browser = as_(olaf)
    add_bookmark(person=olaf, entry=entry)
    html = page_of(browser.get("/zakladki/"))
    assert [html.count(word) for word in (entry.title, entry.url, SECRET, "Tajna Autorka")] == [0, 0, 0, 0]


def test_closed_thread_closes_when_it_was_open(as_, olaf, anna, zielona):
    from forum.actions.writing import list_thread

    thread = asked(anna, zielona, "Hydrofornia")
    seen = []
    for audience in ("public", "community", "members"):
        thread.audience = audience
        thread.save()
        list_thread(thread)
        seen.append([total_of(as_(who).get("/szukaj/", {"q": "hydrofornia"})) for who in (None, olaf, anna)])
    assert seen == [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
