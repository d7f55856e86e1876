"""What searching owes to everyone, on either engine: only what they may see, counted as they see it, as it is now."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.catalogue.actions import Listing, Text, list_entry, list_texts, replace_texts, withdraw_entry
from community.catalogue.models import Entry
from community.catalogue.queries.search import NEWEST, Narrowing, search
from community.catalogue.typed import read_query
from community.spaces.models import Audience, City, Membership
from community.tags.models import Tag, TagName
from forum.actions import delete_post, edit_post, reply, restore_post, start_thread
from tests.catalogue.looking import entry_ids, listed

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
WORD = "qqhydrofornia"


def find(viewer, typed=WORD, narrowing=None, **how):
    return search(viewer, read_query(typed), narrowing, **how)


def counts(found, facet):
    return {count.value: count.entries for count in found.facets.get(facet, [])}


@pytest.fixture()
def tags():
    return [Tag.objects.create(name=name, slug=name) for name in ("qqretencyjny", "qqcieniowy")]


@pytest.fixture()
def spread(zielona, closed, anna, jan, tags):
    """One entry for each audience and then some, told apart by every facet; returns the ids by name."""
    cities = list(City.objects.order_by("pk")[:2])
    one, two = ({"city_id": city.pk} for city in cities)
    started = timezone.now() - timedelta(days=400)
    made = {
        "public": {"space_id": zielona.pk, "author_id": anna.pk, "tag_ids": (tags[0].pk,), **one},
        "solved": {"space_id": zielona.pk, "author_id": jan.pk, "is_solved": True, "tag_ids": (tags[0].pk,), **two},
        "old": {"space_id": zielona.pk, "author_id": jan.pk, "published_at": started, "tag_ids": (tags[1].pk,), **one},
        "community": {"space_id": zielona.pk, "audience": Audience.COMMUNITY, "author_id": anna.pk, **one},
        "members": {"space_id": closed.pk, "audience": Audience.MEMBERS, "tag_ids": (tags[1].pk,), **two},
    }
    now = timezone.now()
    ids = {}
    for number, (name, given) in enumerate(made.items(), start=900_000):
        listing = Listing(**{
            "title": f"Tytuł {name}", "url": f"/t/{number}/", "audience": Audience.PUBLIC, "published_at": now,
            "last_activity_at": now, **given,
        })  # fmt: skip
        entry = list_entry("question", number, listing)
        list_texts(entry, [Text(number=1, text=f"{WORD} {name}", at=now)])
        ids[name] = entry.pk
    return ids


def seen(viewer, spread, **how):
    found = set(entry_ids(WORD, viewer, **how))
    return {name for name, pk in spread.items() if pk in found}


def test_everyone_finds_what_they_may_see(spread, olaf, maria, closed, person):
    insider = Membership.objects.filter(space=closed).first().person
    public = {"public", "solved", "old"}
    assert seen(VISITOR, spread) == public
    assert seen(olaf, spread) == public | {"community"}
    assert seen(insider, spread) == set(spread)
    assert seen(maria, spread) == set(spread)


@pytest.mark.parametrize("who", ["visitor", "olaf", "maria"])
def test_counts_are_those_of_what_is_seen(who, spread, olaf, maria, closed):
    viewer = {"visitor": VISITOR, "olaf": olaf, "maria": maria}[who]
    found = find(viewer)
    assert found.total == len(seen(viewer, spread)) == len(found.hits)
    assert counts(found, "state") == {"open": found.total - 1, "solved": 1}
    assert (closed.slug in counts(found, "space")) == (who == "maria")
    for facet in ("kind", "space", "year"):
        assert sum(counts(found, facet).values()) == found.total


def test_every_choice_finds_as_many_as_it_counted(spread, maria):
    found = find(maria)
    assert set(found.facets) == {"kind", "space", "city", "size", "tag", "year", "state", "author"}
    for facet in found.facets:
        for value, entries in counts(found, facet).items():
            assert find(maria, narrowing=Narrowing(**{facet: value})).total == entries, (facet, value)


def test_choices_combine_and_each_facet_is_counted_under_the_others(spread, maria, tags, zielona):
    chosen = Narrowing(space=zielona.slug, tag=tags[0].slug)
    found = find(maria, narrowing=chosen)
    assert {hit.entry_id for hit in found.hits} == {spread["public"], spread["solved"]}
    assert counts(found, "tag") == {tags[0].slug: 2, tags[1].slug: 1}  # under the space alone
    assert sum(counts(found, "space").values()) == 2  # under the tag alone
    assert find(maria, narrowing=replace(chosen, state="solved")).total == 1


@pytest.mark.parametrize("facet", list(Narrowing.__dataclass_fields__))
@pytest.mark.parametrize("value", ["nie-ma", "'", "0", "9" * 30, "%s"])
def test_value_that_does_not_exist_finds_nothing(facet, value, spread, maria):
    assert find(maria, narrowing=Narrowing(**{facet: value})).total == 0


def test_newest_first(spread):
    newest = [hit.entry_id for hit in find(VISITOR, order=NEWEST).hits]
    assert newest == [spread["solved"], spread["public"], spread["old"]] or newest[-1] == spread["old"]
    assert find(VISITOR, order="nonsense").total == 3


def test_page_beyond_the_end_is_empty_and_still_counts(spread):
    found = find(VISITOR, page=10_000)
    assert (found.hits, found.total) == ([], 3)


def test_pages_hold_every_entry_once_with_its_best_passage():
    ids = listed([f"qqwiele numer{number} i dalsze słowa o czym innym niż tamto jedno" for number in range(45)])
    for pk in list(ids)[:5]:
        list_texts(Entry.objects.get(pk=pk), [Text(number=2, text="qqwiele słowa " * 4, at=timezone.now())])
    in_order = entry_ids("qqwiele")
    assert sorted(in_order) == sorted(ids)
    first = find(VISITOR, "qqwiele").hits[0]
    entry = Entry.objects.get(pk=first.entry_id)
    assert first.passage_id == entry.passages.get(number=2).pk
    assert entry_ids("qqwiele") == in_order


def test_words_typed_without_letters_are_read_so_only_where_nothing_has_them():
    tree, court = (next(iter(listed([text]))) for text in ("qqjeden w naszym sadzie rosną", "qqdwa był wyrok sądu"))
    assert set(entry_ids("qqjeden sad")) == {tree}
    assert set(entry_ids("qqdwa sad")) == {court}


def test_what_was_typed_to_the_letter_comes_before_what_was_meant():
    """`ogrod` is a form of a rare word, so people mean *ogród*; who writes it so is found first nevertheless."""
    (meant,) = listed(["qqtrzy ogród " * 9])
    (literal,) = listed(["qqtrzy coś długiego o czymś zupełnie innym niż tamto, i na końcu ogrod"])
    assert entry_ids("qqtrzy ogrod") == [literal, meant]
    assert entry_ids("qqtrzy ogród") == [meant]


def test_word_that_is_its_own_lemma_means_itself():
    listed(["qqpiec łaski"])
    (sticks,) = listed(["qqpiec laski"])
    assert entry_ids("qqpiec laski") == [sticks]


def standing(text, **changed):
    """Lists a thing that is there rather than happens; returns its id."""
    return next(iter(listed([text], moves=False, **changed)))


def test_profiles_and_places_stand_behind_threads_unless_they_are_named():
    there = standing("qqsześć")
    (thread,) = listed(["qqsześć i wiele innych słów o czymś zupełnie innym niż tamto jedno krótkie"])
    assert entry_ids("qqsześć") == [thread, there]
    named = standing("tekst", title="Qqsześć")
    assert entry_ids("qqsześć") == [named, thread, there]


@pytest.mark.parametrize("title", ["Pompownia", f"Pompownia {WORD}"])
def test_page_of_the_library_stands_before_the_talk_about_it(title):
    now = timezone.now()
    ids = {}
    for number, (kind, text) in enumerate(
        {"article": f"{WORD} " + "Opis pompowni krok po kroku. " * 60, "discussion": f"Krótko: {WORD}"}.items(),
        start=910_000,
    ):
        listing = Listing(
            title=title, url=f"/t/{number}/", audience=Audience.PUBLIC, published_at=now,
            last_activity_at=now + timedelta(minutes=number),
        )  # fmt: skip
        entry = list_entry(kind, number, listing)
        list_texts(entry, [Text(number=1, text=text, at=now)])
        ids[kind] = entry.pk
    (other,) = listed([f"Coś o tym: {WORD} " + "Opis czegoś innego. " * 60])
    assert [hit.entry_id for hit in find(VISITOR).hits] == [ids["article"], ids["discussion"], other]


def test_phrase_in_a_profile_is_not_its_name():
    there = standing("qqsiedem słów")
    (thread,) = listed(["i wiele innych qqsiedem słów o czymś zupełnie innym niż tamto jedno krótkie"])
    assert entry_ids('"qqsiedem słów"') == [thread, there]
    named = standing("tekst", title="Qqsiedem słów")
    assert entry_ids('"qqsiedem słów"') == [named, thread, there]


def test_newest_first_has_what_has_no_date_last():
    now = timezone.now()
    there = standing("qqosiem", published_at=now)
    ids = [next(iter(listed([f"qqosiem {days}"], published_at=now - timedelta(days=days)))) for days in (3, 1, 2)]
    assert entry_ids("qqosiem", order=NEWEST) == [ids[1], ids[2], ids[0], there]


def test_repeated_words_count_once_and_small_words_do_not():
    (pk,) = listed(["qqdziewięć krasnal"])
    for typed in ("qqdziewięć QQDziewięć krasnal krasnal", "gdzie ktoś wie o qqdziewięć", "e-qqdziewięć m. krasnal"):
        assert entry_ids(typed) == [pk]
    assert [word.text for word in read_query("qqdziewięć QQdziewięć krasnal").words] == ["QQdziewięć", "krasnal"]


def test_nothing_is_said_of_closed_entries_by_the_second_reading(closed):
    listed(["qqtajny urząd"], audience=Audience.MEMBERS, space_id=closed.pk)
    found = find(VISITOR, "qqtajny urzad")
    assert (found.total, found.facets) == (0, {})


class TestAtOnce:
    def test_edit_deletion_and_restoration(self, anna, jan, question):
        post = reply(author=jan, thread=question, text="Qqmetoda krasnalowa.", key="at-once-1")
        assert len(entry_ids("qqmetoda krasnalowe")) == 1
        edit_post(by=jan, post=post, text="Qqmetoda elfowa.", version=post.version)
        assert (entry_ids("qqmetoda krasnalowa"), len(entry_ids("qqmetoda elfowej"))) == ([], 1)
        delete_post(by=jan, post=post)
        assert entry_ids("qqmetoda") == []
        restore_post(by=jan, post=post)
        assert len(entry_ids("qqmetoda")) == 1

    def test_deleted_thread(self, anna, zielona):
        thread = start_thread(
            author=anna, space=zielona, kind="question", title="Qqznika", text="tekst", key="at-once-2"
        )
        assert len(entry_ids("qqznika")) == 1
        delete_post(by=anna, post=thread.posts.get(number=1))
        assert entry_ids("qqznika") == []

    def test_withdrawn_entry_and_replaced_texts(self):
        (pk,) = listed(["qqdawny tekst"])
        entry = Entry.objects.get(pk=pk)
        replace_texts(entry, [Text(number=3, text="qqobecny tekst", at=timezone.now())])
        assert (entry_ids("qqdawny"), entry_ids("qqobecny")) == ([], [pk])
        withdraw_entry(entry.kind, entry.subject_id)
        assert entry_ids("qqobecny") == []

    def test_new_title_space_and_audience(self, zielona, closed, olaf):
        (pk,) = listed(["qqruchomy tekst"], space_id=zielona.pk)
        entry = Entry.objects.get(pk=pk)
        now = timezone.now()
        listing = Listing(title="Qqinny", url="/t/1/", audience="public", published_at=now, last_activity_at=now)
        list_entry(entry.kind, entry.subject_id, replace(listing, space_id=zielona.pk))
        assert entry_ids("qqinny qqruchomy") == [pk]
        list_entry(entry.kind, entry.subject_id, replace(listing, space_id=closed.pk, audience=Audience.MEMBERS))
        assert (entry_ids("qqruchomy"), entry_ids("qqruchomy", olaf)) == ([], [])
        assert find(olaf, "qqruchomy").facets == {}

    def test_tags_given_and_taken(self, tags):
        (pk,) = listed(["tekst bez niego"], tag_ids=(tags[0].pk,))
        entry = Entry.objects.get(pk=pk)
        assert pk in entry_ids("qqretencyjny")
        now = timezone.now()
        list_entry(entry.kind, entry.subject_id, Listing("Xyz", "/t/1/", "public", now, now))
        assert pk not in entry_ids("qqretencyjny")

    def test_merged_tag_counts_and_is_found_as_the_other(self, spread, tags):
        Tag.objects.filter(pk=tags[1].pk).update(merged_into=tags[0])
        assert counts(find(VISITOR), "tag") == {tags[0].slug: 3}
        assert find(VISITOR, narrowing=Narrowing(tag=tags[1].slug)).total == 3
        assert set(entry_ids("qqcieniowy")) == set(entry_ids("qqretencyjny")) >= {spread["old"], spread["public"]}
        Tag.objects.filter(pk=tags[1].pk).update(merged_into=None)
        assert counts(find(VISITOR), "tag") == {tags[0].slug: 2, tags[1].slug: 1}


@pytest.fixture()
def vocabulary():
    """Two tags with other names, instead of the demo's."""
    Tag.objects.all().delete()
    for name, other in (
        ("zielono-niebieska infrastruktura", "błękitno-zielona infrastruktura"),
        ("MID", "Miejska Inicjatywa Działania"),
    ):
        TagName.objects.create(tag=Tag.objects.create(name=name, slug=name.split("-")[0].lower()), name=other)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("rozwój zielono-niebieskiej infrastruktury", "błękitno-zielona infrastruktura"),
        ("rozwój błękitno-zielonych infrastruktur", "zielono-niebieskiej infrastrukturze"),
        ("w naszym MID-zie", "Miejska Inicjatywa Działania"),
        ("mamy już MID gotowy", "miejskich inicjatyw działania"),
        ("piszemy Miejską Inicjatywę Działania", "MID"),
        ("Miejskim Inicjatywom Działania", "mid"),
        ("o Miejskich Inicjatywach Działania", "MID-ów"),
        ("mamy MIDy", "Miejskie Inicjatywy Działania"),
        ("piszemy Miejska Inicjatywe Dzialania", "MID"),
    ],
)
def test_other_name_of_a_tag_finds_in_all_forms(text, typed, vocabulary):
    assert set(listed([text])) <= set(entry_ids(typed))


def test_entry_with_a_tag_is_found_by_any_of_its_names(vocabulary):
    (pk,) = listed(["tekst o niczym"], tag_ids=(Tag.objects.get(name="MID").pk,))
    assert pk in entry_ids("MID")
    assert pk in entry_ids("Miejskiej Inicjatywie Działania")
    assert pk not in entry_ids("zielono-niebieska infrastruktura")
