"""First posts that wait for a facilitator: clear to their author, decided by who leads, unknown to everybody else."""

import re

import pytest
from django.core.management import call_command

from community.catalogue.models import Entry, Passage
from community.live.models import Event
from community.notifications.models import Notification
from community.spaces.models import Membership
from forum.actions import Held, Published, publish_held, refuse_held, reply, submit_reply, submit_thread, take_back
from forum.actions.errors import ChangedMeanwhile, ForumError
from forum.models import Draft, Post, Thread
from forum.queries.drafts import held_drafts

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
JSON = {"Accept": "application/json"}
SECRET = "Chrabąszczowisko"


@pytest.fixture(autouse=True)
def _holds(zielona):
    zielona.holds_first_posts = True
    zielona.save()


@pytest.fixture()
def newcomer(olaf, zielona):
    """Has just joined, and has written nothing."""
    Membership.objects.create(space=zielona, person=olaf)
    return olaf


def ask(author, space, key="held-ask-1", **changed):
    content = {"kind": "question", "title": f"{SECRET} w parku?", "text": f"{SECRET} i co dalej.", "audience": "public"}
    return submit_thread(author=author, space=space, key=key, **{**content, **changed})


def told(person, kind):
    return Notification.objects.filter(person=person, kind=kind, read_at=None).count()


def test_first_thread_of_a_person_waits(newcomer, zielona, ewa):
    before = Thread.objects.count()
    sent = ask(newcomer, zielona)
    assert isinstance(sent, Held)
    assert (sent.draft.held_at is None, Thread.objects.count(), told(ewa, "forum.held")) == (False, before, 1)


def test_first_reply_waits_and_the_same_again_waits_once(newcomer, question):
    question.refresh_from_db()
    sent = [submit_reply(author=newcomer, thread=question, text=SECRET, key="held-reply-1") for _time in range(2)]
    assert (sent[0], type(sent[0])) == (sent[1], Held)
    assert (Draft.objects.filter(author=newcomer).count(), question.posts.count()) == (1, 1)


def test_who_has_written_before_and_who_facilitates_do_not_wait(jan, ewa, zielona, question):
    Post.objects.filter(author=ewa).delete()
    question.refresh_from_db()
    for author in (jan, ewa):
        sent = submit_reply(author=author, thread=question, text="Tak.", key="not-held-1")
        assert isinstance(sent, Published)


def test_other_places_do_not_hold(newcomer, person):
    thread = Thread.objects.filter(space__slug="cyfrowa", audience="public", deleted_at=None, locked_at=None).first()
    assert isinstance(submit_reply(author=newcomer, thread=thread, text="Tak.", key="not-held-2"), Published)


def test_author_sees_that_it_waits_and_finds_it_among_the_drafts(as_, newcomer, zielona):
    browser = as_(newcomer)
    typed = {"kind": "question", "audience": "public", "title": "Pierwsze pytanie", "text": "Treść."}
    response = browser.post("/s/zielona/zapytaj/", {**typed, "key": "held-form"})
    draft = Draft.objects.get(author=newcomer)
    assert response["Location"] == f"/szkice/{draft.pk}/"
    page = browser.get(f"/en{response['Location']}").content.decode()
    listed = browser.get("/szkice/").content.decode()
    assert (page.count("Pierwsze pytanie") > 0, "Waits for a facilitator" in page) == (True, True)
    assert ('id="drafts-held"' in listed, f'href="/szkice/{draft.pk}/"' in listed) == (True, True)


def test_script_is_told_that_it_waits(as_, newcomer, question):
    response = as_(newcomer).post(f"/odpowiedz/{question.pk}/", {"text": "Treść.", "key": "held-json"}, headers=JSON)
    draft = Draft.objects.get(author=newcomer)
    answer = response.json()
    assert (response.status_code, answer["url"], answer["held"][-1]) == (202, f"/szkice/{draft.pk}/", ".")


def test_form_without_scripts_leads_to_the_waiting_text(as_, newcomer, question):
    response = as_(newcomer).post(f"/odpowiedz/{question.pk}/", {"text": "Treść.", "key": "held-plain"})
    assert response["Location"] == f"/szkice/{Draft.objects.get(author=newcomer).pk}/"


def test_facilitator_publishes_it_as_the_authors(as_, newcomer, zielona, ewa):
    draft = ask(newcomer, zielona, tags=()).draft
    browser = as_(ewa)
    assert SECRET in browser.get(f"/szkice/{draft.pk}/decyzja/").content.decode()
    response = browser.post(f"/szkice/{draft.pk}/decyzja/", {"publish": "1", "version": draft.version})
    post = Post.objects.get(author=newcomer)
    assert response["Location"] == f"{post.thread.url}#p1"
    assert (post.client_key, post.source, post.thread.title) == ("held-ask-1", draft.text, draft.title)
    assert not Draft.objects.filter(author=newcomer).exists()
    assert (told(newcomer, "forum.published"), told(ewa, "forum.held")) == (1, 0)


