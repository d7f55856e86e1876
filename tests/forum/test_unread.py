"""What is new for whom: roll-ups that swallow nothing, marks set by hand, and what pages say of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry, Passage, Seen, SeenSpace
from community.following.actions import follow
from community.people.models import Person
from community.spaces.actions import join
from community.spaces.models import Space
from forum import actions
from forum.models import Thread
from forum.queries import unread as module
from forum.queries.reading import how_far, is_counted, last_of_others
from forum.queries.threads import thread_page
from forum.queries.unread import first_unread, unread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def fresh(person):
    return Person.objects.get(pk=person.pk)


def entry_of(thread):
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def new_in(person, thread):
    """Returns how many posts of a thread are new for a person, and where the first is."""
    found = unread(person, thread_ids=[thread.pk]).threads.get(thread.pk)
    return (found.posts, found.place) if found else None


def write(author, thread, key, *, at=None):
    with clock.replaying(at or clock.now()):
        return actions.reply(author=author, thread=thread, text="Dopisek.", key=f"unread-{key}")


@pytest.fixture()
def quiet(anna, zielona):
    """Sieć Zielona, all read by Anna an hour ago."""
    with clock.replaying(timezone.now() - HOUR):
        actions.read_space(by=anna, space=zielona, at=clock.now())
    return zielona


def start(author, space, key, **more):
    return actions.start_thread(
        author=author, space=space, kind="question", title=f"Pytanie {key}", text="T.", key=f"unread-{key}", **more
    )


class TestWhatCounts:
    def test_posts_of_others_count_and_own_do_not(self, anna, jan, quiet):
        thread = start(jan, quiet, "one")
        write(anna, thread, "own")
        write(jan, thread, "more")
        assert new_in(anna, thread) == (2, "#p1")
        assert new_in(jan, thread) == (1, "#p2")

    def test_the_first_new_post_is_found_on_its_page(self, anna, jan, quiet):
        thread = start(anna, quiet, "paged")
        for n in range(2, 27):
            write(jan, thread, n)
        actions.read_up_to(by=anna, thread=thread, number=23)
        assert new_in(anna, thread) == (3, "?strona=2#p24")

    def test_other_places_count_only_what_is_followed_from_then_on(self, olaf, jan, quiet):
        thread = start(jan, quiet, "elsewhere")
        assert new_in(olaf, thread) is None
        follow(person=olaf, target="entry", target_id=entry_of(thread).pk)
        assert new_in(olaf, thread) is None
        write(jan, thread, "later")
        assert new_in(olaf, thread) == (1, "#p2")

    def test_muted_threads_are_never_new(self, anna, jan, quiet):
        thread = start(jan, quiet, "muted")
        follow(person=anna, target="entry", target_id=entry_of(thread).pk, level="muted")
        assert new_in(anna, thread) is None

    def test_what_was_there_before_one_joined_is_not_new(self, olaf, jan, quiet):
        thread = start(jan, quiet, "before")
        join(person=olaf, space=quiet)
        write(jan, thread, "after")
        assert new_in(olaf, thread) == (1, "#p2")

    def test_closed_threads_are_not_counted_for_outsiders(self, olaf, jan, quiet):
        thread = start(jan, quiet, "closed", audience="members")
        follow(person=olaf, target="entry", target_id=entry_of(thread).pk)
        write(jan, thread, "secret")
        assert (new_in(olaf, thread), unread(olaf).spaces) == (None, {})

    def test_deleted_posts_are_not_new_and_come_back_with_their_restoration(self, anna, jan, ewa, quiet):
        thread = start(anna, quiet, "deleted")
        post = write(jan, thread, "gone")
        actions.delete_post(by=ewa, post=post)
        assert new_in(anna, thread) is None
        actions.restore_post(by=ewa, post=post)
        assert new_in(anna, thread) == (1, "#p2")

    def test_posts_of_ignored_people_are_not_new_where_they_are_folded_away(self, anna, jan, ewa, quiet):
        thread = start(anna, quiet, "ignoring")
        actions.read_up_to(by=anna, thread=thread, number=1)
        follow(person=anna, target="person", target_id=jan.pk, level="ignored")
        anna = fresh(anna)
        write(jan, thread, "folded")
        found = thread_page(anna, thread.pk).first_new
        assert (new_in(anna, thread), found, last_of_others(anna, thread)) == (None, None, None)
        write(ewa, thread, "heard")
        found = thread_page(anna, thread.pk).first_new
        assert (new_in(anna, thread), found, last_of_others(anna, thread)) == ((1, "#p3"), 3, 3)

    def test_thread_begun_by_an_ignored_person_offers_nothing_to_mark(self, anna, jan, quiet):
        thread = start(jan, quiet, "begun")
        assert is_counted(anna, thread) is True
        follow(person=anna, target="person", target_id=jan.pk, level="ignored")
        assert (is_counted(fresh(anna), thread), new_in(fresh(anna), thread)) == (False, None)

    def test_who_facilitates_ignores_nobody_there(self, anna, jan, ewa, quiet):
        thread = start(anna, quiet, "led")
        actions.read_up_to(by=ewa, thread=thread, number=1)
        follow(person=ewa, target="person", target_id=jan.pk, level="ignored")
        ewa = fresh(ewa)
        write(jan, thread, "for-ewa")
        found = thread_page(ewa, thread.pk).first_new
        assert (new_in(ewa, thread), found, last_of_others(ewa, thread)) == ((1, "#p2"), 2, 2)

    def test_every_entry_is_at_least_as_young_as_its_passages(self):
        rows = Passage.objects.filter(entry__moves=True, entry__is_listed=True).select_related("entry")
        assert [row for row in rows if row.at > row.entry.last_activity_at] == []


class TestRollUp:
    @pytest.fixture()
    def read(self, anna, jan, quiet, monkeypatch):
        """Five threads of Jan's that Anna has read one by one, long enough ago."""
        monkeypatch.setattr(module, "FEW_ROWS", 2)
        threads = []
        with clock.replaying(timezone.now() - HOUR / 2):
            for n in range(5):
                threads.append(start(jan, quiet, f"read-{n}"))
                actions.read_up_to(by=anna, thread=threads[-1], number=1)
        return threads

    def rows(self, person, space):
        return Seen.objects.filter(person=person, entry__space=space)

    def test_nothing_unread_needs_no_rows(self, anna, quiet, read):
        new = unread(anna, space=quiet)
        assert (new.of(quiet.pk).posts, new.rows[quiet.pk]) == (0, 5)
        actions.settle_read(by=anna, unread=new)
        assert self.rows(anna, quiet).count() == 0
        assert first_unread(anna, quiet.pk) == {}

    def test_a_thread_marked_unread_by_hand_stays_unread(self, anna, quiet, read):
        with clock.replaying(timezone.now() - HOUR / 4):
            actions.unread_from(by=anna, thread=read[3], number=1)
        actions.settle_read(by=anna, unread=unread(anna, space=quiet))
        assert first_unread(anna, quiet.pk) == {entry_of(read[3]).pk: 1}
        assert self.rows(anna, quiet).count() == 1

    def test_a_mark_set_between_counting_and_rolling_up_stays(self, anna, quiet, read):
        new = unread(anna, space=quiet)
        actions.unread_from(by=anna, thread=read[3], number=1)
        actions.settle_read(by=anna, unread=new)
        assert first_unread(anna, quiet.pk) == {entry_of(read[3]).pk: 1}

    @pytest.mark.parametrize("earlier", [0, 1, 30, 110])
    def test_a_reply_that_arrives_after_counting_is_not_swallowed(self, earlier, anna, jan, quiet, read):
        """Its moment may be older than the count: transactions end later than they begin."""
        new = unread(anna, space=quiet)
        write(jan, read[2], "racing", at=new.at - timedelta(seconds=earlier))
        actions.settle_read(by=anna, unread=new)
        write(jan, read[4], "ending", at=new.at - timedelta(seconds=earlier))
        late = start(jan, quiet, "racing-thread")
        assert first_unread(anna, quiet.pk) == {
            entry_of(read[2]).pk: 2, entry_of(read[4]).pk: 2, entry_of(late).pk: 1,
        }  # fmt: skip

    def test_mostly_unread_is_left_as_it_is(self, anna, jan, quiet, read):
        for n in range(4):
            start(jan, quiet, f"unread-{n}")
        before = set(self.rows(anna, quiet))
        actions.settle_read(by=anna, unread=unread(anna, space=quiet))
        assert set(self.rows(anna, quiet)) == before

    def test_reading_an_old_thread_again_does_not_make_it_unread(self, as_, anna, jan, quiet):
        thread = Thread.objects.get(client_key="demo-long")
        with clock.replaying(timezone.now() + HOUR):
            actions.read_space(by=anna, space=thread.space, at=clock.now())
        assert how_far(anna, thread)[1] == thread.last_number
        as_(anna).get(thread.url)
        as_(anna).post(f"/przeczytane/{thread.pk}/", {"upto": 3})
        assert (new_in(anna, thread), Seen.objects.filter(person=anna, entry=entry_of(thread)).count()) == (None, 0)


