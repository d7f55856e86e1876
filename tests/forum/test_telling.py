"""Who is told of what: exactly those who follow and may see, never the one who did it."""

import pytest

from community.following.actions import follow
from community.following.models import Level, Target
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.actions import leave
from forum.actions import edit_post, reply, start_thread

pytestmark = pytest.mark.django_db


def told(kind, post):
    rows = Notification.objects.filter(kind=kind, object_id=post.pk)
    return set(rows.values_list("person__slug", flat=True))


def entry_of(thread):
    from community.catalogue.models import Entry

    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def test_reply_tells_who_wrote_in_the_thread_and_not_its_author(anna, jan, ewa, question, answer):
    post = reply(author=ewa, thread=question, text="Dziękuję.", key="tell-12345")
    assert told("forum.reply", post) == {"anna-borowik", "jan-wierzba"}


def test_reply_tells_who_follows_the_thread(olaf, jan, question):
    follow(person=olaf, target=Target.ENTRY, target_id=entry_of(question).pk)
    post = reply(author=jan, thread=question, text="Tak.", key="tell-12345")
    assert told("forum.reply", post) == {"anna-borowik", "olaf-obcy"}


@pytest.mark.parametrize("target", [Target.ENTRY, Target.SPACE])
def test_reply_does_not_tell_who_muted_thread_or_space(target, anna, jan, question):
    number = entry_of(question).pk if target == Target.ENTRY else question.space_id
    follow(person=anna, target=target, target_id=number, level=Level.MUTED)
    assert told("forum.reply", reply(author=jan, thread=question, text="Tak.", key="tell-12345")) == set()


def test_writing_does_not_undo_a_mute(anna, jan, question):
    follow(person=anna, target=Target.ENTRY, target_id=entry_of(question).pk, level=Level.MUTED)
    reply(author=anna, thread=question, text="Dodam jeszcze.", key="tell-own-1")
    assert told("forum.reply", reply(author=jan, thread=question, text="Tak.", key="tell-12345")) == set()


def test_mention_wins_over_reply(anna, jan, question):
    post = reply(author=jan, thread=question, text="@anna-borowik, tak.", key="tell-12345")
    assert (told("forum.mention", post), told("forum.reply", post)) == ({"anna-borowik"}, set())


def test_mention_reaches_people_who_follow_nothing(ewa, jan, question):
    post = reply(
        author=jan, thread=question, text="Może @ewa-olszyna? `@maria-kalina` i @nikt-taki nie.", key="tell-12345"
    )
    assert (told("forum.mention", post), told("forum.reply", post)) == ({"ewa-olszyna"}, {"anna-borowik"})


def test_mention_of_oneself_tells_nobody(jan, question):
    assert told("forum.mention", reply(author=jan, thread=question, text="@jan-wierzba", key="tell-12345")) == set()


def test_mention_added_by_an_edit_is_told_once(jan, question, answer):
    for version, text in ((1, "@ewa-olszyna wie."), (2, "@ewa-olszyna wie to.")):
        edit_post(by=jan, post=answer, text=text, version=version)
    assert Notification.objects.filter(kind="forum.mention", object_id=answer.pk).count() == 1


def test_closed_thread_tells_members_only(closed, olaf, anna, maria, person):
    insiders = [m.person for m in closed.memberships.select_related("person")]
    author, member = insiders[0], insiders[1]
    thread = start_thread(
        author=author, space=closed, kind="question", title="Poufne pytanie", text="Treść.", key="tell-q-123"
    )
    follow(person=olaf, target=Target.ENTRY, target_id=entry_of(thread).pk)
    text = f"@{olaf.slug} @{anna.slug} @{maria.slug} @{member.slug}"
    post = reply(author=author, thread=thread, text=text, key="tell-12345")
    assert told("forum.mention", post) == {maria.slug, member.slug}
    assert told("forum.reply", post) == set()


def test_who_left_a_closed_space_hears_no_more(closed):
    insiders = [m.person for m in closed.memberships.filter(role="member").select_related("person")]
    thread = start_thread(
        author=insiders[0], space=closed, kind="question", title="Poufne pytanie", text="x", key="tell-q-123"
    )
    reply(author=insiders[1], thread=thread, text="Odpowiedź.", key="tell-12345")
    leave(person=insiders[0], space=closed)
    assert told("forum.reply", reply(author=insiders[1], thread=thread, text="Druga.", key="tell-23456")) == set()


def test_closed_account_hears_nothing(anna, jan, question):
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    assert told("forum.reply", reply(author=jan, thread=question, text="@anna-borowik", key="tell-12345")) == set()


def test_new_thread_tells_followers_of_the_space_and_not_followers_of_threads(anna, jan, olaf, zielona, question):
    follow(person=olaf, target=Target.SPACE, target_id=zielona.pk)
    follow(person=anna, target=Target.SPACE, target_id=zielona.pk)
    thread = start_thread(
        author=anna, space=zielona, kind="discussion", title="Rozmowa nowa", text="x", key="tell-q-123"
    )
    assert told("forum.asked", thread.posts.get()) == {"olaf-obcy"}


def test_new_closed_thread_does_not_tell_outside_followers(anna, jan, olaf, zielona):
    for who in (olaf, jan):
        follow(person=who, target=Target.SPACE, target_id=zielona.pk)
    thread = start_thread(
        author=anna,
        space=zielona,
        kind="question",
        title="Tylko dla nas",
        text="x",
        key="tell-q-123",
        audience="members",
    )
    assert told("forum.asked", thread.posts.get()) == {"jan-wierzba"}


def test_resent_reply_tells_once(anna, jan, question):
    for _ in range(2):
        reply(author=jan, thread=question, text="Tak.", key="tell-12345")
    assert (
        Notification.objects.filter(person=anna, kind="forum.reply")
        .filter(actor=jan, object_id=question.posts.get(number=2).pk)
        .count()
        == 1
    )