def test_published_once_even_when_two_facilitators_press(newcomer, zielona, ewa, maria):
    draft = ask(newcomer, zielona).draft
    publish_held(by=ewa, draft=draft, version=draft.version)
    from django.http import Http404

    with pytest.raises(Http404):
        publish_held(by=maria, draft=draft, version=draft.version)
    assert Thread.objects.filter(author=newcomer).count() == 1


def test_reply_is_published_where_it_belongs(newcomer, question, ewa):
    question.refresh_from_db()
    draft = submit_reply(author=newcomer, thread=question, text="Tak.", key="held-reply-1").draft
    post = publish_held(by=ewa, draft=draft, version=draft.version)
    assert (post.thread, post.number, post.author) == (question, 2, newcomer)


def test_what_the_facilitator_has_not_read_is_not_published(as_, newcomer, zielona, ewa):
    draft = ask(newcomer, zielona).draft
    ask(newcomer, zielona, text="Zupełnie inny tekst.")
    with pytest.raises(ChangedMeanwhile):
        publish_held(by=ewa, draft=draft, version=draft.version)
    response = as_(ewa).post(f"/szkice/{draft.pk}/decyzja/", {"publish": "1", "version": "x"})
    assert (response.status_code, Draft.objects.get(pk=draft.pk).held_at is None) == (409, False)


def test_closed_thread_takes_no_held_reply(newcomer, question, ewa):
    from forum.actions import lock_thread

    question.refresh_from_db()
    draft = submit_reply(author=newcomer, thread=question, text="Tak.", key="held-reply-1").draft
    lock_thread(by=ewa, thread=question)
    with pytest.raises(ForumError):
        publish_held(by=ewa, draft=draft, version=draft.version)


def test_refused_text_goes_back_with_the_reason(as_, newcomer, zielona, ewa):
    draft = ask(newcomer, zielona).draft
    browser = as_(ewa)
    empty = browser.post(f"/szkice/{draft.pk}/decyzja/", {"reason": " ", "version": draft.version})
    given = browser.post(f"/szkice/{draft.pk}/decyzja/", {"reason": "Usuń nazwisko.", "version": draft.version})
    draft.refresh_from_db()
    assert (empty.status_code, given["Location"]) == (422, "/s/zielona/")
    assert (draft.held_at, draft.refused_reason, told(newcomer, "forum.draft_refused")) == (None, "Usuń nazwisko.", 1)
    page = as_(newcomer).get(f"/szkice/{draft.pk}/").content.decode()
    assert ("Usuń nazwisko." in page, SECRET in page) == (True, True)


def test_refused_text_is_changed_and_sent_again(as_, newcomer, zielona, ewa):
    draft = ask(newcomer, zielona).draft
    refuse_held(by=ewa, draft=draft, version=draft.version, reason="Usuń nazwisko.")
    browser = as_(newcomer)
    form = browser.get(f"/s/zielona/zapytaj/?szkic={draft.pk}").content.decode()
    assert (f"{SECRET} i co dalej.</textarea>" in form, f'value="{draft.client_key}"' in form) == (True, True)
    again = ask(newcomer, zielona, text="Już bez nazwiska.")
    assert (again.draft.pk, again.draft.refused_at, told(ewa, "forum.held")) == (draft.pk, None, 1)


def test_author_takes_it_back(as_, newcomer, zielona, ewa):
    draft = ask(newcomer, zielona).draft
    response = as_(newcomer).post(f"/szkice/{draft.pk}/cofnij/")
    draft.refresh_from_db()
    assert (response["Location"], draft.held_at) == (f"/s/zielona/zapytaj/?szkic={draft.pk}", None)
    assert (told(ewa, "forum.held"), as_(ewa).get(f"/szkice/{draft.pk}/decyzja/").status_code) == (0, 404)


def test_reply_taken_back_goes_before_the_one_being_written(newcomer, question, zielona):
    from forum.actions import Written, save_draft

    question.refresh_from_db()
    held = submit_reply(author=newcomer, thread=question, text="Pierwsze.", key="held-reply-1").draft
    save_draft(
        author=newcomer, key="held-reply-2", space=zielona, thread=question, written=Written(text="Drugie."), version=0
    )
    take_back(by=newcomer, draft=held)
    assert list(Draft.objects.filter(author=newcomer).values_list("text", flat=True)) == ["Pierwsze.\n\nDrugie."]


def test_only_facilitators_of_the_place_decide(as_, newcomer, zielona, jan, person):
    draft = ask(newcomer, zielona).draft
    door = f"/szkice/{draft.pk}/decyzja/"
    for who in (jan, newcomer):
        for response in (as_(who).get(door), as_(who).post(door, {"publish": "1", "version": draft.version})):
            assert (response.status_code, SECRET in response.content.decode()) == (404, False)
    assert as_().get(door).status_code == 302
    assert Draft.objects.get(pk=draft.pk).held_at is not None