class TestMarkingASpace:
    def test_everything_up_to_the_moment_of_the_page_is_read(self, anna, jan, quiet):
        old = start(jan, quiet, "old")
        at = clock.now()
        write(jan, old, "later")
        actions.read_space(by=anna, space=quiet, at=at)
        assert first_unread(anna, quiet.pk) == {entry_of(old).pk: 2}

    def test_marks_by_hand_are_gone_and_fresh_posts_are_read(self, anna, jan, quiet):
        thread = start(jan, quiet, "fresh")
        actions.unread_from(by=anna, thread=thread, number=1)
        actions.read_space(by=anna, space=quiet, at=clock.now())
        assert first_unread(anna, quiet.pk) == {}

    def test_the_moment_never_goes_back(self, anna, quiet):
        before = SeenSpace.objects.get(person=anna, space=quiet).at
        actions.read_space(by=anna, space=quiet, at=before - HOUR)
        assert SeenSpace.objects.get(person=anna, space=quiet).at == before

    def test_other_spaces_and_people_are_left_alone(self, anna, jan, ewa, quiet):
        thread = start(jan, quiet, "others")
        actions.read_space(by=anna, space=quiet, at=clock.now())
        assert new_in(ewa, thread) == (1, "#p1")


class TestDoors:
    def test_button_marks_the_space_as_the_page_showed_it(self, as_, anna, jan, quiet):
        thread = start(jan, quiet, "button")
        html = as_(anna).get("/s/zielona/watki/").content.decode()
        stamp = re.search(r'name="do" value="(\d+)"', html).group(1)
        write(jan, thread, "later")
        answer = as_(anna).post("/s/zielona/przeczytane/", {"do": stamp})
        assert (answer.status_code, answer["Location"]) == (302, "/s/zielona/watki/")
        assert new_in(anna, thread) == (1, "#p2")

    @pytest.mark.parametrize("stamp", ["", "x", "-1", "9" * 17, "9" * 40, "٣", "1.5"])
    def test_a_moment_that_is_none_counts_as_now(self, stamp, as_, anna, jan, quiet):
        thread = start(jan, quiet, "stamp")
        assert as_(anna).post("/s/zielona/przeczytane/", {"do": stamp}).status_code == 302
        assert new_in(anna, thread) is None
        write(jan, thread, "later")
        assert new_in(anna, thread) == (1, "#p2")

    def test_marked_unread_the_last_post_of_others_waits_again(self, as_, anna, question, answer):
        as_(anna).get(question.url)
        sent = as_(anna).post(f"/nieprzeczytane/{question.pk}/")
        assert (sent.status_code, sent["Location"]) == (302, "/s/zielona/watki/?stan=nieprzeczytane")
        assert new_in(anna, question) == (1, "#p2")
        assert f'href="{question.url}#p2"' in as_(anna).get(sent["Location"]).content.decode()

    def test_marked_unread_from_a_post_on(self, as_, anna, jan, question, answer):
        for n in range(3):
            write(jan, question, n)
        as_(anna).get(question.url)
        as_(anna).post(f"/nieprzeczytane/{question.pk}/?od=3")
        assert new_in(anna, question) == (3, "#p3")

    @pytest.mark.parametrize(("who", "query", "status"), [
        ("anna", "?od=99", 404), ("anna", "?od=0", 404), ("anna", "?od=x", 404), ("jan", "?od=2", 409),
        ("olaf", "", 409),
    ])  # fmt: skip
    def test_what_cannot_be_marked_unread_is_refused_in_words(self, who, query, status, as_, question, answer, request):
        person = request.getfixturevalue(who)
        refused = as_(person).post(f"/nieprzeczytane/{question.pk}/{query}")
        assert refused.status_code == status
        assert 'class="lede"' in refused.content.decode()
        assert Seen.objects.filter(person=person, entry=entry_of(question)).count() == 0

    def test_button_marks_a_thread_read(self, as_, anna, jan, quiet):
        thread = start(jan, quiet, "mark")
        sent = as_(anna).post(f"/przeczytane/{thread.pk}/?upto=1")
        assert (sent.status_code, sent["Location"], new_in(anna, thread)) == (302, thread.url, None)


