"""What is done shows in search at once: changed, deleted, restored, moved, closed, renamed, retagged, reseated."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.base.subjects import changed
from community.catalogue.models import Passage
from community.people.actions import change_profile
from community.people.models import Person
from community.spaces.actions.seats import take_seat
from community.spaces.models import City, Edition, Space
from community.tags.models import Tag
from forum.actions import accept_answer, delete_post, edit_post, reply, restore_post, unaccept_answer
from forum.actions.writing import list_thread
from tests.catalogue.reading import facets_of, rows_of, titles_of, total_of

pytestmark = pytest.mark.django_db
TITLE = "Kto podlewa drzewa w upały?"


def urls(browser, query, **narrowing):
    return [row.url for row in rows_of(browser.get("/szukaj/", {"q": query, **narrowing}))]


def totals(browser, *queries, **narrowing):
    return [total_of(browser.get("/szukaj/", {"q": query, **narrowing})) for query in queries]


class TestThreads:
    def test_edited_text_is_found_and_the_former_is_not(self, as_, jan, question, answer):
        edit_post(by=jan, post=answer, text="Mamy hydrofornię.", version=1)
        assert urls(as_(), "hydrofornia") == [f"{question.url}#p2"]
        edit_post(by=jan, post=answer, text="Mamy latarnika.", version=2)
        assert totals(as_(), "hydrofornia", "latarnik") == [0, 1]

    def test_deleted_reply_is_gone_until_it_is_restored(self, as_, jan, question):
        post = reply(author=jan, thread=question, text="Mamy hydrofornię.", key="listing-reply")
        steps = [totals(as_(), "hydrofornia")]
        for act in (delete_post, restore_post):
            act(by=jan, post=post)
            steps.append(totals(as_(), "hydrofornia"))
        assert steps == [[1], [0], [1]]

    def test_deleted_thread_is_gone_with_its_replies_until_it_is_restored(self, as_, ewa, jan, question):
        post = reply(author=jan, thread=question, text="Mamy hydrofornię.", key="listing-reply")
        gone = reply(author=jan, thread=question, text="Mamy latarnika.", key="listing-gone")
        delete_post(by=jan, post=gone)
        first = question.posts.get(number=1)
        delete_post(by=ewa, post=first)
        assert totals(as_(), "hydrofornia", "podlewanie umów szukać", "latarnik") == [0, 0, 0]
        restore_post(by=ewa, post=question.posts.get(number=1))
        assert totals(as_(), "hydrofornia", "podlewanie umów szukać", "latarnik") == [1, 1, 0]
        assert urls(as_(), "hydrofornia") == [f"{question.url}#p{post.number}"]

    def test_thread_moved_to_another_space_is_found_there(self, as_, question):
        question.space = Space.objects.get(slug="ppp")
        question.save()
        list_thread(question)
        found = [urls(as_(), '"podlewa drzewa w upały"', siec=space) for space in ("ppp", "zielona")]
        assert found[0] == [question.url]
        assert totals(as_(), '"podlewa drzewa w upały"', siec="zielona") == [0]

    def test_thread_that_is_closed_and_opened_again(self, as_, question, olaf, anna):
        steps = []
        for audience in ("members", "community", "public"):
            question.audience = audience
            question.save()
            list_thread(question)
            steps.append([totals(as_(who), '"podlewa drzewa w upały"')[0] for who in (None, olaf, anna)])
        assert steps == [[0, 0, 1], [0, 1, 1], [1, 1, 1]]

    def test_new_title_counts_for_every_post_without_reading_them_again(self, as_, anna, jan, question):
        for number in range(2, 62):
            reply(author=jan, thread=question, text=f"Krasnal numer{number}.", key=f"title-{number:04}")
        before = dict(Passage.objects.filter(entry__title=TITLE).values_list("number", "pk"))
        first = question.posts.get(number=1)
        with CaptureQueriesContext(connection) as captured:
            edit_post(by=anna, post=first, text=first.source, version=1, title="Hydrofornia pod miastem")
        question.refresh_from_db()
        assert len([query for query in captured if "catalogue_passage" in query["sql"]]) <= 6
        assert (
            dict(Passage.objects.filter(entry__title="Hydrofornia pod miastem").values_list("number", "pk")) == before
        )
        assert urls(as_(), "hydrofornia numer61") == [f"{question.url}?strona=4#p61"]
        assert totals(as_(), "hydrofornia krasnal", "upał numer61") == [1, 0]
        assert titles_of(as_().get("/szukaj/", {"q": "numer61"})) == ["Hydrofornia pod miastem"]

    def test_tag_finds_its_threads_by_all_its_names(self, as_, anna, question):
        tag = Tag.objects.create(name="Wiatromierze")
        tag.names.create(name="Kosodrzewina", key="kosodrzewina")
        first = question.posts.get(number=1)
        steps = []
        for tags in ([tag], []):
            edit_post(by=anna, post=first, text=first.source, version=1, tags=tags)
            steps.append(totals(as_(), "wiatromierzy", "kosodrzewiną"))
        assert steps == [[1, 1], [0, 0]]

    def test_accepted_answer_makes_it_solved(self, as_, anna, question, answer):
        def states():
            return totals(as_(), '"podlewa drzewa w upały"', stan="rozwiazane")

        steps = [states()]
        for act in (accept_answer, unaccept_answer):
            act(by=anna, post=answer)
            steps.append(states())
        assert steps == [[0], [1], [0]]

    def test_author_who_is_gone_leaves_the_thread_findable(self, as_, anna, question):
        Person.objects.filter(pk=anna.pk).delete()
        assert urls(as_(), '"podlewa drzewa w upały"') == [question.url]


class TestPeople:
    def found(self, as_, people, query):
        return {name: totals(as_(who), query, rodzaj="person")[0] for name, who in people.items()}

    def test_profile_is_found_by_what_it_says_now(self, as_, olaf, anna):
        change_profile(person=olaf, expertise="wiatromierze")
        assert urls(as_(anna), "wiatromierzy") == ["/ludzie/olaf-obcy/"]
        change_profile(person=olaf, expertise="latarnie", name="Olaf Nowszy")
        assert totals(as_(anna), "wiatromierze") == [0]
        assert urls(as_(anna), "olaf nowszy") == ["/ludzie/olaf-obcy/"]

    def test_profile_is_for_whom_its_owner_chose(self, as_, olaf, anna):
        people, seen = {"visitor": None, "anna": anna}, []
        for is_public in (False, True, False):
            change_profile(person=olaf, expertise="wiatromierze", is_profile_public=is_public)
            seen.append(self.found(as_, people, "wiatromierze"))
        closed, opened = {"visitor": 0, "anna": 1}, {"visitor": 1, "anna": 1}
        assert seen == [closed, opened, closed]

    def test_person_who_left_is_found_no_more_and_again_when_back(self, as_, olaf, anna):
        change_profile(person=olaf, expertise="wiatromierze", is_profile_public=True)
        seen = []
        for is_active in (False, True):
            Person.objects.filter(pk=olaf.pk).update(is_active=is_active)
            changed("person", [olaf.pk])
            seen.append(totals(as_(anna), "wiatromierze"))
        assert seen == [[0], [1]]

    def test_seat_in_another_city_counts_at_once(self, as_, olaf, anna):
        change_profile(person=olaf, expertise="wiatromierze")
        edition = Edition.objects.order_by("-first_year").first()
        for slug in ("raciborz", "zyrardow"):
            city = City.objects.get(slug=slug)
            take_seat(person=olaf, city=city, edition=edition)
            assert totals(as_(anna), "wiatromierze", f"olaf {city.name}", miasto=slug) == [1, 1]
        assert totals(as_(anna), "wiatromierze", miasto="raciborz") == [0]
        assert totals(as_(anna), "wiatromierze", wielkosc="20-50k") == [1]


class TestPlaces:
    def test_space_is_found_by_what_it_says_now(self, as_, zielona, ewa):
        from community.spaces.actions.describing import describe_space

        found = []
        for purpose in ("Hydrofornia dla wszystkich.", "Nic takiego."):
            describe_space(by=ewa, space=zielona, **self.described(zielona, purpose))
            found.append(totals(as_(), "hydroforniami", rodzaj="space"))
        assert found == [[1], [0]]

    def described(self, space, purpose):
        return {"name": space.name, "purpose": purpose, "question": "", "description": "", "joining": space.joining}

    def test_closed_space_is_for_its_members(self, as_, closed, person, olaf):
        insider = person("leszek-czyzyk")
        query = f'"{closed.name}"'
        assert [totals(as_(who), query, rodzaj="space")[0] for who in (None, olaf, insider)] == [0, 0, 1]
        Space.objects.filter(pk=closed.pk).update(audience="public")
        changed("space", [closed.pk])
        assert [totals(as_(who), query, rodzaj="space")[0] for who in (None, olaf, insider)] == [1, 1, 1]

    def test_city_is_found_in_any_form(self, as_):
        for query in ("Żyrardowie", "zyrardow", "Żyrardowa"):
            assert urls(as_(), query, rodzaj="city") == ["/miasta/zyrardow/"]


def test_what_does_not_move_is_no_year_and_never_the_latest(as_):
    html = as_().get("/").content.decode()
    assert html.count('<h3 class="row__title"><a href="/miasta/') == 0
    shown = facets_of(as_().get("/en/szukaj/", {"q": "Żyrardów", "rodzaj": "city"}))
    assert [option.count for option in shown["Kind"] if option.is_chosen] == [1]
