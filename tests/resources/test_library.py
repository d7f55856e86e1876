"""Browsing the library: who sees what, facets against a count by hand, pages, what cannot be found, the feed."""

import re
from collections import Counter

import pytest

from community.catalogue.models import Entry, EntryTag, EntryTrait
from community.following.actions import follow
from community.people.models import Person
from community.spaces.models import Space
from community.tags.models import Tag
from resources.models import KINDS, ArticlePage
from resources.queries.library import TRAITS, library_shelf
from tests.catalogue.reading import chips_of, facets_of, page_of, parameters, plain, queries_of, total_of
from tests.resources.shelving import article, listed

pytestmark = pytest.mark.django_db
LIBRARY = "/en/biblioteka/"


def titles_in(response):
    return [plain(title) for title in re.findall(r'<h2 class="row__title"[^>]*>(.*?)</h2>', page_of(response), re.S)]


@pytest.fixture()
def empty(db):
    """Nothing is published."""
    Entry.objects.filter(kind__in=KINDS).delete()


@pytest.fixture()
def many_sided(empty, zielona, closed, anna, jan):
    """Eight texts that differ in everything a facet tells; one of them is for members of a closed group."""
    ppp = Space.objects.get(slug="ppp")
    big, small = {("city", "lublin"), ("size", "200-500k")}, {("city", "pilawa"), ("size", "5-20k")}
    water, trees = Tag.objects.create(name="Woda z biblioteki"), Tag.objects.create(name="Drzewa z biblioteki")
    told = [
        (zielona, "article", {("cost", "none"), *big}, [water], 0),
        (zielona, "article", {("cost", "under-50k"), *small, ("language", "en")}, [water, trees], 400),
        (zielona, "recommendation", {("status", "sent"), ("matter", "law")}, [], 800),
        (zielona, "recommendation", {("status", "rejected"), ("matter", "data"), *big, *small}, [trees], 0),
        (ppp, "action_plan", {*small, ("network", "zielona")}, [], 0),
        (ppp, "improvement_plan", set(), [water], 400),
        (ppp, "page", set(), [], 800),
        (closed, "article", {("cost", "none"), *big}, [water], 0),
    ]
    for number, (space, kind, traits, tags, days) in enumerate(told):
        audience = "members" if space == closed else "public"
        entry = listed(number, space, kind=kind, traits=traits, audience=audience, author=anna, days=days + number)
        EntryTag.objects.bulk_create(EntryTag(content_object=entry, tag=tag) for tag in tags)


def facts(entry):
    """Returns what a facet can tell of an entry, by facet."""
    traits = {trait: set() for trait in TRAITS}
    for facet, value in EntryTrait.objects.filter(entry=entry).values_list("facet", "value"):
        traits[facet].add(value)
    tags = EntryTag.objects.filter(content_object=entry).values_list("tag__slug", flat=True)
    return {**traits, "kind": {entry.kind}, "year": {str(entry.year)}, "tag": set(tags)}


CHOICES = [
    {},
    {"kind": "article"},
    {"network": "zielona"},
    {"network": "zielona", "kind": "article"},
    {"tag": "woda-z-biblioteki"},
    {"tag": "drzewa-z-biblioteki", "size": "5-20k"},
    {"cost": "none", "city": "lublin"},
    {"status": "sent"},
    {"matter": "data", "status": "rejected", "network": "zielona"},
    {"language": "en"},
    {"size": "200-500k", "kind": "recommendation"},
    {"cost": "none", "status": "sent"},
]


