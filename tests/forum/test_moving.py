"""Moving a thread: who may read it changes at once, and what people follow, keep and have read stays."""

import re
from datetime import timedelta

import pytest

from community.base import clock
from community.catalogue.actions import add_bookmark, mark_seen
from community.catalogue.models import Bookmark, Entry, Seen, SeenSpace
from community.following.models import Follow
from community.live.kinds import Happening, View
from community.live.models import Event
from community.moderation.models import Decision, Report
from community.moderation.queries import case_of
from community.moderation.rules import who_decides
from community.notifications.models import Notification
from community.spaces.models import Membership, Space
from community.tags.models import Tag
from forum import actions
from forum.actions import escalate
from forum.models import TaggedThread, Thread
from forum.queries.unread import unread
from forum.streams import list_readers, show_list, thread_readers

pytestmark = pytest.mark.django_db
_DAY = timedelta(days=1)


def again(thread):
    return Thread.objects.select_related("space").get(pk=thread.pk)


def entry_of(thread):
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def move(by, thread, space, audience, **more):
    return actions.move_thread(by=by, thread=thread, space=space, audience=audience, **more)


def test_thread_and_entry_stand_in_the_new_space(question, answer, closed, maria):
    moved = move(maria, question, closed, "members")
    assert (moved.space, moved.audience) == (closed, "members")
    entry = entry_of(question)
    assert (entry.space, entry.audience, entry.is_listed) == (closed, "members", True)


def test_who_may_no_longer_read_it_follows_no_stream(question, answer, closed, maria, anna, olaf):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    people = {anna.pk, olaf.pk, insider.pk}
    outsiders = {pk for pk in people if not Membership.objects.filter(space=closed, person=pk).exists()}
    move(maria, question, closed, "members")
    readers = thread_readers(str(question.pk), people)
    assert (readers.visitors, readers.people) == (False, people - outsiders)
    assert list_readers(f"{closed.pk}:members", people).people == people - outsiders


def test_streams_say_that_it_left_and_that_it_came(question, zielona, closed, maria):
    move(maria, question, closed, "members")
    last = Event.objects.filter(object_id=question.pk).order_by("pk").values_list("stream__key", "kind")
    assert set(list(last)[-3:]) == {
        (f"threads:{zielona.pk}:public", "thread.changed"), (f"threads:{closed.pk}:members", "thread.added"),
        (f"thread:{question.pk}", "thread.moved"),
    }  # fmt: skip
    happening = Happening(1, "thread.changed", question.pk, None, question.created_at)
    shown = show_list(f"{zielona.pk}:public", [happening], View("pl", True))
    assert shown[0].parts == {f"thread-{question.pk}": ""}


def test_follows_and_bookmarks_stay(question, answer, closed, maria, anna):
    add_bookmark(person=anna, entry=entry_of(question))
    move(maria, question, closed, "members")
    assert Follow.objects.filter(person=anna, target="entry", target_id=entry_of(question).pk).exists()
    assert Bookmark.objects.filter(person=anna, entry=entry_of(question)).exists()


def test_follower_who_cannot_see_it_is_told_nothing_of_replies(question, answer, closed, maria, olaf):
    Follow.objects.create(person=olaf, target="entry", target_id=entry_of(question).pk)
    move(maria, question, closed, "members")
    actions.reply(author=maria, thread=again(question), text="Tajna odpowiedź.", key="moved-reply-1")
    assert not Notification.objects.filter(person=olaf).exists()


@pytest.mark.parametrize("is_read", [True, False])
def test_what_was_read_by_reading_the_space_stays_so(is_read, question, answer, zielona, maria, jan):
    other = Space.objects.filter(audience="public").exclude(pk=zielona.pk).exclude(kind="community").first()
    Membership.objects.get_or_create(space=other, person=jan, defaults={"role": "member"})
    Membership.objects.filter(space=other, person=jan).update(joined_at=question.created_at - _DAY)
    Membership.objects.filter(space=zielona, person=jan).update(joined_at=question.created_at - _DAY)
    at = answer.created_at + _DAY if is_read else question.created_at - _DAY
    SeenSpace.objects.update_or_create(person=jan, space=zielona, defaults={"at": at})
    Seen.objects.filter(person=jan, entry=entry_of(question)).delete()
    before = unread(jan, thread_ids=[question.pk]).threads.get(question.pk)
    move(maria, question, other, "public")
    person = type(jan).objects.get(pk=jan.pk)
    assert unread(person, thread_ids=[question.pk]).threads.get(question.pk) == before
    assert (before is None) == is_read


