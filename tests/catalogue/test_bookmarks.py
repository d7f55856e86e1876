"""Bookmarks: the button on every page that has one, the list of what one keeps, and nothing that is not open."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.catalogue import actions
from community.catalogue.models import Bookmark, Entry
from community.catalogue.queries.bookmarks import bookmark_page, count_out_of_sight, keeping
from community.spaces.models import City, Membership
from forum.actions import delete_post, edit_post, restore_post, start_thread

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture()
def entry(question):
    return Entry.objects.get(kind="question", subject_id=question.pk)


@pytest.fixture()
def secret(closed):
    """The entry of a thread of the closed group."""
    insider = Membership.objects.filter(space=closed, role="member").first().person
    thread = start_thread(
        author=insider, space=closed, kind="question", title="Tajny tytuł", text="x", key="keep-secret"
    )
    return Entry.objects.select_related("author").get(kind="question", subject_id=thread.pk)


def kept_by(person):
    return [row.title for row in bookmark_page(person).rows]


def keep(person, *entries):
    for one in entries:
        actions.add_bookmark(person=person, entry=one)


class TestButton:
    def test_keeps_and_leads_back(self, as_, jan, entry):
        response = as_(jan).post(f"/zakladki/{entry.pk}/", {"back": entry.url}, follow=True)
        assert response.redirect_chain == [(entry.url, 302)]
        assert kept_by(jan) == [entry.title]
        assert f"{entry.title}”" in response.content.decode()

    def test_pressed_twice_keeps_once_and_at_its_place(self, as_, jan, entry):
        for _ in range(2):
            as_(jan).post(f"/zakladki/{entry.pk}/")
        assert Bookmark.objects.filter(person=jan, entry=entry).count() == 1

    @pytest.mark.parametrize("where", ["", "?wycofaj=1"])
    def test_lets_go_and_offers_to_undo(self, where, as_, jan, entry):
        keep(jan, entry)
        data = {"back": "/zakladki/"} if where else {"back": "/zakladki/", "wycofaj": "1"}
        response = as_(jan).post(f"/zakladki/{entry.pk}/{where}", data, follow=True)
        assert kept_by(jan) == []
        html = response.content.decode()
        assert f"{entry.title}”" in html
        assert f'action="/zakladki/{entry.pk}/"' in html
        undone = as_(jan).post(f"/zakladki/{entry.pk}/", {"back": "/zakladki/"}, follow=True).content.decode()
        assert kept_by(jan) == [entry.title]
        assert 'name="wycofaj"' in undone

    def test_undoing_keeps_the_page_of_the_list(self, as_, jan, entry):
        keep(jan, entry)
        response = as_(jan).post(f"/zakladki/{entry.pk}/", {"back": "/zakladki/?od=o1.0.1&wycofano=5", "wycofaj": "1"})
        assert response["Location"] == f"/zakladki/?od=o1.0.1&wycofano={entry.pk}"

    @pytest.mark.parametrize("number", ["x", "9" * 30, "0", "\x00", "٣", "-1"])
    def test_nothing_to_undo_is_no_fault(self, number, as_, jan):
        assert as_(jan).get("/zakladki/", {"wycofano": number}).status_code == 200

    def test_undoing_names_nothing_that_is_closed(self, as_, olaf, secret):
        assert "Tajny" not in as_(olaf).get(f"/zakladki/?wycofano={secret.pk}").content.decode()

    def test_lets_go_of_what_was_not_kept_without_a_word_of_fault(self, as_, jan, entry):
        assert as_(jan).post(f"/zakladki/{entry.pk}/", {"wycofaj": "1"}).status_code == 302

    def test_hostile_title_stays_text_in_the_message(self, as_, jan, entry):
        Entry.objects.filter(pk=entry.pk).update(title="<img src=x> {} %s %(title)s")
        for data in ({}, {"wycofaj": "1"}):
            html = as_(jan).post(f"/zakladki/{entry.pk}/", {**data, "back": "/zakladki/"}, follow=True).content.decode()
            assert "<img src=x>" not in html
            assert "&lt;img src=x&gt; {} %s %(title)s" in html

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
    def test_never_leads_elsewhere(self, back, as_, jan, entry):
        assert as_(jan).post(f"/zakladki/{entry.pk}/", {"back": back})["Location"] == "/"

    def test_htmx_gets_the_button_in_its_new_state(self, as_, jan, entry):
        browser = as_(jan)
        for data, offers in (({}, 'name="wycofaj"'), ({"wycofaj": "1"}, 'class="link-button"')):
            response = browser.post(f"/zakladki/{entry.pk}/", data, headers=HTMX)
            html = response.content.decode()
            assert (response.status_code, html.strip().startswith('<form class="bookmark"')) == (200, True)
            assert offers in html
            assert f'id="bookmark-{entry.pk}"' in html
            assert ("wycofaj" in html) is (data == {})

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_outsider_cannot_keep_what_is_closed(self, headers, as_, olaf, secret):
        response = as_(olaf).post(f"/zakladki/{secret.pk}/", headers=headers)
        assert response.status_code == 404
        assert "Tajny" not in response.content.decode()
        assert not Bookmark.objects.filter(entry=secret).exists()

    def test_visitor_signs_in_first(self, as_, entry):
        assert "/konto/login/" in as_().post(f"/zakladki/{entry.pk}/")["Location"]
        assert "/konto/login/" in as_().get("/zakladki/")["Location"]

    @pytest.mark.parametrize("number", [0, 999_999, 10**17])
    def test_nothing_cannot_be_kept(self, number, as_, jan):
        assert as_(jan).post(f"/zakladki/{number}/").status_code == 404

    def test_wrong_methods_are_refused(self, as_, jan, entry):
        assert as_(jan).get(f"/zakladki/{entry.pk}/")["Allow"] == "POST"
        assert as_(jan).post("/zakladki/")["Allow"] == "GET"

    def test_stands_on_pages_of_threads_cities_and_people(self, as_, jan, anna, question):
        city = City.objects.order_by("pk").first()
        pages = {question.url: ("question", question.pk), city.url: ("city", city.pk), anna.url: ("person", anna.pk)}
        for path, (kind, subject_id) in pages.items():
            entry = Entry.objects.get(kind=kind, subject_id=subject_id)
            assert f'action="/zakladki/{entry.pk}/"' in as_(jan).get(path).content.decode()
            keep(jan, entry)
            assert 'name="wycofaj"' in as_(jan).get(path).content.decode()
            visitor = as_().get(path)
            assert visitor.status_code == 302 or "/zakladki/" not in visitor.content.decode()

    def test_own_profile_has_none(self, as_, anna):
        assert 'action="/zakladki/' not in as_(anna).get(anna.url).content.decode()


class TestPage:
    def test_kept_last_comes_first_and_others_see_nothing_of_it(self, as_, jan, ewa, entry):
        city = Entry.objects.filter(kind="city").first()
        keep(jan, entry, city)
        assert kept_by(jan) == [city.title, entry.title]
        assert kept_by(ewa) == []
        assert entry.title not in as_(ewa).get("/zakladki/").content.decode()

    def test_pages_hold_each_thing_once(self, as_, jan):
        now = timezone.now()
        entries = list(Entry.objects.filter(audience="public", is_listed=True)[:45])
        Bookmark.objects.bulk_create([Bookmark(person=jan, entry=one, created_at=now) for one in entries])
        path, seen = "/zakladki/", []
        while path:
            html = as_(jan).get(path).content.decode()
            seen += re.findall(r'action="/zakladki/(\d+)/"', html)
            older = re.search(r'rel="next" href="([^"]+)"', html)
            path = older and older.group(1)
        assert (len(seen), set(map(int, seen))) == (45, {one.pk for one in entries})

    @pytest.mark.parametrize("token", ["x", "o1.2.3.4", "\x00", "o1.2." + "9" * 40])
    def test_damaged_cursor_is_not_found(self, token, as_, jan):
        assert as_(jan).get("/zakladki/", {"od": token}).status_code == 404

    def test_what_closes_is_counted_and_not_named_until_it_opens_again(self, as_, secret, entry):
        insider = secret.author
        keep(insider, secret, entry)
        assert kept_by(insider) == [entry.title, secret.title]
        Membership.objects.filter(space=secret.space, person=insider).delete()
        insider.__dict__.pop("_standing", None)
        assert (kept_by(insider), count_out_of_sight(insider)) == ([entry.title], 1)
        html = as_(insider).get("/en/zakladki/").content.decode()
        assert "1 thing that you kept" in html
        assert "Tajny" not in html

    def test_what_is_deleted_comes_back_when_restored(self, jan, anna, question, entry):
        keep(jan, entry)
        first = question.posts.get(number=1)
        delete_post(by=anna, post=first)
        assert (kept_by(jan), count_out_of_sight(jan)) == ([], 1)
        first.refresh_from_db()
        restore_post(by=anna, post=first)
        assert (kept_by(jan), count_out_of_sight(jan)) == ([entry.title], 0)

    def test_title_of_today_is_shown(self, jan, anna, question, entry):
        keep(jan, entry)
        edit_post(by=anna, post=question.posts.get(number=1), text="x", version=1, title="Tytuł po zmianie")
        assert kept_by(jan) == ["Tytuł po zmianie"]

    def test_empty_page_tells_how_to_keep(self, as_, olaf):
        html = as_(olaf).get("/en/zakladki/").content.decode()
        assert "You have no bookmarks yet" in html
        assert "Keep for later" in html

    def test_menu_leads_here(self, as_, olaf):
        assert 'href="/zakladki/"' in as_(olaf).get("/o-programie/").content.decode()

    def test_costs_the_same_with_one_and_with_many(self, as_, jan, entry):
        def cost():
            with CaptureQueriesContext(connection) as captured:
                assert as_(jan).get("/zakladki/").status_code == 200
            return len(captured)

        keep(jan, entry)
        one = cost()
        keep(jan, *Entry.objects.filter(audience="public", is_listed=True)[:15])
        assert cost() == one

    def test_erased_with_the_person(self, jan, entry):
        keep(jan, entry)
        jan.delete()
        assert Bookmark.objects.filter(entry=entry).count() == 0


def test_keeping_asks_nothing_for_visitors_and_once_for_members(jan, entry, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    with django_assert_num_queries(0):
        assert keeping(AnonymousUser(), "question", entry.subject_id) is None
    keeping(jan, "question", entry.subject_id)
    with django_assert_num_queries(1):
        found = keeping(jan, "question", entry.subject_id)
    assert (found.entry_id, found.is_kept) == (entry.pk, False)


def test_keeping_of_closed_and_of_unlisted_things_is_none(olaf, secret):
    assert keeping(olaf, "question", secret.subject_id) is None
    assert keeping(olaf, "question", 10**15) is None
