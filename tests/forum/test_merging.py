"""Merging a thread into another: everything goes there in order, and the shell that is left leads on."""

import pytest

from community.catalogue.models import Passage
from community.catalogue.rebuilding import rebuild
from community.spaces.models import Membership
from forum import actions
from forum.models import Post
from forum.queries.posts import permalink
from forum.rules import Merged, find_thread_for, threads_visible_to
from tests.forum.facilitating import merge
from tests.forum.test_counters import counted, kept
from tests.forum.threads import again, entry_of, rows_of

pytestmark = pytest.mark.django_db


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
    merge(maria, secret, target, note="Tajny powód.")
    html = as_(olaf).get(f"/watki/{secret.pk}/").content.decode()
    assert ("Tajny" in html, "Tajny powód." in as_(insider).get(f"/watki/{secret.pk}/").content.decode()) == (
        False,
        True,
    )
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
