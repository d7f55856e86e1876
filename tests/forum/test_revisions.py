"""Former versions: who changed what, bringing one back, removing one; and what counts as a correction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.base import clock
from forum.actions import clear_revisions, delete_post, edit_post, lock_thread, reply, restore_revision, upvote
from forum.models import Post, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
FORMER = "U nas zakład komunalny, dwa razy w tygodniu."


@pytest.fixture()
def edited(answer, jan, ewa):
    """Jan's answer, changed by himself and then by Ewa."""
    edit_post(by=jan, post=answer, text="U nas zakład komunalny, trzy razy w tygodniu.", version=1)
    return edit_post(by=ewa, post=answer, text="U nas zakład komunalny, cztery razy w tygodniu.", version=2)


def page(browser, post, query=""):
    return browser.get(f"/wpisy/{post.pk}/zmiany/{query}")


def test_page_shows_the_newest_change_word_by_word_and_who_made_it(as_, anna, edited):
    html = page(as_(anna), edited).content.decode()
    removed, added = html.split("<del><span")[1], html.split("<ins><span")[1]
    assert (removed.split("</span>")[1].split("<")[0], added.split("</span>")[1].split("<")[0]) == ("trzy", "cztery")
    assert html.count("<del><span") == html.count("<ins><span") == 1
    assert [html.count(f'?wersja={n}"') for n in (1, 2, 3)] == [1, 1, 1]


def test_each_version_tells_who_wrote_it(anna, edited):
    from forum.queries.revisions import history

    rows = history(Post.objects.select_related("thread", "author").get(pk=edited.pk)).versions
    assert [(row.version, row.name, row.is_current) for row in rows] == [
        (3, "Ewa Olszyna", True), (2, "Jan Wierzba", False), (1, "Jan Wierzba", False),
    ]  # fmt: skip


def test_a_changed_title_is_shown_too(as_, anna, question):
    first = question.posts.get(number=1)
    edit_post(by=anna, post=first, text=first.source, version=1, title="Kto podlewa drzewa zimą?")
    html = page(as_(anna), first).content.decode()
    assert html.split("<del><span")[1].split("</span>")[1].split("<")[0] == "w upały"
    assert html.split("<ins><span")[1].split("</span>")[1].split("<")[0] == "zimą"


def test_post_that_was_never_changed_has_one_version(as_, anna, answer):
    html = page(as_(anna), answer).content.decode()
    assert (html.count('class="row__title"'), html.count(FORMER)) == (1, 1)


def test_text_of_a_version_cannot_bring_html_in(as_, jan, answer):
    edit_post(by=jan, post=answer, text="<script>alert(1)</script>", version=1)
    assert "<script>alert" not in page(as_(jan), answer).content.decode()


@pytest.mark.parametrize("query", ["?wersja=0", "?wersja=4", "?wersja=x", "?przed=0", "?przed=9", "?wersja=9999999999"])
def test_version_that_there_is_not_is_not_found(query, as_, anna, edited):
    assert page(as_(anna), edited, query).status_code == 404


