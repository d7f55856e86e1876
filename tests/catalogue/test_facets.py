"""Facets: they combine, count under each other, keep the other choices in their links, and say what is unknown."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override, pgettext

from community.base import clock
from community.people.models import Person
from community.spaces.models import Seat, Space
from community.tags.actions import change_tag, merge_tags
from community.tags.models import Tag
from forum.actions import accept_answer, reply
from tests.catalogue.reading import (
    asked,
    chips_of,
    facets_of,
    page_of,
    parameters,
    searched,
    titles_of,
    total_of,
)

pytestmark = pytest.mark.django_db
WORD = "hydrofornia"  # no text of the demo has it
LABELS = {
    "rodzaj": "Kind", "siec": "Network or group", "wielkosc": "Size of the city", "miasto": "City", "temat": "Topic",
    "stan": "Question", "rok": "Year", "autor": "Author",
}  # fmt: skip


@pytest.fixture(scope="module")
def many_sided(for_the_module):
    """Seven threads about one word that differ in everything a facet tells; returns each as facts by parameter."""
    water, pipes = Tag.objects.create(name="Woda z hydroforni"), Tag.objects.create(name="Rury hydroforni")
    zielona, ppp = (Space.objects.get(slug=slug) for slug in ("zielona", "ppp"))
    anna, jan, ewa, other = (
        Person.objects.get(slug=slug) for slug in ("anna-borowik", "jan-wierzba", "ewa-olszyna", "marcin-trznadel")
    )
    told = [
        (anna, zielona, "question", 0, [water], True),
        (anna, zielona, "question", 400, [water, pipes], False),
        (jan, zielona, "question", 800, [], True),
        (jan, zielona, "discussion", 0, [pipes], None),
        (ewa, zielona, "announcement", 800, [], None),
        (other, ppp, "question", 0, [water], False),
        (other, ppp, "discussion", 400, [], None),
    ]
    return [_with_facts(number, *row) for number, row in enumerate(told)]


def _with_facts(number, author, space, kind, days, tags, is_solved):
    at = timezone.now() - timedelta(days=days)
    with clock.replaying(at):
        thread = asked(author, space, f"Hydrofornia {number}", kind=kind, tags=tags)
        answer = reply(author=author, thread=thread, text="Tak.", key=f"facet-{number:04}")
        if is_solved:
            accept_answer(by=author, post=answer)
    seat = Seat.objects.filter(person=author, until=None).select_related("city").first()
    return {
        "title": [f"Hydrofornia {number}"], "rodzaj": [kind], "siec": [space.slug], "temat": [tag.slug for tag in tags],
        "miasto": [seat.city.slug] if seat else [], "wielkosc": [seat.city.size_class] if seat else [],
        "rok": [str(timezone.localtime(at).year)], "autor": [author.slug],
        "stan": [] if kind != "question" else ["rozwiazane" if is_solved else "otwarte"],
    }  # fmt: skip


def meets(facts, chosen):
    return all(value in facts[name] for name, value in chosen.items())


def counted(every, chosen, name):
    """Returns how many meet all choices but those of one facet, by its values."""
    others = {other: value for other, value in chosen.items() if other != name}
    values = [value for facts in every if meets(facts, others) for value in facts[name]]
    return {value: values.count(value) for value in values}


CHOICES = [
    {},
    {"siec": "zielona"},
    {"rodzaj": "question"},
    {"rodzaj": "question", "siec": "zielona"},
    {"stan": "rozwiazane", "siec": "zielona", "rodzaj": "question"},
    {"stan": "otwarte"},
    {"temat": "woda-z-hydroforni"},
    {"temat": "woda-z-hydroforni", "stan": "otwarte", "siec": "ppp"},
    {"wielkosc": "50-100k"},
    {"wielkosc": "20-50k", "rodzaj": "discussion"},
    {"miasto": "raciborz", "temat": "rury-hydroforni"},
    {"autor": "jan-wierzba"},
    {"autor": "jan-wierzba", "rodzaj": "question", "wielkosc": "20-50k", "siec": "zielona"},
    {"rok": str(timezone.localtime().year)},
    {"rok": str(timezone.localtime().year), "siec": "ppp", "autor": "marcin-trznadel"},
]


class TestFacets:
    @pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: "-".join(chosen) or "none")
    def test_choices_combine_and_each_facet_is_counted_under_the_others(self, chosen, as_, many_sided):
        response = searched(as_(), **chosen)
        wanted = [facts["title"][0] for facts in many_sided if meets(facts, chosen)]
        assert sorted(titles_of(response)) == wanted
        assert total_of(response) == len(wanted)
        shown = facets_of(response)
        for name, label in LABELS.items():
            counts = counted(many_sided, chosen, name)
            if name in chosen:
                counts.setdefault(chosen[name], 0)  # it can be given up, though nothing has it
            if len(counts) < 2 and name not in chosen:
                assert label not in shown
                continue
            options = shown[label]
            values = {option.chooses.get(name, chosen.get(name)): option.count for option in options}
            assert values == counts
            assert [option.is_chosen for option in options].count(True) == (1 if name in chosen else 0)

    @pytest.mark.parametrize("chosen", CHOICES[1:], ids=lambda chosen: "-".join(chosen))
    def test_links_keep_the_other_choices_and_a_chosen_one_gives_itself_up(self, chosen, as_, many_sided):
        shown = facets_of(searched(as_(), kolejnosc="nowe", **chosen))
        for name, label in LABELS.items():
            rest = {"q": WORD, "kolejnosc": "nowe"} | {other: v for other, v in chosen.items() if other != name}
            for option in shown.get(label, []):
                assert {key: value for key, value in option.chooses.items() if key != name} == rest
                assert (name in option.chooses) is not option.is_chosen

    @pytest.mark.parametrize("chosen", CHOICES[1:], ids=lambda chosen: "-".join(chosen))
    def test_link_of_an_option_finds_as_many_as_it_says(self, chosen, as_, many_sided):
        browser = as_()
        for options in facets_of(searched(browser, **chosen)).values():
            for option in options:
                if not option.is_chosen:
                    assert total_of(browser.get("/en/szukaj/", option.chooses)) == option.count

    def test_what_is_chosen_can_be_given_up_one_by_one_or_at_once(self, as_, many_sided):
        chips = chips_of(searched(as_(), siec="zielona", rodzaj="question"))
        assert chips == {
            "Give up: Kind: Questions": {"q": WORD, "siec": "zielona"},
            "Give up: Network or group: Sieć Zielona": {"q": WORD, "rodzaj": "question"},
            "Clear all": {"q": WORD},
        }

    def test_year_and_size_are_in_their_own_order(self, as_, many_sided):
        shown = facets_of(searched(as_()))
        years = [option.label for option in shown["Year"]]
        assert years == sorted(years, reverse=True)
        sizes = [option.chooses["wielkosc"] for option in shown["Size of the city"]]
        assert sizes == [
            size for size in ("<5k", "5-20k", "20-50k", "50-100k", "100-200k", "200-500k", ">500k") if size in sizes
        ]

    def test_merged_tags_count_as_one(self, as_, many_sided):
        water, pipes = Tag.objects.get(name="Woda z hydroforni"), Tag.objects.get(name="Rury hydroforni")
        Tag.objects.filter(pk=pipes.pk).update(merged_into=water)
        both = sorted(facts["title"][0] for facts in many_sided if facts["temat"])
        assert [sorted(titles_of(searched(as_(), temat=tag.slug))) for tag in (water, pipes)] == [both, both]

    def test_former_names_of_a_tag_choose_it(self, as_, many_sided, maria):
        water, pipes = Tag.objects.get(name="Woda z hydroforni"), Tag.objects.get(name="Rury hydroforni")
        renamed = change_tag(by=maria, tag=water, name="Hydrowoda", description="", synonyms=[])
        merge_tags(by=maria, tag=pipes, into=renamed)
        again = change_tag(by=maria, tag=renamed, name="Woda hydroforowa", description="", synonyms=[])
        slugs = [again.slug, "woda-z-hydroforni", "hydrowoda", "rury-hydroforni"]
        assert len({*slugs}) == 4
        answers = [searched(as_(), temat=slug) for slug in slugs]
        both = sorted(facts["title"][0] for facts in many_sided if facts["temat"])
        assert [sorted(titles_of(response)) for response in answers] == [both] * 4
        assert [chips_of(response) for response in answers] == [{"Give up: Topic: Woda hydroforowa": {"q": WORD}}] * 4
        chosen = [[option for option in facets_of(response)["Topic"] if option.is_chosen] for response in answers]
        assert [[(one.label, one.count) for one in of] for of in chosen] == [[("Woda hydroforowa", len(both))]] * 4

    def test_former_name_of_a_closed_tag_says_no_more_than_was_typed(self, as_, many_sided, closed, person):
        leader = person("karol-bratek")
        tag = Tag.objects.create(name="Temat tajny", slug="temat-tajny", space=closed)
        change_tag(by=leader, tag=tag, name="Inny tajny", description="", synonyms=[])
        named = {name: [*chips_of(searched(as_(who), temat="temat-tajny"))] for name, who in
                 {"visitor": None, "leader": leader}.items()}  # fmt: skip
        assert named == {"visitor": ["Give up: Topic: temat-tajny"], "leader": ["Give up: Topic: Inny tajny"]}
        assert page_of(searched(as_(), temat="temat-tajny")).count("inny-tajny") == 0

    @pytest.mark.parametrize("field", ["siec", "miasto", "temat", "autor"])
    def test_choice_without_hits_is_named_to_whom_may_know_it(self, field, as_, many_sided, closed, anna, person):
        tag = Tag.objects.create(name="Temat zamknięty", space=closed)
        hidden = Person.objects.filter(is_profile_public=False, is_active=True).exclude(pk=anna.pk).first()
        slug, name, seers = {
            "siec": (closed.slug, closed.name, ["insider"]),
            "temat": (tag.slug, tag.name, ["insider"]),
            "autor": (hidden.slug, hidden.name, ["anna", "insider"]),
            "miasto": ("raciborz", "Racibórz", ["visitor", "anna", "insider"]),
        }[field]
        people = {"visitor": None, "anna": anna, "insider": person("leszek-czyzyk")}
        shown = {who: [*chips_of(searched(as_(one), "krasnal hydrofornia", **{field: slug}))]
                 for who, one in people.items()}  # fmt: skip
        label = f"Give up: {LABELS[field]}: "
        assert shown == {who: [label + (name if who in seers else slug)] for who in people}

    def test_search_box_keeps_what_was_chosen(self, as_, many_sided):
        chosen = {"siec": "zielona", "rodzaj": "question"}
        for query in (WORD, "krasnal hydrofornia"):
            html = page_of(searched(as_(), query, kolejnosc="nowe", **chosen))
            box = re.search(r'<search-box class="search search--big".*?</search-box>', html, re.S)[0]
            hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', box)
            assert (dict(hidden), len(hidden)) == (chosen, 2)

    @pytest.mark.parametrize("name", LABELS)
    @pytest.mark.parametrize("value", ["nie-ma-takiej", "<script>", "\x00", "x" * 500, "🌳", "' OR 1=1 --"])
    @pytest.mark.parametrize("path", ["/szukaj/", "/en/szukaj/"])
    def test_value_that_does_not_exist_finds_nothing_and_says_so(self, name, value, path, as_, many_sided):
        response = searched(as_(), path=path, **{name: value})
        html = page_of(response)
        if value == "\x00":
            assert total_of(response) == len(many_sided)
            return
        assert total_of(response) == 0
        assert html.count('<p class="empty__title">') == 1
        assert html.count("<script>") == 0
        (ways,) = re.findall(r'<p class="empty__text">.*?</p>\s*(.*?)</div>', html, re.S)
        links = re.findall(r'<a class="button[^"]*" href="([^"]*)"', ways)
        ask = "/en/zapytaj/" if path.startswith("/en") else "/zapytaj/"
        with override("en" if path.startswith("/en") else "pl"):
            label = pgettext("facet", LABELS[name])
        (option,) = [option for option in facets_of(response)[label] if option.is_chosen]
        assert (option.label, option.count, option.chooses) == (value[:100], 0, {"q": WORD})
        assert parameters(links[0]) == {"q": WORD}
        if name != "siec":
            assert len(links) == 1
            return
        place = f"{ask[: -len('zapytaj/')]}s/{value}/zapytaj/" if value == "nie-ma-takiej" else ask
        assert [links[1].partition("?")[0], parameters(links[1])] == [place, {"tytul": WORD}]

    def test_choice_that_nothing_meets_is_still_said_in_words(self, as_, anna, zielona):
        asked(anna, zielona, "Hydrofornia", kind="discussion")
        named = [*chips_of(searched(as_(), rodzaj="announcement")), *chips_of(searched(as_(), stan="rozwiazane"))]
        named += chips_of(searched(as_(), wielkosc=">500k"))
        assert named == [
            "Give up: Kind: Announcements",
            "Give up: Question: solved",
            "Give up: Size of the city: over 500 thousand inhabitants",
        ]