def test_queue_shows_only_what_the_viewer_decides(newcomer, zielona, ewa, jan, maria, django_assert_num_queries):
    from community.spaces.rules import standing_of

    draft = ask(newcomer, zielona).draft
    standing_of(ewa)
    with django_assert_num_queries(1):
        rows = held_drafts(ewa, zielona)
    assert [(row.id, row.url, row.author.name) for row in rows] == [
        (draft.pk, f"/szkice/{draft.pk}/decyzja/", newcomer.name)
    ]
    assert ([row.id for row in held_drafts(maria, zielona)], held_drafts(jan, zielona)) == ([draft.pk], [])


def test_inbox_leads_facilitator_and_author_there(as_, newcomer, zielona, ewa):
    draft = ask(newcomer, zielona).draft
    inbox = as_(ewa).get("/powiadomienia/").content.decode()
    (_link,) = [url for url in re.findall(r'href="(/powiadomienia/\d+/)"', inbox)
               if as_(ewa).get(url)["Location"] == f"/szkice/{draft.pk}/decyzja/"]  # fmt: skip
    assert (newcomer.name in inbox, SECRET in inbox) == (True, False)


def test_held_text_appears_nowhere(as_, newcomer, zielona, jan, ewa, question):
    """Lists, search, feeds, live events, catalogue, the sitemap, notifications of others, profiles: not a word."""
    question.refresh_from_db()
    threads, events, entries = Thread.objects.count(), Event.objects.count(), Entry.objects.count()
    person_posts = Post.objects.filter(author=newcomer).count()
    ask(newcomer, zielona)
    submit_reply(author=newcomer, thread=question, text=f"{SECRET} w odpowiedzi.", key="held-reply-1")
    call_command("catalogue", "rebuild", verbosity=0)
    assert (Thread.objects.count(), Entry.objects.count()) == (threads, entries)
    assert (Event.objects.count() - events, person_posts) == (0, 0)
    assert not Passage.objects.filter(text__icontains=SECRET).exists()
    pages = (
        "/", "/watki/", "/watki/?kolejnosc=nowe", "/s/zielona/", "/s/zielona/watki/", question.url,
        "/szukaj/?q=dalej+odpowiedzi",
        "/kanal.xml", "/s/zielona/kanal.xml", f"/watki/{question.pk}/kanal.xml", "/sitemap-wpisy.xml", newcomer.url,
        "/szkice/", f"/live/{question.stream}?since=0", f"/live/{question.list_stream}?since=0", "/powiadomienia/",
    )  # fmt: skip
    for who in (None, jan, ewa):
        browser = as_(who)
        for page in pages:
            assert SECRET not in browser.get(page).content.decode(), (page, who)
    question.refresh_from_db()
    assert (question.reply_count, question.last_number) == (0, 1)


def test_facilitators_choose_on_the_page_of_the_place(as_, ewa, zielona):
    browser = as_(ewa)
    typed = {"name": zielona.name, "purpose": "", "question": "", "description": "", "joining": "open"}
    browser.post("/s/zielona/opis/", typed)
    zielona.refresh_from_db()
    off = zielona.holds_first_posts
    browser.post("/s/zielona/opis/", {**typed, "holds_first_posts": "on"})
    zielona.refresh_from_db()
    assert (off, zielona.holds_first_posts) == (False, True)


@pytest.mark.parametrize("verb", ["move", "merge"])
def test_reply_that_waits_follows_its_thread_to_who_decides_there(
    verb, newcomer, question, zielona, closed, ewa, maria, person
):
    from forum.actions import merge_threads, move_thread, start_thread
    from forum.actions.submitting import facilitators_of

    question.refresh_from_db()
    chief = person("leszek-czyzyk")
    Membership.objects.update_or_create(space=closed, person=chief, defaults={"role": "facilitator"})
    draft = submit_reply(author=newcomer, thread=question, text=SECRET, key="held-moved").draft
    if verb == "move":
        move_thread(by=maria, thread=question, space=closed, audience="members")
    else:
        target = start_thread(
            author=maria, space=closed, kind="question", title="To samo u nas", text="Tak?", key="held-target",
        )  # fmt: skip
        merge_threads(by=maria, thread=question, into=target)
    asked = Notification.objects.filter(kind="forum.held", object_id=draft.pk).values_list("person_id", flat=True)
    assert (set(asked), chief.pk in asked, ewa.pk in asked) == (facilitators_of(closed), True, False)
    assert [row.id for row in held_drafts(chief, closed)] == [draft.pk]


def test_reply_waits_where_its_thread_was_moved_meanwhile(newcomer, question, closed, maria):
    from forum.actions import move_thread

    stale = Thread.objects.select_related("space").get(pk=question.pk)
    move_thread(by=maria, thread=question, space=closed, audience="members")
    draft = submit_reply(author=newcomer, thread=stale, text=SECRET, key="held-raced").draft
    assert draft.space == closed


def test_reply_of_the_verb_itself_is_never_held(newcomer, question):
    reply(author=newcomer, thread=question, text="x", key="verb-held")
    assert question.posts.count() == 2