class TestFacets:
    @pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: "-".join(chosen) or "none")
    @pytest.mark.parametrize("who", ["visitor", "insider"])
    def test_each_facet_is_counted_under_the_choices_in_the_others(self, who, chosen, many_sided, person):
        viewer = person("karol-bratek") if who == "insider" else None
        entries = Entry.objects.filter(kind__in=KINDS, **({} if viewer else {"audience": "public"}))
        every = [(entry.title, facts(entry)) for entry in entries.order_by("-published_at", "-id")]

        def meeting(*, but=""):
            return [
                (title, of) for title, of in every if all(v in of[name] for name, v in chosen.items() if name != but)
            ]

        from django.contrib.auth.models import AnonymousUser

        shelf = library_shelf(viewer or AnonymousUser(), chosen)
        assert [row.title for row in shelf.page.rows] == [title for title, _of in meeting()]
        assert shelf.total == len(meeting())
        for name in (*TRAITS, "kind", "year", "tag"):
            counted = {count.value: count.entries for count in shelf.counts.get(name, [])}
            assert counted == Counter(value for _title, of in meeting(but=name) for value in of[name]), name

    def test_links_find_as_many_as_they_say_and_keep_the_other_choices(self, as_, many_sided):
        browser, seen = as_(), 0
        for chosen in ({}, {"siec": "zielona"}, {"rodzaj": "article", "temat": "woda-z-biblioteki"}):
            for options in facets_of(browser.get(LIBRARY, chosen)).values():
                for option in options:
                    if not option.is_chosen:
                        assert total_of(browser.get(LIBRARY, option.chooses)) == option.count
                        assert chosen.keys() <= option.chooses.keys()
                        seen += 1
        assert seen > 30

    def test_choices_are_said_in_words_and_given_up_one_by_one(self, as_, many_sided):
        chosen = {"siec": "zielona", "koszt": "none", "wielkosc": "200-500k"}
        assert chips_of(as_().get(LIBRARY, chosen)) == {
            "Give up: Network or group: Sieć Zielona": {"koszt": "none", "wielkosc": "200-500k"},
            "Give up: Cost: no money": {"siec": "zielona", "wielkosc": "200-500k"},
            "Give up: Size of the city: 200–500 thousand inhabitants": {"siec": "zielona", "koszt": "none"},
            "Clear all": {},
        }

    def test_kinds_and_costs_are_in_their_own_order(self, as_, many_sided):
        shown = facets_of(as_().get(LIBRARY))
        assert [option.chooses["rodzaj"] for option in shown["Kind"]] == list(KINDS)
        assert [option.label for option in shown["Cost"]] == ["no money", "under 50,000 zł"]

    def test_merged_and_former_tags_choose_what_they_count_as(self, as_, many_sided):
        water, trees = Tag.objects.get(name="Woda z biblioteki"), Tag.objects.get(name="Drzewa z biblioteki")
        Tag.objects.filter(pk=trees.pk).update(merged_into=water)
        found = [sorted(titles_in(as_().get(LIBRARY, {"temat": tag.slug}))) for tag in (water, trees)]
        assert found == [["Tekst 0", "Tekst 1", "Tekst 3", "Tekst 5"]] * 2

    def test_search_box_takes_along_what_searching_knows(self, as_, many_sided):
        html = page_of(as_().get(LIBRARY, {"siec": "zielona", "rodzaj": "article", "koszt": "none"}))
        box = re.search(r'<search-box class="search search--big".*?</search-box>', html, re.S)[0]
        assert re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', box) == [
            ("rodzaj", "article"), ("siec", "zielona"),
        ]  # fmt: skip


class TestVisibility:
    def test_closed_text_is_neither_listed_nor_counted_for_outsiders(self, as_, many_sided, olaf, person):
        leader = person("karol-bratek")
        for who, total in ((None, 7), (olaf, 7), (leader, 8)):
            response = as_(who).get(LIBRARY)
            assert total_of(response) == total
            assert ("Tekst 7" in titles_in(response)) is (who == leader)
            counts = {option.chooses["rodzaj"]: option.count for option in facets_of(response)["Kind"]}
            assert counts["article"] == total - 5

    def test_closed_group_of_a_public_text_is_named_to_nobody_outside(self, as_, many_sided, closed, person):
        EntryTrait.objects.create(entry=Entry.objects.get(title="Tekst 0"), facet="network", value=closed.slug)
        asked = {"siec": closed.slug}
        assert page_of(as_().get(LIBRARY)).count(closed.name) == 0
        assert page_of(as_().get(LIBRARY)).count(closed.slug) == 0
        assert total_of(as_().get(LIBRARY, asked)) == 0
        assert total_of(as_(person("karol-bratek")).get(LIBRARY, asked)) == 2

    def test_texts_of_whom_one_ignores_are_left_out(self, as_, many_sided, anna, olaf):
        follow(person=olaf, target="person", target_id=anna.pk, level="ignored")
        assert total_of(as_(olaf).get(LIBRARY)) == 0

    def test_page_taken_back_is_gone_and_one_published_is_there(self, as_, anna, zielona):
        page = article(anna, zielona, "Mokradło przy szkole")
        assert titles_in(as_().get(LIBRARY))[0] == "Mokradło przy szkole"
        page.unpublish()
        assert "Mokradło przy szkole" not in titles_in(as_().get(LIBRARY))