def test_visitor_signs_in_first(as_, edited):
    assert page(as_(), edited)["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("who", ["jan", "ewa", "anna"])
def test_versions_of_a_deleted_post_are_shown_to_nobody(who, as_, edited, jan, ewa, anna):
    delete_post(by=jan, post=edited)
    assert page(as_({"jan": jan, "ewa": ewa, "anna": anna}[who]), edited).status_code == 404


def test_versions_of_a_deleted_thread_are_shown_to_nobody(as_, question, answer, edited, ewa):
    delete_post(by=ewa, post=question.posts.get(number=1))
    assert page(as_(ewa), edited).status_code == 404


def test_versions_in_a_closed_group_are_for_its_members(as_, closed, olaf, person):
    from forum.models import Thread

    inside = Thread.objects.filter(space=closed, audience="members").first().posts.get(number=1)
    assert page(as_(olaf), inside).status_code == 404
    assert page(as_(inside.author), inside).status_code == 200


def test_list_of_versions_costs_the_same_with_2_and_with_60(as_, jan, answer, django_assert_num_queries):
    browser = as_(jan)
    edit_post(by=jan, post=answer, text="Wersja 2.", version=1)
    page(browser, answer)
    with django_assert_num_queries(7) as few:
        page(browser, answer)
    for version in range(2, 61):
        edit_post(by=jan, post=answer, text=f"Wersja {version + 1}.", version=version)
    with django_assert_num_queries(len(few.captured_queries)):
        response = page(browser, answer)
    html = response.content.decode()
    assert (html.count('class="row__title"'), html.count("?przed=12")) == (50, 1)
    assert page(browser, answer, "?przed=12").content.decode().count('class="row__title"') == 11


# -- bringing back


def test_former_version_comes_back_as_a_new_one(as_, jan, edited):
    response = as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/przywroc/", {"version": 3})
    edited.refresh_from_db()
    assert response["Location"] == f"{edited.thread.url}#p2"
    assert (edited.source, edited.version) == (FORMER, 4)
    assert Revision.objects.get(post=edited, version=3).source == "U nas zakład komunalny, cztery razy w tygodniu."


def test_version_that_changed_meanwhile_shows_the_change_and_brings_nothing_back(as_, jan, edited):
    response = as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/przywroc/", {"version": 2})
    edited.refresh_from_db()
    assert (response.status_code, edited.version) == (409, 3)
    assert response.content.decode().count("notice--warning") == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_mangled_version_brings_nothing_back(version, as_, jan, edited):
    response = as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/przywroc/", {"version": version})
    assert response.status_code == 409


def test_title_comes_back_with_the_text(as_, anna, question):
    first = question.posts.get(number=1)
    edit_post(by=anna, post=first, text="Inny tekst.", version=1, title="Zupełnie inny tytuł")
    restore_revision(by=anna, post=first, revision=1, version=2)
    question.refresh_from_db()
    assert question.title == "Kto podlewa drzewa w upały?"


@pytest.mark.parametrize(("who", "status"), [("anna", 403), ("olaf", 403), (None, 302)])
def test_others_bring_nothing_back(who, status, as_, person, olaf, edited):
    browser = as_(who and (olaf if who == "olaf" else person("anna-borowik")))
    assert browser.post(f"/wpisy/{edited.pk}/zmiany/1/przywroc/", {"version": 3}).status_code == status
    edited.refresh_from_db()
    assert edited.version == 3


def test_author_brings_nothing_back_in_a_closed_thread(as_, jan, ewa, edited):
    lock_thread(by=ewa, thread=edited.thread)
    assert as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/przywroc/", {"version": 3}).status_code == 403


def test_there_is_no_version_to_bring_back(as_, jan, answer):
    assert as_(jan).post(f"/wpisy/{answer.pk}/zmiany/7/przywroc/", {"version": 1}).status_code == 409


# -- removing


def test_removed_version_has_lost_its_words_and_says_who_and_when(as_, jan, anna, edited):
    response = as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/usun/", {})
    kept = Revision.objects.get(post=edited, version=1)
    assert response["Location"] == f"/wpisy/{edited.pk}/zmiany/"
    assert (kept.source, kept.title, kept.cleared_by) == ("", "", jan)
    html = page(as_(anna), edited, "?wersja=1").content.decode()
    assert ("Jan Wierzba" in html, FORMER in html) == (True, False)
    assert "dwa" not in page(as_(anna), edited, "?wersja=2").content.decode()


def test_all_older_versions_go_when_asked(as_, ewa, edited):
    as_(ewa).post(f"/wpisy/{edited.pk}/zmiany/2/usun/", {"older": "1"})
    assert set(Revision.objects.filter(post=edited).values_list("source", flat=True)) == {""}
    assert edited.source == "U nas zakład komunalny, cztery razy w tygodniu."


def test_removed_version_cannot_be_brought_back(as_, jan, edited):
    clear_revisions(by=jan, post=edited, revision=1)
    assert as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/przywroc/", {"version": 3}).status_code == 409


def test_author_may_remove_in_a_closed_thread(as_, jan, ewa, edited):
    lock_thread(by=ewa, thread=edited.thread)
    assert as_(jan).get(f"/wpisy/{edited.pk}/zmiany/1/usun/").status_code == 200
    assert as_(jan).post(f"/wpisy/{edited.pk}/zmiany/1/usun/", {}).status_code == 302


@pytest.mark.parametrize("version", [0, 3, 9])
def test_current_text_is_not_removed_this_way(version, as_, jan, edited):
    assert as_(jan).post(f"/wpisy/{edited.pk}/zmiany/{version}/usun/", {}).status_code == 404


@pytest.mark.parametrize("who", ["anna", "olaf"])
def test_others_remove_nothing(who, as_, person, olaf, edited):
    browser = as_(olaf if who == "olaf" else person("anna-borowik"))
    assert [browser.get(f"/wpisy/{edited.pk}/zmiany/1/usun/").status_code,
            browser.post(f"/wpisy/{edited.pk}/zmiany/1/usun/", {}).status_code] == [403, 403]  # fmt: skip
    assert Revision.objects.get(post=edited, version=1).source == FORMER


# -- corrections


def shows_edited(post):
    return Post.objects.get(pk=post.pk).edited_at is not None


def at(post, **ago):
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(**ago))
    return Post.objects.select_related("thread").get(pk=post.pk)


def test_quick_change_is_kept_but_not_shown(jan, answer):
    edit_post(by=jan, post=at(answer, minutes=4), text="Poprawiony.", version=1)
    assert (shows_edited(answer), Revision.objects.filter(post=answer).count()) == (False, 1)


def test_change_after_five_minutes_is_shown(as_, jan, answer):
    edit_post(by=jan, post=at(answer, minutes=6), text="Zmieniony.", version=1)
    assert shows_edited(answer)
    assert f'href="/wpisy/{answer.pk}/zmiany/"' in as_(jan).get(answer.thread.url).content.decode()
    assert f'href="/wpisy/{answer.pk}/zmiany/"' not in as_().get(answer.thread.url).content.decode()


def test_change_by_a_facilitator_is_shown_at_once(ewa, answer):
    edit_post(by=ewa, post=answer, text="Zmieniony.", version=1)
    assert shows_edited(answer)


def test_change_after_a_reply_is_shown(jan, anna, answer):
    reply(author=anna, thread=answer.thread, text="Dzięki.", key="thanks-of-anna")
    edit_post(by=jan, post=answer, text="Zmieniony.", version=1)
    assert shows_edited(answer)


def test_change_after_a_vote_is_shown(jan, anna, answer):
    upvote(by=anna, post=answer)
    edit_post(by=jan, post=answer, text="Zmieniony.", version=1)
    assert shows_edited(answer)


def test_correction_after_a_shown_change_leaves_it_shown(jan, ewa, answer):
    edit_post(by=ewa, post=answer, text="Zmieniony.", version=1)
    edit_post(by=jan, post=answer, text="Poprawiony.", version=2)
    assert Post.objects.get(pk=answer.pk).edited_by == ewa


def test_correction_is_measured_by_the_clock_of_the_demo(jan, anna, question):
    with clock.replaying(timezone.now() - timedelta(days=9)):
        post = reply(author=jan, thread=question, text="Dawno temu.", key="long-ago-1")
        edit_post(by=jan, post=post, text="Dawno temu poprawione.", version=1)
    assert not shows_edited(post)