def test_a_mark_stays_as_it_is(question, answer, closed, maria, anna):
    mark_seen(person=anna, entry_id=entry_of(question).pk, upto=1)
    move(maria, question, closed, "members")
    assert Seen.objects.get(person=anna, entry=entry_of(question)).upto == 1


def test_tags_that_not_everybody_may_know_stay_behind(question, zielona, closed, maria):
    tags = [
        Tag.objects.create(name="Temat wszystkich przy przenoszeniu"),
        Tag.objects.create(name="Temat sieci przy przenoszeniu", space=zielona),
        Tag.objects.create(name="Temat grupy przy przenoszeniu", space=closed),
    ]
    TaggedThread.objects.filter(content_object=question).delete()
    move(maria, question, closed, "members")
    for tag in tags:
        TaggedThread.objects.create(content_object=question, tag=tag)
    move(maria, question, zielona, "public")
    left = TaggedThread.objects.filter(content_object=question).order_by("tag_id")
    assert [row.tag for row in left] == tags[:2]
    assert set(entry_of(question).tagged.values_list("tag", flat=True)) == {tag.pk for tag in tags[:2]}


def test_a_pin_of_the_old_place_does_not_come_along(question, closed, maria):
    actions.pin_thread(by=maria, thread=question)
    assert move(maria, question, closed, "members").is_pinned is False


def test_author_is_told_where_and_why_by_whom(question, zielona, maria, anna, as_):
    other = Space.objects.filter(audience="public").exclude(pk=zielona.pk).exclude(kind="community").first()
    move(maria, question, other, "public", note="Tu są znawcy.")
    html = as_(anna).get("/powiadomienia/").content.decode().replace("\xa0", " ")
    assert (other.name in html, "Tu są znawcy." in html, maria.name in html) == (True, True, True)


def test_author_who_cannot_follow_is_told_without_its_words(question, closed, maria, anna, as_):
    Membership.objects.filter(space=closed, person=anna).delete()
    move(maria, question, closed, "members", note="Tajny powód.")
    Thread.objects.filter(pk=question.pk).update(title="Tajny nowy tytuł")
    told = Notification.objects.get(person=anna, kind="forum.moved")
    html = as_(anna).get("/powiadomienia/").content.decode()
    assert f"/powiadomienia/{told.pk}/" in html
    assert "Tajny" not in html


def test_moved_twice_is_told_anew(question, zielona, closed, maria, anna):
    move(maria, question, closed, "members")
    Notification.objects.filter(person=anna).update(read_at=question.created_at)
    move(maria, question, zielona, "public")
    assert Notification.objects.get(person=anna, kind="forum.moved").read_at is None


def test_audience_beyond_the_space_and_the_same_place_are_refused(question, zielona, closed, maria):
    with pytest.raises(actions.TooWide):
        move(maria, question, closed, "public")
    with pytest.raises(actions.NowhereElse):
        move(maria, question, zielona, "public")


def test_facilitator_moves_only_within_what_they_facilitate(question, zielona, closed, ewa):
    with pytest.raises(actions.ChangedMeanwhile):
        move(ewa, question, closed, "members")
    assert move(ewa, question, zielona, "members").audience == "members"


def test_question_without_answer_waits_for_who_facilitates_the_new_place(question, closed, maria, ewa, person):
    chief = person("leszek-czyzyk")
    Membership.objects.update_or_create(space=closed, person=chief, defaults={"role": "facilitator"})
    first = question.posts.get(number=1)

    def told():
        with clock.replaying(question.created_at + 6 * _DAY):
            escalate()
        rows = Notification.objects.filter(kind="forum.waits", object_id=first.pk)
        return {person.pk for person in (ewa, chief)} & set(rows.values_list("person_id", flat=True))

    before = told()
    move(maria, question, closed, "members")
    assert (before, told()) == ({ewa.pk}, {chief.pk})


