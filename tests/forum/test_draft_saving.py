"""Drafts that are saved while one types: kept once, told when two windows disagree, gone when published."""

import pytest
from django.test import Client

from forum.actions import Written, reply, save_draft, start_thread
from forum.limits import MOST_DRAFTS
from forum.models import Draft, Post, Thread

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def ask_fields(**changed):
    return {
        "space": "zielona", "key": "draft-key-1", "title": "Kto podlewa?", "text": "Szukam.", "kind": "question",
        "audience": "public", "tags": "", "draft_version": "0",
    } | changed  # fmt: skip


def save(browser, fields, **headers):
    return browser.post("/szkice/", fields, headers=JSON | headers)


def reply_fields(thread, **changed):
    return {"thread": thread.pk, "key": "reply-key-1", "text": "Pisz", "draft_version": "0"} | changed


def why(response, status):
    """Returns the sentence of a refusal, after checking that it is JSON with this status."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    said = response.json()["why"]
    assert said.endswith((".", ":", "?"))
    return said


def test_what_is_typed_is_kept_under_its_key(as_, anna, zielona):
    answer = save(as_(anna), ask_fields(tags="zieleń, drzewa"))
    draft = Draft.objects.get(author=anna, client_key="draft-key-1")
    saved = answer.json()
    assert (answer.status_code, saved["id"], saved["version"], len(saved["saved"])) == (200, draft.pk, 1, 5)
    assert (draft.space, draft.thread, draft.title, draft.text, draft.kind, draft.audience, draft.tags) == (
        zielona, None, "Kto podlewa?", "Szukam.", "question", "public", "zieleń, drzewa",
    )  # fmt: skip


def test_every_saving_is_a_version_and_the_same_twice_is_none(as_, anna):
    browser = as_(anna)
    versions = [
        save(browser, ask_fields(text=text, draft_version=str(seen))).json()["version"]
        for text, seen in (("A", 0), ("AB", 1), ("AB", 1), ("ABC", 2))
    ]
    assert versions == [1, 2, 2, 3]
    assert Draft.objects.get(author=anna, client_key="draft-key-1").text == "ABC"


def test_two_windows_with_one_draft_are_told_and_nothing_is_overwritten(as_, anna):
    browser = as_(anna)
    save(browser, ask_fields(text="Z pierwszego okna"))
    save(browser, ask_fields(text="Z drugiego okna", draft_version="1"))
    answer = save(browser, ask_fields(text="Dalej w pierwszym", draft_version="1"))
    why(answer, 409)
    assert answer.json()["theirs"] == {"title": "Kto podlewa?", "text": "Z drugiego okna", "version": 2}
    assert Draft.objects.get(author=anna, client_key="draft-key-1").text == "Z drugiego okna"


def test_choosing_ones_own_text_after_a_conflict_stores_it(as_, anna):
    browser = as_(anna)
    save(browser, ask_fields(text="Pierwsze"))
    theirs = save(browser, ask_fields(text="Drugie")).json()["theirs"]
    assert save(browser, ask_fields(text="Drugie", draft_version=theirs["version"])).json()["version"] == 2


def test_second_tab_of_a_thread_goes_on_with_the_same_reply(as_, jan, question):
    browser = as_(jan)
    first = save(browser, reply_fields(question)).json()
    conflict = save(browser, reply_fields(question, key="reply-key-2", text="Inny"))
    second = save(browser, reply_fields(question, key="reply-key-2", text="Piszę", draft_version="1")).json()
    assert (conflict.status_code, second["id"], second["version"]) == (409, first["id"], 2)
    assert Draft.objects.filter(author=jan, thread=question).count() == 1


def test_begun_poll_is_kept_and_comes_back(as_, anna):
    browser = as_(anna)
    poll = {"poll_question": "Kiedy?", "poll_options": "wtorek\nśroda", "poll_kind": "single", "poll_ends": "7"}
    first = save(browser, ask_fields(**poll)).json()
    html = browser.get(f"/s/zielona/zapytaj/?szkic={first['id']}").content.decode()
    assert Draft.objects.get(pk=first["id"]).poll == poll
    assert ('value="Kiedy?"' in html, "wtorek\nśroda</textarea>" in html, 'class="poll-fields" open' in html) == (
        True, True, True,
    )  # fmt: skip
    nothing = save(browser, ask_fields(draft_version="1", poll_kind="single", poll_ends="14")).json()
    assert Draft.objects.get(pk=nothing["id"]).poll == {}


def test_several_questions_are_kept_side_by_side(as_, anna, zielona):
    for number in range(3):
        save(as_(anna), ask_fields(key=f"ask-key-{number}", title=f"Pytanie {number}"))
    assert Draft.objects.filter(author=anna, space=zielona, thread=None, client_key__startswith="ask-key-").count() == 3


def test_emptied_draft_goes(as_, anna):
    browser = as_(anna)
    save(browser, ask_fields())
    answer = save(browser, ask_fields(title="", text="  ", draft_version="1"))
    assert answer.json() == {"id": None, "version": 0}
    assert not Draft.objects.filter(author=anna, client_key="draft-key-1").exists()


def test_nothing_typed_makes_no_draft(as_, anna):
    assert save(as_(anna), ask_fields(title="", text="")).json() == {"id": None, "version": 0}


def test_late_saving_of_what_is_published_makes_no_draft(as_, jan, question):
    reply(author=jan, thread=question, text="Pisz", key="reply-key-1")
    assert save(as_(jan), reply_fields(question)).json() == {"id": None, "version": 0}
    assert not Draft.objects.filter(author=jan, thread=question).exists()


def test_form_without_scripts_is_led_to_the_list(as_, anna):
    response = as_(anna).post("/szkice/", ask_fields())
    assert (response.status_code, response["Location"]) == (302, "/szkice/")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"text": "a" * 40_001}, 422),
        ({"text": "| a | b |\n" * 10_000}, 422),
        ({"text": "a" * 210_000}, 413),
        ({"title": "a" * 301}, 422),
        ({"text": "a\x00b"}, 422),
        ({"key": ""}, 422),
        ({"key": "<script>"}, 422),
        ({"space": "nie-ma"}, 404),
        ({"space": "z\x00"}, 422),
        ({"space": "", "thread": "x"}, 404),
        ({"thread": "999999999"}, 404),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(changed, status, as_, anna):
    browser = as_(anna)
    save(browser, ask_fields(text="Dobry tekst"))
    why(save(browser, ask_fields(draft_version="1") | changed), status)
    assert Draft.objects.get(author=anna, client_key="draft-key-1").text == "Dobry tekst"


@pytest.mark.parametrize("changed", [{"draft_version": "x"}, {"kind": "rant"}, {"audience": "all"}, {"thread": "-1"}])
def test_what_no_person_typed_does_not_hinder(changed, as_, anna):
    assert save(as_(anna), ask_fields() | changed).json()["version"] == 1


def test_reply_to_a_post_of_another_thread_or_a_deleted_one_is_a_plain_reply(as_, jan, question, answer):
    other = Post.objects.exclude(thread=question).first()
    save(as_(jan), reply_fields(question, reply_to=other.pk))
    assert Draft.objects.get(author=jan, thread=question).reply_to is None
    save(as_(jan), reply_fields(question, reply_to=answer.pk, draft_version="1"))
    assert Draft.objects.get(author=jan, thread=question).reply_to == answer


def test_a_hundred_drafts_are_enough(as_, anna, zielona):
    own = Draft.objects.filter(author=anna).count()
    rows = [Draft(author=anna, space=zielona, client_key=f"many-{n:04}", text="x") for n in range(MOST_DRAFTS - own)]
    Draft.objects.bulk_create(rows)
    browser = as_(anna)
    why(save(browser, ask_fields()), 409)
    assert save(browser, ask_fields(key="many-0001", text="y", draft_version="1")).json()["version"] == 2


def test_foreign_places_are_not_found(as_, olaf, closed):
    thread = Thread.objects.filter(space=closed).first()
    for fields in (ask_fields(space=closed.slug), reply_fields(thread)):
        assert closed.name not in why(save(as_(olaf), fields), 404)
    assert not Draft.objects.filter(author=olaf).exists()


def test_drafts_of_others_are_out_of_reach(as_, anna, jan, question):
    save(as_(anna), reply_fields(question, text="Moje"))
    assert save(as_(jan), reply_fields(question, text="Jego")).json()["version"] == 1
    assert Draft.objects.get(author=anna, thread=question).text == "Moje"


def test_signed_out_script_learns_where_to_sign_in(as_):
    response = save(as_(), ask_fields(), Referer="http://testserver/s/zielona/zapytaj/")
    why(response, 401)
    assert response.json()["sign_in"] == "/konto/login/?next=%2Fs%2Fzielona%2Fzapytaj%2F"


def test_missing_token_and_wrong_method_are_refused(anna):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    why(save(browser, ask_fields()), 403)
    assert browser.put("/szkice/", headers=JSON).status_code == 403
    lax = Client()
    lax.force_login(anna)
    assert lax.put("/szkice/", headers=JSON).status_code == 405


def keep(author, space, key, thread=None, **written):
    return save_draft(author=author, key=key, space=space, thread=thread, written=Written(**written), version=0)


@pytest.mark.parametrize("others", [0, 50])
def test_saving_costs_the_same_however_many_drafts_there_are(others, jan, zielona, question, django_assert_num_queries):
    keep(jan, zielona, "first-key", question, text="A")
    Draft.objects.bulk_create(Draft(author=jan, space=zielona, client_key=f"k-{n:06}", text="x") for n in range(others))
    with django_assert_num_queries(7):  # four of them savepoints
        save_draft(author=jan, key="first-key", space=zielona, thread=question, written=Written(text="AB"), version=1)


def test_publishing_removes_the_draft(anna, jan, zielona, question):
    keep(anna, zielona, "thread-key", title="Kto podlewa?", text="Szukam.")
    keep(jan, zielona, "reply-key-1", question, text="Pisz")
    other = keep(anna, zielona, "other-key", title="Coś innego", text="Szukam.")
    start_thread(
        author=anna, space=zielona, kind="question", title="Kto podlewa?", text="Szukam już.", key="thread-key"
    )
    reply(author=jan, thread=question, text="Piszę", key="another-key")
    assert list(Draft.objects.filter(author__in=(anna, jan), client_key__endswith="-key")) == [other]
    assert not Draft.objects.filter(author=jan, thread=question).exists()


def test_publishing_leaves_a_text_that_was_changed_in_another_window(jan, zielona, question):
    keep(jan, zielona, "reply-key-1", question, text="Na telefonie")
    reply(author=jan, thread=question, text="Przy biurku", key="another-key", draft_version=0)
    assert Draft.objects.get(author=jan, thread=question).text == "Na telefonie"


def test_text_that_would_tell_a_crowd_is_kept_all_the_same(as_, anna):
    assert save(as_(anna), ask_fields(text="@wszyscy, kto podlewa?")).status_code == 200
    assert Draft.objects.get(author=anna, client_key="draft-key-1").text == "@wszyscy, kto podlewa?"
