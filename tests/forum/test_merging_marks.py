"""What goes along with a merged thread: marks, follows, bookmarks, accepted answers, drafts, reports, word of it."""

import pytest

from community.catalogue.actions import add_bookmark, mark_seen
from community.catalogue.models import Bookmark, Seen, SeenSpace
from community.files.models import AttachmentUse
from community.following.models import Follow
from community.moderation.models import Report
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Space
from forum import actions
from forum.actions.drafts import Written, save_draft
from forum.models import Draft, Post
from forum.queries.unread import unread_passages
from tests.files.sending import pdf_of
from tests.forum.facilitating import merge
from tests.forum.threads import again, entry_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("of_target", "of_source", "expected"),
    [(2, 3, 5), (2, 1, 3), (2, 0, 2), (1, 3, 1), (None, 3, 0), (2, None, 2)],
    ids=["all of both", "some", "none of it", "not the target", "never there", "never here"],
)
def test_no_mark_is_falsified(of_target, of_source, expected, source, target, ewa, olaf):
    for thread, upto in ((target, of_target), (source, of_source)):
        if upto is not None:
            mark_seen(person=olaf, entry_id=entry_of(thread).pk, upto=upto)
    merge(ewa, source, target)
    assert Seen.objects.get(person=olaf, entry=entry_of(target)).upto == expected


def test_nothing_new_is_called_read_for_anybody(source, target, ewa):
    at = source.posts.get(number=2).created_at
    SeenSpace.objects.update_or_create(person=ewa, space=target.space, defaults={"at": at})
    people = list(Person.objects.all())

    def new_to(person):
        numbers = unread_passages(Person.objects.get(pk=person.pk))
        threads = {entry_of(thread).pk: thread.pk for thread in (source, target)}
        wanted = [(threads[entry], number) for entry, number in numbers if entry in threads]
        rows = dict(Post.objects.values_list("pk", "thread_id")), dict(Post.objects.values_list("pk", "number"))
        return {pk for pk in rows[0] if (rows[0][pk], rows[1][pk]) in wanted}

    before = {person.pk: new_to(person) for person in people}
    assert any(before.values())
    merge(ewa, source, target)
    for person in people:
        assert before[person.pk] <= new_to(person)


def test_follows_and_bookmarks_move(source, target, ewa, anna, jan, olaf):
    for thread in (source, target):
        add_bookmark(person=anna, entry=entry_of(thread))
    add_bookmark(person=olaf, entry=entry_of(source))
    Follow.objects.filter(person=jan, target_id=entry_of(target).pk, target="entry").update(level="muted")
    Follow.objects.create(person=olaf, target="entry", target_id=entry_of(source).pk)
    merge(ewa, source, target)
    assert set(Bookmark.objects.values_list("person", "entry").filter(person__in=[anna, olaf])) >= {
        (anna.pk, entry_of(target).pk), (olaf.pk, entry_of(target).pk),
    }  # fmt: skip
    assert not Bookmark.objects.filter(entry=entry_of(source)).exists()
    levels = Follow.objects.filter(target="entry", target_id=entry_of(target).pk).values_list("person_id", "level")
    assert dict(levels) == {anna.pk: "instant", jan.pk: "muted", olaf.pk: "watch"}
    assert not Follow.objects.filter(target="entry", target_id=entry_of(source).pk).exists()


def test_accepted_answer_holds_in_a_question_without_one(source, target, ewa, jan):
    accepted = source.posts.get(number=2)
    actions.accept_answer(by=jan, post=accepted)
    assert merge(ewa, source, target).accepted_id == accepted.pk
    assert entry_of(target).is_solved is True


def test_accepted_answer_gives_way_to_that_of_the_target(source, target, answer, ewa, jan, anna):
    actions.accept_answer(by=jan, post=source.posts.get(number=2))
    actions.accept_answer(by=anna, post=answer)
    assert merge(ewa, source, target).accepted_id == answer.pk
    assert not Notification.objects.filter(kind="forum.accepted", person=anna).exists()


def test_drafts_of_replies_are_drafts_there_and_none_is_lost(source, target, ewa, anna, jan):
    for person, thread, text in ((anna, source, "Jedno."), (anna, target, "Drugie."), (jan, source, "Trzecie.")):
        Draft.objects.create(
            author=person, space=thread.space, thread=thread, text=text, client_key=f"d-{person.pk}-{thread.pk}"
        )
    merge(ewa, source, target)
    texts = Draft.objects.filter(thread=target).values_list("author_id", "text")
    assert dict(texts) == {anna.pk: "Drugie.\n\nJedno.", jan.pk: "Trzecie."}
    assert not Draft.objects.filter(thread=source).exists()


def test_files_of_a_draft_that_joins_another_are_held_by_that_one(source, target, ewa, anna):
    attachment, drafts = pdf_of(anna), []
    for thread, text in ((target, "Drugie."), (source, f"[plan](plik:{attachment.pk})")):
        place = {"space": thread.space, "thread": thread}
        written = Written(text=text)
        drafts.append(save_draft(author=anna, key=f"d-{thread.pk}", written=written, version=0, **place))
    merge(ewa, source, target)
    held = AttachmentUse.objects.filter(attachment=attachment).values_list("holder", "holder_id")
    assert list(held) == [("forum.draft", drafts[0].pk)]


def test_what_was_asked_and_said_of_the_question_is_said_no_more(source, target, ewa, anna):
    first = source.posts.get(number=1)
    for kind in ("forum.please", "forum.waits"):
        Notification.objects.create(person=anna, kind=kind, object_id=first.pk)
    merge(ewa, source, target)
    assert not Notification.objects.filter(kind__in=["forum.please", "forum.waits"], object_id=first.pk).exists()


def test_open_reports_wait_where_the_posts_stand_now(source, zielona, maria, anna, jan):
    elsewhere = Space.objects.get(slug="cyfrowa")
    into = actions.start_thread(
        author=jan, space=elsewhere, kind="question", title="Podlewanie w sieci obok", text="Kto?", key="merge-report-1"
    )
    post = source.posts.get(number=2)
    report = Report.objects.create(kind="post", subject_id=post.pk, space=zielona, fault="unkind")
    merge(maria, source, again(into))
    report.refresh_from_db()
    assert report.space == elsewhere


@pytest.mark.parametrize("which", ["source", "target"])
def test_who_muted_either_thread_is_not_told(which, source, target, ewa, anna, jan):
    def told():
        rows = Notification.objects.filter(kind="forum.merged", object_id=source.pk)
        return set(rows.values_list("person", flat=True))

    writers = set(source.posts.values_list("author_id", flat=True)) - {ewa.pk}
    muted = entry_of({"source": source, "target": target}[which]).pk
    Follow.objects.update_or_create(person=jan, target="entry", target_id=muted, defaults={"level": "muted"})
    merge(ewa, source, target)
    assert (jan.pk in writers, told()) == (True, writers - {jan.pk})


def test_writers_are_told_where_it_went_and_why(source, target, ewa, jan, anna, as_):
    merge(ewa, source, target, note="To samo pytanie.")
    told = Notification.objects.filter(kind="forum.merged").values_list("person_id", "actor_id", "object_id")
    assert set(told) == {(jan.pk, ewa.pk, source.pk), (anna.pk, ewa.pk, source.pk)}
    html = as_(jan).get("/powiadomienia/").content.decode().replace("\xa0", " ")
    assert (target.title in html, "To samo pytanie." in html) == (True, True)