# -- the door


def test_facilitator_is_warned_and_confirms(question, answer, closed, maria, as_):
    browser, path = as_(maria), f"/en/przenies/{question.pk}/"
    assert browser.get(path).status_code == 200
    typed = {"space": closed.pk, "audience": "members", "note": ""}
    warned = browser.post(path, typed)
    assert warned.status_code == 200
    assert "It becomes narrower: only members of" in warned.content.decode()
    assert again(question).space != closed
    done = browser.post(path, typed | {"confirmed": confirmed_by(warned)})
    assert (done.status_code, done["Location"]) == (302, f"/en{question.url}")
    assert again(question).space == closed


def confirmed_by(response):
    """Returns what the page's button confirms."""
    return re.search(r'name="confirmed" value="([^"]+)"', response.content.decode())[1]


def test_what_was_not_looked_at_is_not_confirmed(question, answer, closed, maria, as_):
    browser, path = as_(maria), f"/en/przenies/{question.pk}/"
    narrow = {"space": closed.pk, "audience": "members", "note": "Prosił o to autor."}
    wide = {"space": Space.objects.get(kind="community").pk, "audience": "public", "note": "Prosił o to autor."}
    seen = confirmed_by(browser.post(path, narrow))
    for confirmed in (seen, "1"):
        warned = browser.post(path, wide | {"confirmed": confirmed})
        assert warned.status_code == 200
        assert "This is what would follow" in warned.content.decode()
        assert "Prosił o to autor." in warned.content.decode()
        assert again(question).space == question.space
    done = browser.post(path, wide | {"confirmed": confirmed_by(warned)})
    assert (done.status_code, again(question).audience) == (302, "public")


def test_those_who_will_no_longer_see_it_are_named(question, answer, closed, maria, jan, as_):
    Membership.objects.filter(space=closed, person=jan).delete()
    html = as_(maria).post(f"/przenies/{question.pk}/", {"space": closed.pk, "audience": "members"}).content.decode()
    assert jan.name in html.replace("\xa0", " ")


@pytest.mark.parametrize(
    "typed", [{}, {"space": "999999", "audience": "public"}, {"space": "x", "audience": "members"},
              {"space": "closed", "audience": "public"}, {"space": "here", "audience": "public"},
              {"space": "closed", "audience": "members", "note": "x" * 601}]
)  # fmt: skip
def test_bad_choice_is_explained(typed, question, zielona, closed, maria, as_):
    places = {"closed": closed.pk, "here": zielona.pk}
    data = typed | {"space": places.get(typed.get("space"), typed.get("space", "")), "confirmed": "1"}
    response = as_(maria).post(f"/przenies/{question.pk}/", data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert again(question).space == zielona


def test_only_facilitators_open_the_door(question, closed, anna, olaf, as_):
    for who in (anna, olaf):
        data = {"space": closed.pk, "audience": "members", "confirmed": "1"}
        assert as_(who).post(f"/przenies/{question.pk}/", data).status_code == 403


def test_open_reports_go_along_to_who_decides_there(question, answer, zielona, closed, maria, anna, ewa):
    settled = Report.objects.create(kind="post", subject_id=answer.pk, space=zielona, fault="other")
    Report.objects.filter(pk=settled.pk).update(
        decision=Decision.objects.create(kind="post", subject_id=answer.pk, space=zielona, verb="kept")
    )
    waiting = Report.objects.create(
        kind="post", subject_id=answer.pk, space=zielona, fault="unkind", reporter=anna, author_id=answer.author_id
    )
    move(maria, question, closed, "members")
    assert dict(Report.objects.filter(pk__in=[settled.pk, waiting.pk]).values_list("pk", "space")) == {
        settled.pk: zielona.pk, waiting.pk: closed.pk,
    }  # fmt: skip
    assert case_of(maria, closed, "post", answer.pk).faults == [waiting.get_fault_display()]
    told = Notification.objects.filter(kind="moderation.report", object_id=waiting.pk)
    assert set(told.values_list("person", flat=True)) == set(who_decides(closed, without={anna.pk, answer.author_id}))