class TestPages:
    def test_list_shows_what_is_new_and_where(self, as_, anna, jan, quiet):
        thread = start(jan, quiet, "shown")
        html = as_(anna).get("/s/zielona/watki/").content.decode()
        assert f'<a href="{thread.url}#p1">' in html
        assert "tabs__count" in html
        assert "row__new" not in as_(jan).get("/s/zielona/watki/").content.decode().partition(thread.url)[2][:900]

    def test_counts_on_home_and_space_are_those_of_the_query(self, as_, anna, jan, quiet):
        for n in range(3):
            start(jan, quiet, f"home-{n}")
        posts = unread(anna).of(quiet.pk).posts
        assert posts == 3
        for page in ("/", "/s/zielona/"):
            html = as_(anna).get(page).content.decode()
            link = re.search(r'<a[^>]*href="/s/zielona/watki/\?stan=nieprzeczytane">\s*(\d+)', html)
            assert int(link.group(1)) == posts

    def test_visitors_are_told_nothing_of_reading(self, as_, question, answer):
        for page in ("/", "/watki/", "/s/zielona/", question.url):
            html = as_().get(page).content.decode()
            assert [word for word in ("nieprzeczytane", "row__new", "mark-read", "thread__new") if word in html] == []

    @pytest.mark.parametrize("state", ["nieprzeczytane", "sledzone", "zakladki"])
    def test_lists_of_ones_own_hold_exactly_what_belongs_there(self, state, as_, anna, jan, quiet):
        from community.catalogue.actions import add_bookmark
        from forum.queries.lists import thread_list

        threads = [start(jan, quiet, f"{state}-{n}") for n in range(3)]
        entry = entry_of(threads[1])
        if state == "nieprzeczytane":
            actions.read_space(by=anna, space=quiet, at=clock.now())
            write(jan, threads[1], "again")
        elif state == "sledzone":
            follow(person=anna, target="entry", target_id=entry.pk)
            follow(person=anna, target="entry", target_id=entry_of(threads[0]).pk, level="muted")
        else:
            add_bookmark(person=anna, entry=entry)
        found = {row.id for row in thread_list(anna, space=quiet, state=state).rows}
        assert {thread.pk for thread in threads} & found == {threads[1].pk}

    @pytest.mark.parametrize("state", ["nieprzeczytane", "sledzone", "zakladki", "moje"])
    def test_empty_lists_say_what_will_be_there(self, state, as_, olaf):
        assert 'class="empty"' in as_(olaf).get(f"/watki/?stan={state}").content.decode()
        assert 'class="empty"' in as_().get(f"/watki/?stan={state}").content.decode()

    def test_unread_list_pages_without_gaps(self, anna, jan, quiet):
        from forum.queries.lists import thread_list

        threads = {start(jan, quiet, f"many-{n}").pk for n in range(45)}
        found, token = [], ""
        while token is not None:
            page = thread_list(anna, space=quiet, state="nieprzeczytane", token=token)
            found += [row.id for row in page.rows]
            token = page.older
        assert (len(found), set(found)) == (45, threads)

    def test_lists_cost_the_same_with_one_new_thread_and_with_thirty(self, as_, anna, jan, quiet):
        browser, costs = as_(anna), []
        for many in (1, 29):
            for n in range(many):
                start(jan, quiet, f"cost-{many}-{n}")
            with CaptureQueriesContext(connection) as captured:
                assert browser.get("/watki/?stan=nieprzeczytane").status_code == 200
            costs.append(len(captured))
        assert costs[0] == costs[1]
        assert costs[1] <= 6  # five and the heads of the live lists


def test_a_space_without_members_has_nothing_new_for_anybody(olaf):
    empty = Space.objects.create(kind="group", slug="pusta", name="Pusta", audience="public")
    assert unread(olaf, space=empty).of(empty.pk) == module.NOTHING
