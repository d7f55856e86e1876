"""Whom a place reaches: figures of letters, people who follow nothing, silent cities, questions that wait."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry, Seen, SeenSpace
from community.following.models import Follow
from community.letters.actions.addresses import count_fault
from community.letters.faults import HARD
from community.letters.models import Dispatch, Unsubscription
from community.letters.streams import Stream, streams
from community.people.actions import create_person
from community.spaces.models import City, Membership, Seat, Space
from forum.actions import reply, start_thread
from forum.models import Post
from forum.queries.reach import reach_of

pytestmark = pytest.mark.django_db
PATH = "/s/zielona/zasieg/"


@pytest.fixture(autouse=True)
def _one_stream_and_no_letters(monkeypatch, db):
    """There is one stream, and nothing was sent yet."""
    one = Stream(
        label=lambda: "Listy próbne", list_id="proba", compose=dict, sent=print, is_on=bool, stop=print, restart=print,
        settings_url="/konto/profil/",
    )  # fmt: skip
    monkeypatch.setattr(streams, "_things", {"proba": one})
    monkeypatch.setattr("forum.queries.reach.FEWEST", 1)
    SeenSpace.objects.all().delete()
    Dispatch.objects.all().delete()


def letter(person, *, days_ago, state="sent", key="1"):
    at = timezone.now() - timedelta(days=days_ago)
    return Dispatch.objects.create(
        person=person, stream="proba", key=key, due_at=at, sent_at=at if state == "sent" else None, state=state
    )


def figures(viewer, space):
    ((one, came_back),) = reach_of(viewer, space).streams
    return (one.sent, one.people, one.refused, one.stopped, came_back)


def test_letters_of_a_month_are_counted_by_what_became_of_them(ewa, anna, jan, olaf, zielona):
    Seen.objects.all().delete()
    Post.objects.update(created_at=timezone.now() - timedelta(days=90))
    letter(anna, days_ago=3)
    letter(anna, days_ago=10, key="2")
    letter(jan, days_ago=3)
    letter(jan, days_ago=2, state="failed", key="2")
    letter(anna, days_ago=40, key="3")
    letter(olaf, days_ago=3)
    for state in ("waiting", "empty", "merged"):
        letter(anna, days_ago=1, state=state, key=state)
    Unsubscription.objects.create(person=jan, stream="proba")
    assert figures(ewa, zielona) == (3, 2, 1, 1, 0)


def test_whole_community_counts_everybody(maria, anna, olaf):
    letter(anna, days_ago=3)
    letter(olaf, days_ago=3)
    assert figures(maria, Space.objects.get(kind="community"))[:2] == (2, 2)


@pytest.mark.parametrize(("hours", "came_back"), [(-1, 0), (1, 1), (47, 1), (49, 0)])
def test_reader_came_back_who_read_something_within_two_days(hours, came_back, ewa, anna, zielona):
    Seen.objects.filter(person=anna).delete()
    Post.objects.filter(author=anna).update(created_at=timezone.now() - timedelta(days=90))
    sent = letter(anna, days_ago=5)
    entry = Entry.objects.filter(kind="question").first()
    Seen.objects.create(person=anna, entry=entry, upto=1, at=sent.sent_at + timedelta(hours=hours))
    assert figures(ewa, zielona)[4] == came_back


def test_reader_came_back_who_wrote_something(ewa, anna, jan, question, zielona):
    Seen.objects.filter(person=jan).delete()
    sent = letter(jan, days_ago=5)
    with clock.replaying(sent.sent_at + timedelta(hours=5)):
        reply(author=jan, thread=question, text="Tak.", key="came-back")
    Seen.objects.filter(person=jan).delete()
    assert figures(ewa, zielona)[4] == 1


def test_people_whom_letters_do_not_reach_are_named_without_their_addresses(as_, ewa, anna, olaf):
    for person in (anna, olaf):
        count_fault(person.email, score=HARD, words="550 no")
    html = as_(ewa).get(PATH).content.decode()
    section = html.partition('id="refused"')[2].partition("</section>")[0]
    assert (section.count(anna.name), section.count(olaf.name), anna.email in html) == (1, 0, False)


def test_people_who_follow_nothing_are_named_and_those_who_only_mute_are_among_them(ewa, anna, jan, zielona):
    Follow.objects.filter(person__in=(anna, jan)).delete()
    Follow.objects.create(person=anna, target="space", target_id=zielona.pk, level="muted")
    Follow.objects.create(person=jan, target="space", target_id=zielona.pk, level="weekly")
    names = [one.name for one in reach_of(ewa, zielona).following_nothing.rows]
    assert (anna.name in names, jan.name in names) == (True, False)


def silent(viewer, space):
    return [city.name for city in reach_of(viewer, space).silent.rows]


def test_city_is_silent_after_sixty_days_without_a_post_or_a_new_seat(ewa, anna, zielona):
    seat = Seat.objects.filter(person=anna, until=None).select_related("city").get()
    posts = Post.objects.filter(city=seat.city)
    Seat.objects.filter(city=seat.city).update(since=(timezone.now() - timedelta(days=100)).date())
    Post.objects.filter(city__isnull=False).update(created_at=timezone.now())
    posts.update(created_at=timezone.now() - timedelta(days=61))
    assert silent(ewa, zielona)[-1] == seat.city.name
    posts.update(created_at=timezone.now() - timedelta(days=59))
    assert seat.city.name not in silent(ewa, zielona)
    posts.update(created_at=timezone.now() - timedelta(days=61))
    Seat.objects.filter(pk=seat.pk).update(since=timezone.localdate())
    assert seat.city.name not in silent(ewa, zielona)


def test_cities_of_other_networks_are_theirs_and_groups_have_none(ewa, maria, zielona, closed):
    own = set(City.objects.filter(networks__space=zielona).values_list("name", flat=True))
    assert set(silent(ewa, zielona)) <= own
    assert reach_of(maria, closed).silent is None


def test_questions_that_wait_for_more_than_five_days_are_listed_the_oldest_first(ewa, anna, zielona):
    now = timezone.now()
    for days in (4, 6, 9):
        with clock.replaying(now - timedelta(days=days)):
            start_thread(
                author=anna, space=zielona, kind="question", title=f"Pytanie sprzed {days} dni?", text="Tak?",
                key=f"waiting-{days}",
            )  # fmt: skip
    titles = [row.title for row in reach_of(ewa, zielona).waiting.rows]
    assert [title for title in titles if title.startswith("Pytanie sprzed")] == [
        "Pytanie sprzed 9 dni?", "Pytanie sprzed 6 dni?"
    ]  # fmt: skip


def test_page_is_for_those_who_facilitate_the_place(as_, ewa, anna, maria, olaf):
    statuses = [as_(who).get(PATH).status_code for who in (ewa, maria, anna, olaf)]
    assert statuses == [200, 200, 403, 403]
    everything = [as_(who).get("/s/spolecznosc/zasieg/").status_code for who in (maria, ewa)]
    assert everything == [200, 403]
    assert as_(olaf).get("/s/umowy-i-ryzyka/zasieg/").status_code == 404


def test_desk_and_home_of_the_place_lead_there(as_, ewa, anna):
    for page in ("/s/zielona/", "/s/zielona/zgloszenia/"):
        assert as_(ewa).get(page).content.decode().count(f'href="{PATH}"') == 1
    assert PATH not in as_(anna).get("/s/zielona/").content.decode()


def test_page_costs_the_same_with_1_and_with_12(as_, ewa, anna, zielona):
    browser, counts = as_(ewa), []
    for size in (1, 12):
        for number in range(size):
            person = create_person(email=f"r{size}-{number}@reach.example", name=f"Nowa {size} {number}")
            Membership.objects.create(space=zielona, person=person)
            letter(person, days_ago=2)
            count_fault(person.email, score=HARD, words="550 no")
            with clock.replaying(timezone.now() - timedelta(days=6)):
                start_thread(
                    author=anna, space=zielona, kind="question", title=f"Pytanie {size} {number}?", text="Tak?",
                    key=f"reach-{size}-{number}",
                )  # fmt: skip
        browser.get(PATH)
        with CaptureQueriesContext(connection) as captured:
            browser.get(PATH)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14
