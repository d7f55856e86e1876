"""By which ways people are told: defaults, choices, duties, letters of their own, and what wins over everything."""

from datetime import timedelta

import pytest

from community.base import clock
from community.catalogue.models import Entry
from community.following.actions import follow
from community.following.models import Level, Target
from community.letters.models import Dispatch, Pause
from community.notifications.actions import notify
from community.notifications.kinds import Group, notification_kinds
from community.notifications.models import Notification, Preference
from community.notifications.queries import inbox, tell, unread_counts
from community.people.backends import PersonBackend
from community.people.models import Person
from community.tags.models import Tag
from forum.actions import accept_answer
from forum.actions.writing import list_thread, set_tags
from tests.notifications.post import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture(autouse=True)
def _tuesday_with_empty_inboxes():
    empty()
    with clock.replaying(TUESDAY):
        yield


def empty():
    """Forgets what was told, and letters that wait."""
    Notification.objects.all().delete()
    Dispatch.objects.all().delete()


def prefers(person, **chosen):
    return Preference.objects.create(person=person, **chosen)


def told(person):
    """Returns in which ways a person was told: (kind, in the app, by mail)."""
    return list(Notification.objects.filter(person=person).values_list("kind", "in_app", "wants_mail"))


@pytest.mark.parametrize(
    ("kind", "at_once", "mail"),
    [("forum.mention", False, True), ("forum.reply", False, False), ("forum.reply", True, True)],
)
def test_by_default_what_one_follows_is_mailed_to_who_follows_closely(kind, at_once, mail, anna, jan, answer):
    empty()
    notify(kind, to=[anna.pk], object_id=answer.pk, actor=jan, at_once=[anna.pk] if at_once else [])
    assert told(anna) == [(kind, True, mail)]
    assert Dispatch.objects.filter(person=anna, stream="notices").count() == int(mail)


@pytest.mark.parametrize("channels", [["app"], ["mail"], [], ["app", "mail"], ["pigeon"]])
def test_ways_are_those_that_were_chosen(channels, anna, jan, answer):
    empty()
    prefers(anna, channels={"personal": channels})
    notify("forum.mention", to=[anna.pk], object_id=answer.pk, actor=jan)
    in_app, by_mail = "app" in channels, "mail" in channels
    assert told(anna) == [("forum.mention", in_app, by_mail)]
    assert Dispatch.objects.filter(person=anna).count() == int(by_mail)
    count = int(in_app)
    assert (len(inbox(anna).rows), PersonBackend().get_user(anna.pk).unread_count) == (count, count)
    assert unread_counts([anna.pk]) == ({anna.pk: 1} if in_app else {})


def test_what_is_followed_closely_is_not_mailed_where_letters_are_switched_off(anna, jan, answer):
    empty()
    prefers(anna, channels={"followed": ["app"]})
    notify("forum.reply", to=[anna.pk], object_id=answer.pk, actor=jan, at_once=[anna.pk])
    assert told(anna) == [("forum.reply", True, False)]


def test_duties_stand_in_the_app_whatever_was_chosen(ewa, jan, zielona, answer):
    prefers(ewa, channels={"duties": []})
    notify("forum.waits", to=[ewa.pk], object_id=answer.pk, actor=None)
    assert told(ewa) == [("forum.waits", True, False)]


def test_who_wants_no_letters_at_all_gets_none(anna, jan, answer):
    empty()
    prefers(anna, has_notices=False)
    notify("forum.mention", to=[anna.pk], object_id=answer.pk, actor=jan)
    assert (told(anna), Dispatch.objects.count()) == ([("forum.mention", True, False)], 0)


def test_who_pauses_these_letters_is_not_told_by_one_afterwards(anna, jan, answer):
    empty()
    for stream, days in (("notices", 3), ("weekly", 3), ("notices", -1)):
        Pause.objects.all().delete()
        empty()
        Pause.objects.create(person=anna, stream=stream, until=TUESDAY + timedelta(days=days))
        notify("forum.mention", to=[anna.pk], object_id=answer.pk, actor=jan)
        assert told(anna) == [("forum.mention", True, (stream, days) != ("notices", 3))]


def test_letter_is_due_in_three_minutes_or_when_the_night_ends(anna, ewa, jan, answer):
    prefers(ewa, quiet_from=9, quiet_to=13)
    notify("forum.mention", to=[anna.pk, ewa.pk], object_id=answer.pk, actor=jan)
    due = dict(Dispatch.objects.filter(stream="notices").values_list("person_id", "due_at"))
    assert due == {anna.pk: TUESDAY.replace(minute=3), ewa.pk: TUESDAY.replace(hour=12)}


