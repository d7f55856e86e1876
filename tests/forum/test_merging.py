"""Merging a thread into another: everything goes there in order, and the shell that is left leads on."""

import pytest
from django.http import Http404

from community.catalogue.actions import add_bookmark, mark_seen
from community.catalogue.models import Bookmark, Entry, Passage, Seen, SeenSpace
from community.catalogue.rebuilding import rebuild
from community.files.models import AttachmentUse
from community.following.models import Follow
from community.moderation.models import Report
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.models import Membership, Space
from forum import actions
from forum.actions.drafts import Written, save_draft
from forum.models import Draft, Post, Thread
from forum.queries.posts import permalink
from forum.queries.unread import unread_passages
from forum.rules import Merged, find_thread_for, threads_visible_to
from tests.files.sending import pdf_of
from tests.forum.test_counters import counted, kept

pytestmark = pytest.mark.django_db


@pytest.fixture()
def source(zielona, jan, anna):
    """Jan's question with Anna's answer and his thanks: three posts, older than the target's last."""
    thread = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Podlewanie młodych drzew", text="Kto to robi?",
        key="merge-source-1",
    )  # fmt: skip
    actions.reply(author=anna, thread=thread, text="U nas zakład.", key="merge-source-2")
    actions.reply(author=jan, thread=thread, text="Dziękuję.", key="merge-source-3")
    return again(thread)


@pytest.fixture()
def target(question, answer):
    """Anna's question with Jan's answer: two posts."""
    return again(question)


def again(thread):
    return Thread.objects.select_related("space").get(pk=thread.pk)


def merge(by, source, target, **more):
    return actions.merge_threads(by=by, thread=source, into=target, **more)


def entry_of(thread):
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def rows_of(thread):
    return list(thread.posts.order_by("number").values_list("number", "pk"))


def test_posts_are_appended_in_order_and_counters_hold(source, target, ewa):
    wanted = rows_of(target) + [(number + 2, pk) for number, pk in rows_of(source)]
    merge(ewa, source, target)
    target = again(target)
    assert rows_of(target) == wanted
    assert kept(target) == counted(target)


def test_shell_is_in_no_list_and_leads_on(source, target, ewa, as_, anna):
    first = source.posts.get(number=1)
    merge(ewa, source, target, note="To samo pytanie.")
    assert not threads_visible_to(ewa).filter(pk=source.pk).exists()
    for browser in (as_(), as_(anna), as_(ewa)):
        response = browser.get(source.url)
        html = response.content.decode().replace("\xa0", " ")
        assert response.status_code == 200
        assert f'href="{target.url}"' in html
        assert "To samo pytanie." in html
        assert 'id="p1"' in html
        assert browser.get(f"/watki/{source.pk}/").status_code == 200
        place = browser.get(f"/watki/{source.pk}/post/1/")
        assert place["Location"] == permalink(target, 3) == browser.get(f"/wpisy/{first.pk}/")["Location"]


def test_shell_opens_for_whom_the_target_opens(source, closed, ewa, maria, olaf, as_):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    target = actions.start_thread(
        author=insider, space=closed, kind="question", title="Tajny wątek grupy", text="Tajna treść.",
        key="merge-closed",
    )  # fmt: skip
    merge(maria, source, target)
    for browser in (as_(), as_(olaf)):
        assert browser.get(source.url).status_code == 404
        assert "Tajny" not in browser.get(source.url).content.decode()
    assert as_(insider).get(source.url).status_code == 200


def test_title_of_a_closed_thread_is_not_told_by_its_shell(target, closed, maria, as_, olaf):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    secret = actions.start_thread(
        author=insider, space=closed, kind="question", title="Tajny tytuł sprawy", text="Treść.", key="merge-secret"
    )
    merge(maria, secret, target)
    html = as_(olaf).get(f"/watki/{secret.pk}/").content.decode()
    assert "Tajny" not in html
    assert f'href="{target.url}"' in html


def test_doors_of_a_shell_say_where_it_went(source, target, ewa, anna, as_):
    merge(ewa, source, target)
    with pytest.raises(Merged):
        find_thread_for(anna, source.pk)
    typed = {"text": "Spóźniona odpowiedź, którą szkoda stracić.", "key": "late-reply-1"}
    response = as_(anna).post(f"/odpowiedz/{source.pk}/", typed)
    html = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 409
    assert target.title in html
    assert typed["text"] in html


def test_nobody_restores_a_shell(source, target, ewa, as_):
    merge(ewa, source, target)
    assert as_(ewa).post(f"/wpisy/{source.posts.get(number=1).pk}/przywroc/").status_code == 404
    assert again(source).merged_into == target


def test_passages_are_what_a_rebuild_makes_of_them(source, target, ewa):
    merge(ewa, source, target)

    def listed():
        rows = Passage.objects.filter(entry__subject_id__in=[source.pk, target.pk], entry__kind="question")
        return list(rows.order_by("entry", "number").values_list("entry__subject_id", "number", "anchor", "text"))

    before = listed()
    assert [(thread_id, number) for thread_id, number, *_rest in before] == [(target.pk, n) for n in range(1, 6)]
    for _step in rebuild():
        pass
    assert listed() == before
    assert entry_of(source).is_listed is False


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
    assert dict(levels) == {anna.pk: "watch", jan.pk: "muted", olaf.pk: "watch"}
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


