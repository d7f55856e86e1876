"""Splitting a thread: rows move with all that hangs on them, stubs keep the old numbers, both threads are right."""

import pytest

from community.catalogue.actions import add_bookmark, mark_seen
from community.catalogue.models import Bookmark, Passage, Seen
from community.catalogue.rebuilding import rebuild
from community.following.actions import follow
from community.following.models import Follow
from community.notifications.models import Notification
from forum import actions
from forum.models import Post, Thread
from forum.queries.posts import permalink
from tests.forum.facilitating import TITLE, split, take_turns
from tests.forum.test_counters import counted, kept
from tests.forum.threads import entry_of, post_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def talk(question, anna, jan):
    return take_turns(question, anna, jan)


def test_chosen_rows_move_and_stubs_keep_their_numbers(talk, ewa, jan):
    rows = {number: post_of(talk, number).pk for number in (3, 5)}
    new = split(ewa, talk, 3, 5)
    assert [(post.number, post.pk) for post in new.posts.order_by("number")] == [(1, rows[3]), (2, rows[5])]
    stubs = talk.posts.filter(moved_to__isnull=False).order_by("number")
    assert [(stub.number, stub.moved_to_id, stub.author_id, stub.source) for stub in stubs] == [
        (3, rows[3], None, ""), (5, rows[5], None, ""),
    ]  # fmt: skip
    assert [post.number for post in talk.posts.filter(deleted_at=None).order_by("number")] == [1, 2, 4, 6]


def test_counters_of_both_threads_equal_a_count_from_nothing(talk, ewa):
    new = split(ewa, talk, 3, 5)
    talk.refresh_from_db()
    assert kept(talk) == counted(talk)
    assert kept(new) == counted(new)


def test_new_thread_is_its_first_authors_in_the_same_place(talk, ewa, anna):
    new = split(ewa, talk, 3, 4, note="Inny temat.")
    assert (new.author, new.space, new.audience, new.kind, new.title) == (
        anna, talk.space, talk.audience, "discussion", TITLE,
    )  # fmt: skip
    assert new.created_at == new.posts.get(number=1).created_at


def test_votes_and_revisions_stay_with_their_posts(talk, ewa, anna, jan):
    four = post_of(talk, 4)
    actions.upvote(by=anna, post=four)
    actions.edit_post(by=jan, post=four, text="Zmieniona odpowiedź numer 4.", version=1)
    new = split(ewa, talk, 4)
    moved = new.posts.get(number=1)
    assert (moved.pk, moved.votes, moved.reactions.count(), moved.revisions.count()) == (four.pk, 1, 1, 1)


def test_passages_of_both_are_what_a_rebuild_makes_of_them(talk, ewa):
    new = split(ewa, talk, 3, 5)

    def listed():
        rows = Passage.objects.filter(entry__in=[entry_of(talk), entry_of(new)]).order_by("entry", "number")
        return list(rows.values_list("entry__subject_id", "number", "anchor", "text", "author"))

    before = listed()
    assert [(thread_id, number) for thread_id, number, *_rest in before] == sorted(
        [(talk.pk, 1), (talk.pk, 2), (talk.pk, 4), (talk.pk, 6), (new.pk, 1), (new.pk, 2)],
        key=lambda pair: (entry_of(talk if pair[0] == talk.pk else new).pk, pair[1]),
    )
    for _step in rebuild():
        pass
    assert listed() == before


@pytest.mark.parametrize(("upto", "expected"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2)])
def test_what_was_read_stays_read_and_what_was_new_stays_new(upto, expected, talk, ewa, olaf):
    mark_seen(person=olaf, entry_id=entry_of(talk).pk, upto=upto)
    new = split(ewa, talk, 3, 5)
    assert Seen.objects.get(person=olaf, entry=entry_of(new)).upto == expected
    assert Seen.objects.get(person=olaf, entry=entry_of(talk)).upto == upto


def test_writers_of_moved_posts_follow_as_before_and_muting_holds(talk, ewa, anna, jan, olaf, maria):
    old = entry_of(talk)
    follow(person=olaf, target="entry", target_id=old.pk, level="muted")
    follow(person=maria, target="entry", target_id=old.pk)
    new = split(ewa, talk, 4)
    levels = dict(Follow.objects.filter(target="entry", target_id=entry_of(new).pk).values_list("person_id", "level"))
    assert levels == {jan.pk: "watch", olaf.pk: "muted"}


def test_who_no_longer_follows_is_not_made_to_follow(talk, ewa, jan):
    Follow.objects.filter(person=jan).delete()
    new = split(ewa, talk, 4)
    assert not Follow.objects.filter(target="entry", target_id=entry_of(new).pk).exists()


def test_bookmarks_stay_with_the_old_thread(talk, ewa, anna):
    add_bookmark(person=anna, entry=entry_of(talk))
    new = split(ewa, talk, 3, 4)
    assert [row.entry for row in Bookmark.objects.filter(person=anna)] == [entry_of(talk)]
    assert not Bookmark.objects.filter(entry=entry_of(new)).exists()


