"""Each figure of the page for facilitators, by equality with rows that are made here: a place of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry, Seen, SeenSpace
from community.following.models import Follow
from community.letters.actions.addresses import count_fault
from community.letters.actions.stopping import stop_stream
from community.letters.faults import HARD, SOFT
from community.letters.models import Dispatch
from community.letters.streams import streams
from community.people.actions import create_person
from community.spaces.actions import add_member
from community.spaces.models import City, Edition, Network, Seat, Space
from forum.actions import reply, start_thread
from forum.models import Post
from forum.queries.reach import MOST, reach_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def place(db):
    """A network without cities, with six members of whom the first leads it."""
    space = Space.objects.create(kind="network", slug="probna", name="Sieć Próbna", audience="members")
    Network.objects.create(space=space, edition=Edition.objects.first())
    for number in range(6):
        person = create_person(email=f"osoba{number}@reach.example", name=f"Osoba {number}", slug=f"reach-{number}")
        add_member(person=person, space=space, role="member" if number else "facilitator")
    Dispatch.objects.all().delete()
    return space


@pytest.fixture()
def people(place, person):
    return [person(f"reach-{number}") for number in range(6)]


def send(person, *, days_ago=1, stream="weekly", state="sent", key="1"):
    at = timezone.now() - timedelta(days=days_ago)
    sent_at = at if state == "sent" else None
    return Dispatch.objects.create(person=person, stream=stream, key=key, due_at=at, sent_at=sent_at, state=state)


def read(person, at):
    Seen.objects.create(person=person, entry=Entry.objects.filter(kind="question").first(), upto=1, at=at)


def figures(leader, place):
    return {
        one.stream: (one.sent, one.people, one.refused, one.stopped, back)
        for one, back in reach_of(leader, place).streams
    }  # fmt: skip


def names(some):
    return [one.name for one in some.rows]


def page(as_, people, place, language=""):
    return as_(people[0]).get(f"{language}/s/{place.slug}/zasieg/").content.decode().replace("\u00a0", " ")


def test_letters_by_stream(people, place):
    for person in people[:5]:
        letter = send(person)
        send(person, key="2", days_ago=8)
    read(people[1], letter.sent_at + timedelta(hours=1))
    SeenSpace.objects.create(person=people[2], space=place, at=letter.sent_at + timedelta(hours=47))
    send(people[0], stream="daily", state="failed")
    send(people[0], stream="daily", days_ago=31, key="2")
    stop_stream(person=people[3], stream="daily")
    stop_stream(person=people[3], stream="daily")
    assert figures(people[0], place) == {
        **dict.fromkeys(streams, (0, 0, 0, 0, None)),
        "weekly": (10, 5, 0, 0, 2),
        "daily": (0, 0, 1, 1, None),
    }


@pytest.mark.parametrize(("many", "back"), [(4, None), (5, 5)])
def test_coming_back_is_told_of_five_people_and_more(many, back, as_, people, place):
    for person in people[:many]:
        read(person, send(person).sent_at + timedelta(hours=1))
        send(person, key="2", days_ago=20)  # several letters to few people are still few people
    assert figures(people[0], place)["weekly"] == (many * 2, many, 0, 0, back)
    assert ("fewer than five people" in page(as_, people, place, "/en")) == (back is None)


def test_addresses_that_take_nothing(people, place, anna):
    for person in (people[4], people[2], anna):
        count_fault(person.email, score=HARD, words="550 no")
    count_fault(people[1].email, score=SOFT, words="452 full")
    refused = reach_of(people[0], place).refused
    assert (names(refused), refused.count, refused.rows[0].url) == (["Osoba 2", "Osoba 4"], 2, "/ludzie/reach-2/")


def test_people_who_follow_nothing(people, place):
    Follow.objects.filter(person__in=people[2:5]).delete()
    Follow.objects.create(person=people[3], target="space", target_id=place.pk, level="muted")
    Follow.objects.create(person=people[4], target="tag", target_id=1, level="daily")
    type(people[5]).objects.filter(pk=people[5].pk).update(is_active=False)
    reach = reach_of(people[0], place)
    assert (names(reach.following_nothing), reach.following_nothing.count) == (["Osoba 2", "Osoba 3"], 2)
    assert reach.people == 5


def test_long_lists_say_how_many_more_there_are(people, place):
    for number in range(MOST):
        add_member(person=create_person(email=f"x{number}@reach.example", name=f"Z {number:02}"), space=place)
    Follow.objects.filter(target="space", target_id=place.pk).delete()
    nothing = reach_of(people[0], place).following_nothing
    assert (len(nothing.rows), nothing.count, nothing.more) == (MOST, MOST + 6, 6)


class TestCities:
    @pytest.fixture()
    def cities(self, place):
        """Three cities of the place, nobody of which has ever written or sat down."""
        rows = [
            City.objects.create(
                name=f"Miasto {n}", slug=f"miasto-{n}", sort_key=f"miasto {n}", latitude=52.0, longitude=19.0
            )
            for n in range(3)
        ]  # fmt: skip
        Network.objects.get(space=place).cities.set(rows)
        return rows

    def test_silent_ones_with_the_longest_silence_first(self, people, place, cities):
        now = timezone.now()
        for city, days in zip(cities, (59, 61, 100), strict=True):
            with clock.replaying(now - timedelta(days=days)):
                thread = start_thread(
                    author=people[1], space=place, kind="discussion", title=f"Z {city.name}", text="Tak.",
                    key=f"silent-{city.pk}",
                )  # fmt: skip
            Post.objects.filter(thread=thread).update(city=city)
        silent = reach_of(people[0], place).silent
        assert (names(silent), silent.count) == (["Miasto 2", "Miasto 1"], 2)

    def test_one_that_never_wrote_comes_first_and_a_new_seat_speaks(self, people, place, cities):
        edition = Edition.objects.first()
        Seat.objects.create(person=people[1], city=cities[0], edition=edition, since=timezone.localdate())
        old = timezone.localdate() - timedelta(days=61)
        Seat.objects.create(person=people[2], city=cities[1], edition=edition, since=old)
        silent = reach_of(people[0], place).silent
        assert [(one.name, one.last) for one in silent.rows] == [("Miasto 1", None), ("Miasto 2", None)]

    def test_place_without_cities_says_nothing_of_them(self, as_, people, place):
        assert reach_of(people[0], place).silent is None
        assert 'id="silent"' not in page(as_, people, place)


def test_questions_that_nobody_answered_for_five_days(as_, people, place):
    now, made = timezone.now(), {}
    for title, days in (("Świeże?", 4), ("Szóstego dnia?", 6), ("Najstarsze?", 30), ("Z odpowiedzią?", 9)):
        with clock.replaying(now - timedelta(days=days)):
            made[title] = start_thread(
                author=people[1], space=place, kind="question", title=title, text="Tak?", key=f"wait-{days:05}"
            )  # fmt: skip
    reply(author=people[2], thread=made["Z odpowiedzią?"], text="Owszem.", key="wait-reply")
    waiting = reach_of(people[0], place).waiting
    assert ([row.title for row in waiting.rows], waiting.count) == (["Najstarsze?", "Szóstego dnia?"], 2)
    assert f'href="{made["Najstarsze?"].url}"' in page(as_, people, place)


def test_nothing_to_say_is_said(as_, people, place):
    html = page(as_, people, place)
    for words in (
        "Nie wyszły żadne listy", "Każdy coś obserwuje", "Listy z ostatnich 30 dni",
    ):  # fmt: skip
        assert words in html