def test_letter_that_waits_tells_what_comes_later(anna, jan, ewa, answer):
    for kind in ("forum.mention", "forum.accepted"):
        notify(kind, to=[anna.pk], object_id=answer.pk, actor=jan)
    assert Dispatch.objects.filter(person=anna, stream="notices").count() == 1


def test_letter_that_a_worker_has_is_left_alone(anna, jan, answer):
    notify("forum.mention", to=[anna.pk], object_id=answer.pk, actor=jan)
    Dispatch.objects.update(taken_until=TUESDAY.replace(minute=10))
    notify("forum.accepted", to=[anna.pk], object_id=answer.pk, actor=jan)
    assert Dispatch.objects.filter(person=anna, stream="notices").count() == 2


def test_everybody_is_told_in_a_fixed_number_of_queries(anna, jan, ewa, maria, olaf, answer, django_assert_num_queries):
    empty()
    for people in ([anna], [anna, ewa, maria, olaf]):
        Dispatch.objects.all().delete()
        with django_assert_num_queries(6):  # who muted the actor, preferences, pauses, rows, waiting letters, new ones
            notify("forum.mention", to=[who.pk for who in people], object_id=answer.pk + len(people), actor=jan)
    with django_assert_num_queries(5):  # each has a letter that waits
        notify("forum.mention", to=[anna.pk, ewa.pk], object_id=answer.pk, actor=jan)
    with django_assert_num_queries(0):
        notify("forum.mention", to=[jan.pk], object_id=answer.pk, actor=jan)


class TestMuting:
    @pytest.fixture()
    def entry(self, question, answer):
        empty()
        set_tags(question, [Tag.objects.create(name="Podlewanie próbne")])
        return list_thread(question)

    @pytest.fixture()
    def numbers(self, entry, jan):
        tag = Tag.objects.get(name="Podlewanie próbne")
        return {"entry": entry.pk, "space": entry.space_id, "person": jan.pk, "tag": tag.pk}

    @pytest.mark.parametrize("target", [Target.ENTRY, Target.SPACE, Target.PERSON])
    def test_mute_wins_over_everything_but_duties(self, target, numbers, entry, anna, jan, answer):
        follow(person=anna, target=target, target_id=numbers[target], level=Level.MUTED)
        about = f"question:{answer.thread_id}"
        notify("forum.accepted", to=[anna.pk], object_id=answer.pk, actor=jan, about=about, at_once=[anna.pk])
        assert told(anna) == []
        notify("forum.published", to=[anna.pk], object_id=answer.pk, actor=jan, about=about)
        assert told(anna) == [("forum.published", True, True)]

    def test_who_muted_nothing_is_told(self, numbers, anna, ewa, jan, answer):
        follow(person=ewa, target=Target.ENTRY, target_id=numbers["entry"], level=Level.MUTED)
        follow(person=anna, target=Target.ENTRY, target_id=numbers["entry"] + 1, level=Level.MUTED)
        notify(
            "forum.accepted", to=[anna.pk, ewa.pk], object_id=answer.pk, actor=jan, about=f"question:{answer.thread_id}"
        )
        assert (len(told(anna)), len(told(ewa))) == (1, 0)

    @pytest.mark.parametrize("about", ["", "question:0", "nothing:7", "question:x", "x"])
    def test_what_is_no_entry_is_muted_by_nobody(self, about, numbers, anna, jan, answer):
        notify("forum.accepted", to=[anna.pk], object_id=answer.pk, actor=jan, about=about)
        assert len(told(anna)) == 1

    def test_accepting_an_answer_in_a_muted_thread_is_not_told(self, entry, question, anna, jan, answer):
        follow(person=jan, target=Target.ENTRY, target_id=entry.pk, level=Level.MUTED)
        accept_answer(by=anna, post=answer)
        assert told(jan) == []


def test_every_kind_belongs_to_a_group():
    groups = {name: kind.group for name, kind in notification_kinds.items()}
    assert {name for name, group in groups.items() if group not in Group.values} == set()
    assert set(groups.values()) == set(Group.values)


def test_what_the_demo_tells_names_its_things():
    """Every kind says what it is about: letters are threaded by it, and muting finds it."""
    call = {}
    for row in Notification.objects.select_related("person"):
        call.setdefault(row.person_id, []).append(row)
    nameless = {
        row.kind
        for pk, rows in call.items()
        for row, said in ((row, tell(Person.objects.get(pk=pk), rows).get(row.pk)) for row in rows)
        if said and not said.about
    }
    assert nameless == set()


def test_demo_leaves_no_letters_of_its_past(db):
    assert Notification.objects.filter(wants_mail=True).count() == 0
    assert Entry.objects.exists()