class TestPaging:
    def test_every_text_stands_on_one_page_under_the_same_choices(self, as_, empty, zielona):
        for number in range(45):
            listed(number, zielona, days=number // 3)
        listed(99, zielona, kind="page")
        browser, seen, address = as_(), [], f"{LIBRARY}?rodzaj=article"
        for _number in range(3):
            response = browser.get(address)
            assert total_of(response) == 45
            seen += titles_in(response)
            older = re.search(r'rel="next" href="([^"]*)"', page_of(response))
            address = f"{LIBRARY}?" + "&".join(f"{k}={v}" for k, v in parameters(older[1]).items()) if older else ""
        assert address == ""
        assert len(seen) == len(set(seen)) == 45

    def test_page_beyond_the_last_leads_to_the_first(self, as_, empty, zielona):
        listed(1, zielona)
        response = as_().get(LIBRARY, {"rodzaj": "article", "od": "o1000000000.000000.1"})
        assert (response.status_code, response["Location"]) == (302, f"{LIBRARY}?rodzaj=article")

    @pytest.mark.parametrize("token", ["x", "o1.2", "o99999999999999999.0.1", "\x00"])
    def test_bent_place_is_not_found(self, token, as_):
        assert as_().get(LIBRARY, {"od": token}).status_code == 404


class TestPage:
    @pytest.mark.parametrize(
        "name", ["rodzaj", "siec", "temat", "stan", "zmiana", "koszt", "wielkosc", "miasto", "rok", "jezyk"]
    )
    @pytest.mark.parametrize("value", ["nie-ma", "<script>", "x" * 500, "🌳", "' OR 1=1 --", "99999", "-1"])
    def test_choice_that_does_not_exist_finds_nothing_and_says_how_to_widen(self, name, value, as_, many_sided):
        response = as_().get(LIBRARY, {name: value})
        html = page_of(response)
        assert (total_of(response), html.count("<script>"), html.count('class="empty__title"')) == (0, 0, 1)
        (way,) = re.findall(r'<a class="button" href="([^"]*)"', html)
        assert way == LIBRARY
        (chip,) = chips_of(response).values()
        assert chip == {}

    def test_nothing_published_leads_to_the_questions(self, as_, empty):
        response = as_().get(LIBRARY)
        assert re.findall(r'<a class="button" href="([^"]*)"', page_of(response)) == ["/en/watki/"]
        assert facets_of(response) == {}

    def test_other_methods_are_refused(self, as_):
        assert as_().post(LIBRARY).status_code == 405

    def test_only_the_whole_library_is_for_search_engines(self, as_, many_sided):
        noindex = '<meta name="robots" content="noindex">'
        found = [page_of(as_().get(LIBRARY, chosen)).count(noindex) for chosen in ({}, {"rodzaj": "article"})]
        assert found == [0, 1]
        html = page_of(as_().get(LIBRARY, {"rodzaj": "article"}))
        assert re.search(r'<link rel="canonical" href="[^"]*/en/biblioteka/">', html)

    def test_text_in_another_language_says_so(self, as_, empty, zielona):
        listed(1, zielona)
        assert re.findall(r'<h2 class="row__title"([^>]*)>', page_of(as_().get("/biblioteka/"))) == [""]
        assert re.findall(r'<h2 class="row__title"([^>]*)>', page_of(as_().get(LIBRARY))) == [' lang="pl"']

    @pytest.mark.parametrize(("who", "most"), [("visitor", 5), ("member", 8)])
    def test_costs_the_same_few_queries_at_any_size(self, who, most, as_, empty, zielona, anna):
        browser, costs = as_(anna if who == "member" else None), []
        tag = Tag.objects.create(name="Temat z biblioteki")
        for number in range(45):
            entry = listed(number, zielona, traits={("cost", "none"), ("city", f"miasto-{number}")}, author=anna)
            EntryTag.objects.create(content_object=entry, tag=tag)
            if number in (0, 44):
                costs.append(queries_of(browser, LIBRARY))
        assert costs[0] == costs[1]
        assert costs[0] <= most
        assert queries_of(browser, LIBRARY, {"temat": tag.slug, "koszt": "none", "siec": "zielona"}) == costs[0] + 1


class TestFeed:
    def test_newest_texts_come_first_and_closed_ones_never(self, as_, many_sided, person):
        for who in (None, person("karol-bratek")):
            xml = page_of(as_(who).get("/biblioteka/kanal.xml"))
            assert re.findall(r"<entry><title>(.*?)</title>", xml) == [
                "Tekst 0", "Tekst 3", "Tekst 4", "Tekst 1", "Tekst 5", "Tekst 2", "Tekst 6",
            ]  # fmt: skip

    def test_library_and_its_pages_are_in_the_sitemap(self, as_, many_sided):
        xml = page_of(as_().get("/sitemap.xml"))
        found = [xml.count(f"<loc>http://127.0.0.1:8000{path}</loc>") for path in (
            "/biblioteka/", "/en/biblioteka/", "/biblioteka/tekst-0/", "/biblioteka/tekst-7/",
        )]  # fmt: skip
        assert found == [1, 1, 1, 0]


class TestElsewhere:
    def shelf_on(self, browser, path):
        inside = re.search(r'<ul class="shelf">(.*?)</ul>', page_of(browser.get(path)), re.S)
        return [plain(title) for title in re.findall(r"<h3[^>]*>(.*?)</h3>", inside[1], re.S)] if inside else []

    @pytest.mark.parametrize("who", ["visitor", "member"])
    def test_home_shows_the_three_newest_that_one_may_read(self, who, as_, many_sided, anna):
        browser = as_(anna if who == "member" else None)
        assert self.shelf_on(browser, "/") == ["Tekst 0", "Tekst 3", "Tekst 4"]

    def test_network_shows_its_own_and_what_is_for_it_as_well(self, as_, many_sided, closed, person):
        assert self.shelf_on(as_(), "/s/zielona/") == ["Tekst 0", "Tekst 3", "Tekst 4"]
        assert self.shelf_on(as_(), "/s/ppp/") == ["Tekst 4", "Tekst 5", "Tekst 6"]
        assert self.shelf_on(as_(person("karol-bratek")), f"/s/{closed.slug}/") == ["Tekst 7"]

    def test_lists_of_talks_leave_texts_to_the_library(self, as_, many_sided):
        html = page_of(as_().get("/"))
        assert re.findall(r'<h3 class="row__title"><a[^>]*>(Tekst \d)</a>', html) == []

    def test_nothing_published_shows_nothing(self, as_, empty):
        assert [self.shelf_on(as_(), path) for path in ("/", "/s/zielona/")] == [[], []]

    def test_topic_names_the_kind_of_each_text(self, as_, many_sided):
        html = page_of(as_().get("/en/tematy/drzewa-z-biblioteki/"))
        rows = re.findall(r'<li class="row">(.*?)</li>', html, re.S)
        kinds = {plain(re.search(r"<h3.*?</h3>", row, re.S)[0]): row.count("#signpost") for row in rows}
        assert kinds == {"Tekst 1": 0, "Tekst 3": 1}


def test_translation_is_found_under_both_languages(as_):
    page = ArticlePage.objects.get(slug="ogrod", locale__language_code="en")
    found = [page.title in titles_in(as_().get(LIBRARY, {"jezyk": code})) for code in ("pl", "en")]
    assert found == [True, True]


def test_author_who_left_has_no_name(as_, empty, zielona, anna):
    listed(1, zielona, author=anna)
    Person.objects.filter(pk=anna.pk).delete()
    assert titles_in(as_().get(LIBRARY)) == ["Tekst 1"]