def test_merging_back_what_was_split_off_undoes_it(target, ewa, jan, anna):
    for number in (3, 4, 5):
        actions.reply(author=jan, thread=target, text=f"Odpowiedź {number}.", key=f"merge-back-{number}")
    before = rows_of(target)
    new = actions.split_thread(by=ewa, thread=target, numbers=[3, 5], title="Osobny temat na chwilę", kind="discussion")
    late = actions.reply(author=anna, thread=new, text="Już w nowym.", key="merge-back-new")
    merge(ewa, new, target)
    target = again(target)
    assert rows_of(target) == [*before, (6, late.pk)]
    assert kept(target) == counted(target)


def test_a_shell_of_a_shell_leads_to_where_things_stand(source, target, zielona, ewa, jan, as_):
    third = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Trzeci wątek o wodzie", text="Treść.", key="merge-third"
    )
    pk = source.posts.get(number=2).pk
    merge(ewa, source, target)
    merge(ewa, target, third)
    assert again(source).merged_into == third
    assert as_().get(f"/watki/{source.pk}/post/2/")["Location"] == permalink(third, Post.objects.get(pk=pk).number)


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


def test_into_itself_a_deleted_one_or_a_shell_is_refused(source, target, zielona, ewa, jan, anna):
    with pytest.raises(actions.IntoItself):
        merge(ewa, source, source)
    third = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Trzeci wątek o wodzie", text="Treść.", key="merge-third"
    )
    merge(ewa, third, target)
    with pytest.raises(actions.ChosenGone):
        merge(ewa, source, third)
    with pytest.raises(actions.ChangedMeanwhile):
        merge(ewa, third, source)
    actions.delete_post(by=ewa, post=Post.objects.select_related("thread__space").get(thread=target, number=1))
    with pytest.raises(actions.ChosenGone):
        merge(ewa, source, target)
    assert again(source).merged_into is None


def test_facilitators_of_one_place_do_not_merge_into_another(source, closed, ewa):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    other = actions.start_thread(
        author=insider, space=closed, kind="question", title="Wątek cudzej grupy", text="Treść.", key="merge-foreign"
    )
    with pytest.raises(actions.ChangedMeanwhile):
        merge(ewa, source, other)


def test_reply_that_comes_too_late_is_refused(source, target, ewa, jan):
    merge(ewa, source, target)
    with pytest.raises(actions.ThreadLocked):
        actions.reply(author=jan, thread=source, text="Spóźniona.", key="merge-late-1")


# -- the door


def test_facilitator_pastes_an_address_looks_and_confirms(source, target, ewa, as_):
    browser, path = as_(ewa), f"/en/polacz/{source.pk}/"
    offered = browser.get(path).content.decode()
    assert 'name="cel"' in offered
    typed = {"cel": f"https://spolecznosc.example/en/watki/{target.pk}/x/#p2", "note": ""}
    looked = browser.post(path, typed)
    assert looked.status_code == 200
    assert "3 posts go to the end of" in looked.content.decode()
    assert again(source).merged_into is None
    done = browser.post(path, typed | {"confirmed": "1"})
    assert (done.status_code, done["Location"]) == (302, f"/en{target.url}")
    assert again(source).merged_into == target


def test_words_of_a_title_offer_threads(source, target, ewa, as_):
    html = as_(ewa).post(f"/polacz/{source.pk}/", {"cel": "podlewa drzewa w upały"}).content.decode()
    assert f'name="wybrany" value="{target.url}"' in html


BAD = ["", "/watki/999999999/x/", "żółw i jeż", "https://evil.example/", "\x00", "x" * 5000]


@pytest.mark.parametrize("typed", BAD)
def test_bad_target_is_explained(typed, source, ewa, as_):
    response = as_(ewa).post(f"/polacz/{source.pk}/", {"cel": typed, "confirmed": "1"})
    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert again(source).merged_into is None


def test_itself_is_explained(source, ewa, as_):
    response = as_(ewa).post(f"/en/polacz/{source.pk}/", {"cel": source.url, "confirmed": "1"})
    assert response.status_code == 422
    assert "This is the same thread." in response.content.decode()


def test_what_is_wider_is_said_before(target, closed, maria, as_):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    secret = actions.start_thread(
        author=insider, space=closed, kind="question", title="Wewnętrzne pytanie", text="Treść.", key="merge-wider"
    )
    html = as_(maria).post(f"/en/polacz/{secret.pk}/", {"cel": target.url}).content.decode()
    assert "It becomes wider: everybody can read it then" in html


def test_only_facilitators_open_the_door(source, target, anna, olaf, as_):
    for who in (anna, olaf):
        data = {"cel": target.url, "confirmed": "1"}
        assert as_(who).post(f"/polacz/{source.pk}/", data).status_code == 403
    assert as_().get(f"/polacz/{source.pk}/").status_code == 302


def test_thread_nobody_may_see_is_not_found(closed, olaf):
    insider = Membership.objects.filter(space=closed, role="member").first().person
    secret = actions.start_thread(
        author=insider, space=closed, kind="question", title="Wewnętrzne pytanie", text="Treść.", key="merge-hidden"
    )
    with pytest.raises(Http404):
        find_thread_for(olaf, secret.pk)