def test_accepted_answer_that_goes_is_accepted_no_longer(talk, ewa, anna, jan):
    actions.accept_answer(by=anna, post=post_of(talk, 4))
    split(ewa, talk, 4)
    talk.refresh_from_db()
    assert talk.accepted is None
    assert entry_of(talk).is_solved is False
    assert not Notification.objects.filter(person=jan, kind="forum.accepted").exists()


def test_accepted_answer_that_stays_stays_accepted(talk, ewa, anna):
    actions.accept_answer(by=anna, post=post_of(talk, 2))
    split(ewa, talk, 4)
    talk.refresh_from_db()
    assert talk.accepted == post_of(talk, 2)


def test_every_old_link_leads_on(talk, ewa, as_):
    new = split(ewa, talk, 3, 5)
    for browser in (as_(), as_(ewa)):
        response = browser.get(f"/watki/{talk.pk}/post/5/")
        assert (response.status_code, response["Location"]) == (302, permalink(new, 2))
        html = browser.get(talk.url).content.decode()
        assert 'id="p5"' in html
        assert f'href="/wpisy/{new.posts.get(number=2).pk}/"' in html
        assert "Odpowiedź numer 5" not in html
        place = browser.get(f"/wpisy/{new.posts.get(number=2).pk}/")
        assert place["Location"] == permalink(new, 2)


def test_link_on_a_later_page_finds_its_stub(talk, ewa, jan, as_):
    for number in range(7, 30):
        actions.reply(author=jan, thread=talk, text=f"Odpowiedź numer {number}.", key=f"talk-reply-{number}")
    split(ewa, talk, 27)
    assert 'id="p27"' in as_().get(f"{talk.url}?strona=2").content.decode()


def test_a_reply_to_a_moved_post_still_leads_to_it(talk, ewa, jan, as_):
    actions.reply(author=jan, thread=talk, text="Do trójki.", key="talk-to-three", reply_to=post_of(talk, 3))
    moved = post_of(talk, 3).pk
    split(ewa, talk, 3)
    assert f'href="/wpisy/{moved}/"' in as_().get(talk.url).content.decode()


def test_who_muted_the_thread_is_not_told(talk, ewa, anna, jan):
    follow(person=jan, target="entry", target_id=entry_of(talk).pk, level="muted")
    new = split(ewa, talk, 3, 4)
    told = Notification.objects.filter(kind="forum.split", object_id=new.pk)
    assert list(told.values_list("person", flat=True)) == [anna.pk]


def test_authors_are_told_who_did_it_and_why(talk, ewa, anna, jan, as_):
    new = split(ewa, talk, 4, note="To osobne pytanie.")
    told = set(Notification.objects.filter(kind="forum.split", object_id=new.pk).values_list("person_id", "actor_id"))
    assert told == {(anna.pk, ewa.pk), (jan.pk, ewa.pk)}
    html = as_(jan).get("/powiadomienia/").content.decode().replace("\xa0", " ")
    assert TITLE in html
    assert "To osobne pytanie." in html


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ((), actions.NothingChosen),
        ((1,), actions.FirstChosen),
        ((1, 2), actions.FirstChosen),
        ((2, 99), actions.ChosenChanged),
    ],
)
def test_what_cannot_be_split_is_refused_and_nothing_moves(numbers, error, talk, ewa):
    with pytest.raises(error):
        split(ewa, talk, *numbers)
    assert Post.objects.filter(thread=talk, moved_to__isnull=False).count() == 0
    assert not Thread.objects.filter(title=TITLE).exists()


def test_a_post_deleted_meanwhile_is_said(talk, ewa, jan):
    actions.delete_post(by=jan, post=post_of(talk, 4))
    with pytest.raises(actions.ChosenChanged):
        split(ewa, talk, 3, 4)


def test_the_same_form_twice_makes_one_thread(talk, ewa):
    first = split(ewa, talk, 3, 4, key="split-form-key-1")
    assert split(ewa, talk, 3, 4, key="split-form-key-1") == first
    assert Thread.objects.filter(title=TITLE).count() == 1


def test_who_does_not_facilitate_changes_nothing(talk, anna):
    with pytest.raises(actions.ChangedMeanwhile):
        split(anna, talk, 3)


def test_stub_can_be_neither_edited_nor_restored(talk, ewa, as_):
    new = split(ewa, talk, 3)
    stub = talk.posts.get(number=3)
    for path in ("edytuj", "przywroc", "usun", "wiecej"):
        assert as_(ewa).post(f"/wpisy/{stub.pk}/{path}/", {}).status_code in (404, 405)
    stub.refresh_from_db()
    assert (stub.moved_to.thread, stub.deleted_at is None) == (new, False)


def test_post_edited_while_it_is_moved_is_not_written_into_the_old_thread(talk, ewa, jan):
    stale = post_of(talk, 4)
    split(ewa, talk, 4)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.edit_post(by=jan, post=stale, text="Spóźniona zmiana.", version=1, title="Cudzy tytuł wątku")
    talk.refresh_from_db()
    assert talk.title == "Kto podlewa drzewa w upały?"


def test_reply_sent_again_after_a_split_is_still_one_reply(talk, ewa, jan):
    sent = actions.reply(author=jan, thread=talk, text="Raz.", key="talk-once-1")
    split(ewa, talk, sent.number)
    assert actions.reply(author=jan, thread=talk, text="Raz.", key="talk-once-1").pk == sent.pk
