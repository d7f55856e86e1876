"""The sitemap by its protocol (sitemaps.org): public pages in both languages and nothing else; robots.txt."""

import re
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.models import Entry
from community.catalogue.sources import library_kinds
from community.catalogue.views import sitemap as views
from community.people.actions import create_person
from community.spaces.models import City, Membership, Space
from community.tags.models import Tag
from forum.actions import delete_post, start_thread

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HERE = "http://127.0.0.1:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
W3C_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?")


def urls_of(response, root="urlset", child="url"):
    """Returns the addresses of a sitemap file in order, after holding it to the protocol."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    assert len(response.content) <= 50 * 1024 * 1024
    top = ElementTree.fromstring(response.content)
    assert top.tag == f"{SITEMAP}{root}"
    assert {element.tag for element in top} == {f"{SITEMAP}{child}"}
    assert len(top) <= 50_000
    found = []
    for url in top:
        names = [part.tag for part in url if part.tag != f"{XHTML}link"]
        assert names in ([f"{SITEMAP}loc"], [f"{SITEMAP}loc", f"{SITEMAP}lastmod"])
        loc, last = url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")
        assert loc.startswith(f"{HERE}/")
        assert len(loc) < 2_048
        assert last is None or W3C_DATE.fullmatch(last)
        found.append(loc)
    assert len(found) == len(set(found))
    return found


def paths_of(response):
    return [url.removeprefix(HERE) for url in urls_of(response)]


@pytest.fixture()
def secret(closed):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    return start_thread(author=insider, space=closed, kind="question", title="Tajny tytuł", text="x", key="map-secret")


def test_sitemap_holds_what_visitors_may_open_and_all_of_it_opens(as_, question):
    paths = paths_of(as_().get("/sitemap.xml"))
    public = Entry.objects.filter(audience="public", is_listed=True).values_list("url", flat=True)
    static = [
        "/watki/",
        "/biblioteka/",
        "/tematy/",
        "/sieci/",
        "/miasta/",
        "/o-programie/",
        "/regulamin/",
        "/prywatnosc/",
        "/dostepnosc/",
    ]
    wanted = {*public, "/", *static}
    polish = {path for path in paths if not path.startswith("/en/")}
    of_library = Entry.objects.filter(audience="public", is_listed=True, kind__in=library_kinds())
    only_polish = set(of_library.filter(other_language="").values_list("url", flat=True))
    assert wanted - polish == set()
    assert {path for path in polish - wanted if not re.fullmatch(r"/tematy/[a-z0-9-]+/", path)} == set()
    assert set(paths) - polish == {f"/en{path}" for path in polish} - {f"/en{path}" for path in only_polish}
    assert "/biblioteka/ppp/" in only_polish
    assert question.url in polish
    assert set(Space.objects.filter(audience="public").values_list("slug", flat=True)) == {
        path.split("/")[2] for path in polish if path.startswith("/s/")
    }
    assert City.objects.first().url in polish
    kinds = {path.split("/")[1]: path for path in paths}
    assert {path: as_().get(path).status_code for path in kinds.values() if as_().get(path).status_code != 200} == {}


def test_both_languages_name_each_other(as_):
    top = ElementTree.fromstring(as_().get("/sitemap.xml").content)
    for url in list(top)[:4]:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        assert set(links) == {"pl", "en", "x-default"}
        assert links["x-default"] == links["pl"]
        assert links["en"] == links["pl"].replace(HERE, f"{HERE}/en", 1)
        assert url.findtext(f"{SITEMAP}loc") in links.values()


def test_page_of_the_library_names_only_languages_in_which_it_is_there(as_):
    alone = Entry.objects.get(url="/biblioteka/ppp/")
    both = Entry.objects.get(url="/biblioteka/ogrod/")
    Entry.objects.filter(pk=both.pk).update(other_url="/biblioteka/rain-garden/")
    top = ElementTree.fromstring(as_().get("/sitemap.xml").content)
    told = {
        url.findtext(f"{SITEMAP}loc"): [(one.get("hreflang"), one.get("href")) for one in url.findall(f"{XHTML}link")]
        for url in top
    }
    ogrod = [
        ("pl", f"{HERE}/biblioteka/ogrod/"), ("en", f"{HERE}/en/biblioteka/rain-garden/"),
        ("x-default", f"{HERE}/biblioteka/ogrod/"),
    ]  # fmt: skip
    assert told[f"{HERE}/biblioteka/ogrod/"] == ogrod
    assert told[f"{HERE}/en/biblioteka/rain-garden/"] == ogrod
    assert told[f"{HERE}{alone.url}"] == []
    assert {f"{HERE}/en/biblioteka/ogrod/", f"{HERE}/en{alone.url}"} & set(told) == set()


@pytest.mark.parametrize("who", ["visitor", "outsider", "member", "leader"])
def test_sitemap_is_the_visitors_whoever_opens_it(who, as_, secret, olaf, maria, anna, zielona):
    start_thread(
        author=anna, space=zielona, kind="question", title="Dla swoich", text="x", key="map-own", audience="members"
    )
    opener = {"visitor": None, "outsider": olaf, "member": secret.author, "leader": maria}[who]
    text = as_(opener).get("/sitemap.xml").content.decode()
    assert "tajny-tytul" not in text
    assert "dla-swoich" not in text
    assert secret.space.slug not in text


def test_profile_is_there_only_when_public(as_, anna):
    from community.base.subjects import changed

    for is_public in (True, False):
        type(anna).objects.filter(pk=anna.pk).update(is_profile_public=is_public)
        changed("person", [anna.pk])
        assert (anna.url in paths_of(as_().get("/sitemap.xml"))) is is_public


def test_deleted_thread_leaves_at_once(as_, anna, question):
    delete_post(by=anna, post=question.posts.get(number=1))
    assert question.url not in paths_of(as_().get("/sitemap.xml"))


def test_tag_page_is_there_once_visitors_find_something_on_it(as_, anna, zielona):
    open_tag, own, empty = (Tag.objects.create(name=f"Temat {name}") for name in ("jawny", "swoich", "pusty"))
    merged = Tag.objects.create(name="Temat dawny", merged_into=open_tag)
    ask = {"author": anna, "space": zielona, "kind": "question", "text": "x"}
    start_thread(**ask, title="Jawne pytanie", key="map-tag-1", tags=[merged])
    start_thread(**ask, title="Nasze pytanie", key="map-tag-2", tags=[own], audience="members")
    paths = paths_of(as_().get("/sitemap.xml"))
    there = {tag.slug: tag.url in paths for tag in (open_tag, merged, own, empty)}
    assert there == {open_tag.slug: True, merged.slug: False, own.slug: False, empty.slug: False}


def test_many_addresses_become_an_index_of_files(as_, monkeypatch):
    whole = set(urls_of(as_().get("/sitemap.xml")))
    monkeypatch.setattr(views, "MOST_IN_ONE", 20)
    monkeypatch.setattr(views._Section, "limit", 10)
    files = urls_of(as_().get("/sitemap.xml"), "sitemapindex", "sitemap")
    assert f"{HERE}/sitemap-wpisy.xml?p=2" in files
    parts = [urls_of(as_().get(file.removeprefix(HERE))) for file in files if "tematy" not in file]
    assert max(len(part) for part in parts) == 20
    assert {url for part in parts for url in part} == {
        url for url in whole if "/tematy/" not in url.removesuffix("/tematy/")
    }


def test_part_that_is_unknown_is_not_found(as_):
    assert as_().get("/sitemap-nic.xml").status_code == 404


@pytest.mark.parametrize("number", ["10000", "0", "-1", "x", "", "\x00", "9" * 5000])
def test_file_that_a_part_does_not_have_is_not_found(number, as_):
    assert as_().get("/sitemap-wpisy.xml", {"p": number}).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-wpisy.xml", "/robots.txt"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_read(path, method, as_):
    response = getattr(as_(), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET")


def test_sitemap_costs_the_same_at_any_size(as_, anna, zielona):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            as_().get("/sitemap.xml")
        return len(captured)

    few = cost()
    for number in range(8):
        tag = Tag.objects.create(name=f"Temat mapy {number}")
        create_person(email=f"map-{number}@x.example", name=f"Osoba {number}", slug=f"map-{number}")
        start_thread(
            author=anna, space=zielona, kind="question", title="P", text="x", key=f"map-{number:04}", tags=[tag]
        )
    assert (few, cost()) == (few, few)
    assert few <= 6


def test_robots_are_let_in_but_not_into_searching_and_accounts(as_):
    response = as_().get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(response.content.decode().splitlines())
    opened = ("/", "/watki/1/x/", "/en/", "/kanal.xml")
    closed = ("/szukaj/?q=x", "/en/szukaj/", "/konto/login/", "/en/konto/profil/")
    assert [path for path in (*opened, *closed) if robots.can_fetch("anybody", HERE + path)] == [*opened]
    assert robots.site_maps() == [f"{HERE}/sitemap.xml"]


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/en/", "/en/"),
        ("/watki/?stan=rozwiazane&od=", "/watki/"),
        ("/en/miasta/?siec=zielona", "/en/miasta/"),
        ("/o-programie/?strona=3&x=1", "/o-programie/?strona=3"),
        ("/o-programie/?strona=1", "/o-programie/"),
        ("/o-programie/?strona=x%22%3E", "/o-programie/"),
        ("/o-programie/?" + "&".join(f"a{n}=1" for n in range(1200)), "/o-programie/"),
    ],
)
def test_page_says_its_one_address_and_its_languages(path, canonical, as_):
    head = as_().get(path).content.decode().partition("</head>")[0]
    polish = canonical.removeprefix("/en") if canonical.startswith("/en/") else canonical
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', head) == [HERE + canonical]
    assert re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', head) == [
        ("pl", HERE + polish), ("en", f"{HERE}/en{polish}"), ("x-default", HERE + polish)
    ]  # fmt: skip
    assert f'<meta property="og:url" content="{HERE}{canonical}">' in head


def test_card_of_a_page_is_complete(as_):
    head = as_().get("/en/").content.decode().partition("</head>")[0]
    card = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', head))
    assert card["og:type"] == "website"
    assert (card["og:locale"], card["og:locale:alternate"]) == ("en_GB", "pl_PL")
    assert card["og:image"] == f"{HERE}/static/img/share.png"
    assert {"og:title", "og:description", "og:url", "og:site_name", "og:image:alt"} - set(card) == set()
    assert all(card.values())


def test_picture_of_the_card_has_its_size_and_is_light():
    from struct import unpack

    from django.contrib.staticfiles import finders

    with open(finders.find("img/share.png"), "rb") as file:
        png = file.read()
    assert unpack(">II", png[16:24]) == (1200, 630)
    assert len(png) <= 60_000


@pytest.mark.parametrize("path", ["/nie-ma/", "/konto/login/", "/zaproszenie/abc/"])
def test_pages_that_nobody_should_list_say_no_address(path, as_):
    head = as_().get(path).content.decode().partition("</head>")[0]
    assert "noindex" in head
    assert "canonical" not in head
    assert "og:" not in head
