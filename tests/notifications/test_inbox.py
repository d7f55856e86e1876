"""The inbox: lines told from current rows, read ones, and what is out of sight."""

import pytest

from community.notifications.actions import mark_read, notify
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.people.backends import PersonBackend
from forum.actions import delete_post, edit_post, reply, restore_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_inboxes():
    Notification.objects.all().delete()


def sentences(person, **options):
    return [line.sentence.replace("\u00a0", " ") for line in inbox(person, **options).rows]


def test_reply_is_told_with_its_author_and_thread(anna, answer):
    (line,) = inbox(anna).rows
    assert (line.sentence.count("Jan Wierzba"), line.sentence.count("Kto podlewa drzewa w upały?"), line.is_read) == (
        1,
        1,
        False,
    )


def test_line_opens_its_post_and_is_read_then(as_, anna, answer):
    (line,) = inbox(anna).rows
    assert as_(anna).get(line.url)["Location"] == f"{answer.thread.url}#p2"
    assert Notification.objects.get(pk=line.id).read_at is not None


def test_line_of_another_person_is_not_found(as_, jan, anna, answer):
    (line,) = inbox(anna).rows
    assert as_(jan).get(line.url).status_code == 404


def test_line_follows_the_title_of_today(anna, question, answer):
    edit_post(by=anna, post=question.posts.get(number=1), text="x", version=1, title="Nowy tytuł pytania")
    assert sentences(anna)[0].count("Nowy tytuł pytania") == 1


def test_deleted_subject_vanishes_and_comes_back(as_, anna, jan, answer):
    (line,) = inbox(anna).rows
    delete_post(by=jan, post=answer)
    assert (sentences(anna), as_(anna).get(line.url).status_code) == ([], 404)
    restore_post(by=jan, post=answer)
    assert len(sentences(anna)) == 1


def test_unread_count_comes_with_the_person(anna, jan, question, answer):
    reply(author=jan, thread=question, text="Jeszcze.", key="more-12345")
    count = lambda: PersonBackend().get_user(anna.pk).unread_count  # noqa: E731
    assert count() == 2
    mark_read(person=anna, notification_ids=[inbox(anna).rows[0].id])
    assert count() == 1
    mark_read(person=anna)
    assert count() == 0


def test_opening_the_thread_reads_its_lines(as_, anna, answer):
    as_(anna).get(answer.thread.url)
    assert Notification.objects.filter(person=anna, read_at=None).count() == 0


def test_unread_only_leaves_read_lines_out(anna, jan, question, answer):
    mark_read(person=anna)
    reply(author=jan, thread=question, text="Jeszcze.", key="more-12345")
    assert (len(sentences(anna)), len(sentences(anna, unread_only=True))) == (2, 1)


def test_all_is_read_at_a_click_and_only_ones_own(as_, anna, jan, ewa, question, answer):
    reply(author=ewa, thread=question, text="Dziękuję.", key="more-12345")
    as_(anna).post("/powiadomienia/przeczytane/")
    unread = Notification.objects.filter(read_at=None).values_list("person__slug", flat=True)
    assert list(unread) == ["jan-wierzba"]


def test_inbox_pages_hold_each_line_once(anna, jan, question):
    for number in range(25):
        post = reply(author=jan, thread=question, text=f"{number}", key=f"page-{number:05}")
        notify("forum.accepted", to=[anna.pk], object_id=post.pk, actor=jan)  # stands alone
    first = inbox(anna)
    second = inbox(anna, token=first.older)
    back = inbox(anna, token=second.newer)
    ids = [line.id for line in first.rows + second.rows]
    assert (len(ids), len(set(ids)), second.older) == (26, 26, None)
    assert sorted(line.count for line in first.rows + second.rows) == [1] * 25 + [25]
    assert [line.id for line in back.rows] == [line.id for line in first.rows]


def test_notify_skips_actor_and_doubles_and_refuses_unknown_kinds(anna, jan, answer):
    Notification.objects.all().delete()
    for _ in range(2):
        notify("forum.reply", to=[anna.pk, jan.pk, anna.pk], object_id=answer.pk, actor=jan)
    assert list(Notification.objects.values_list("person_id", flat=True)) == [anna.pk]
    with pytest.raises(KeyError):
        notify("forum.nothing", to=[anna.pk], object_id=1, actor=None)
