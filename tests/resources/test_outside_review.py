"""A guest reads one revision by a link, says once what they think, and no other door opens."""

import html as html_of
import re

import pytest
from django.core import signing

from community.notifications.models import Notification
from resources.actions.guests import invite_guest, open_link
from resources.actions.reviewing import decide_page, submit_article
from resources.actions.writing import version_of
from resources.guest_links import HOLDS_FOR, GuestLink, read_token, token_of
from resources.models import ArticlePage, ReviewNote
from tests.notifications.post import clear_post, deliver, words
from tests.resources.conftest import TITLE
from tests.resources.desk import form_of, webp

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def address(whole, expert):
    return f"/recenzja/{invite_guest(by=expert, page=whole)}/"


def answers(page):
    rows = ReviewNote.objects.filter(page_id=page.pk, kind__in=("agreed", "objected"))
    return [(row.kind, row.name, row.text) for row in rows]


def test_author_makes_a_link_and_is_shown_it(as_, client, whole, expert):
    browser = as_(expert)
    assert "recenzja/" not in browser.get(f"/pisz/{whole.pk}/link/").content.decode()
    page = browser.post(f"/pisz/{whole.pk}/link/").content.decode()
    address = html_of.unescape(re.search(r'value="(http[^"]+/recenzja/[^"]+)"', page)[1])
    assert client.get(address).status_code == 200
    assert [note.kind for note in ReviewNote.objects.filter(page_id=whole.pk)] == ["link"]


def test_guest_reads_the_revision_of_the_link(client, address, whole, expert, write):
    write(whole, expert, "<p>Nowsza treść.</p>")
    answer = client.get(address)
    page = answer.content.decode()
    assert (TITLE in page, "Treść artykułu." in page, "Nowsza treść." in page) == (True, True, False)
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex, nofollow", True)
    assert answer["Referrer-Policy"] == "same-origin"  # without it, Origin would be null and the answer refused
    assert ('name="robots" content="noindex"' in page, 'rel="canonical"' in page, "/pisz/" in page) == (
        True,
        False,
        False,
    )


def test_opening_a_link_changes_nothing(client, address, whole):
    before = ReviewNote.objects.count(), Notification.objects.count(), whole.revisions.count()
    client.get(address)
    assert (ReviewNote.objects.count(), Notification.objects.count(), whole.revisions.count()) == before


def test_link_opens_no_other_door(client, address, whole):
    client.get(address)
    paths = [f"/biblioteka/{whole.slug}/", f"/pisz/{whole.pk}/podglad/", f"/pisz/{whole.pk}/"]
    assert [client.get(path).status_code for path in paths] == [404, 302, 302]


def test_pictures_of_the_draft_are_in_the_page(client, as_, whole, expert, write):
    told = as_(expert).post("/pisz/obrazy/", {"file": webp()}).json()
    write(whole, expert, f'<p>Tekst.</p><figure data-picture="{told["id"]}"><img alt="Ławka"></figure>')
    page = client.get(f"/recenzja/{invite_guest(by=expert, page=whole)}/").content.decode()
    assert ("data:image/webp;base64," in page, told["src"] in page) == (True, False)
    assert client.get(told["src"]).status_code == 404


def test_guest_answers_once_and_is_heard(client, address, whole, expert):
    clear_post()
    sent = {"said": "objected", "name": " Jerzy  Lis ", "text": "Proszę poprawić <i>rok</i>."}
    assert client.post(address, sent)["Location"] == address
    assert answers(whole) == [("objected", "Jerzy Lis", "Proszę poprawić <i>rok</i>.")]
    assert Notification.objects.filter(person=expert, kind="resources.noted").count() == 1
    told = [(letter.to, "Jerzy Lis" in letter.body, "poprawić <i>rok</i>" in words(letter)) for letter in deliver()]
    assert told == [([expert.email], True, True)]
    again = client.post(address, {"said": "agreed", "name": "Ktoś"})
    assert (again.status_code, len(answers(whole))) == (409, 1)
    assert "<form" not in re.search(r'id="answer".*?</section>', client.get(address).content.decode(), re.DOTALL)[0]


def test_author_and_editors_read_the_answer(client, as_, address, whole, expert, editor):
    client.post(address, {"said": "agreed", "name": "Jerzy Lis"})
    pages = [as_(who).get(f"/pisz/{whole.pk}/").content.decode() for who in (expert, editor)]
    assert ["Jerzy Lis" in page for page in pages] == [True, True]


@pytest.mark.parametrize(
    "wrong",
    [{"said": ""}, {"said": "x"}, {"name": ""}, {"name": "x" * 121}, {"said": "objected"}, {"text": "x" * 4001}],
)
def test_bad_answer_is_explained_and_kept(wrong, client, address, whole):
    answer = client.post(address, {"said": "agreed", "name": "Jerzy", **wrong})
    assert (answer.status_code, answer.content.decode().count('class="field__error"'), answers(whole)) == (422, 1, [])


def test_each_guest_has_a_link_of_their_own(client, whole, expert):
    for name in ("Jerzy", "Zofia"):
        client.post(f"/recenzja/{invite_guest(by=expert, page=whole)}/", {"said": "agreed", "name": name})
    assert [name for _kind, name, _text in answers(whole)] == ["Jerzy", "Zofia"]


def test_link_expires_after_fourteen_days(client, whole, expert, monkeypatch):
    import time

    made = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: made - HOLDS_FOR.total_seconds() - 60)
    old = token_of(GuestLink(whole.pk, whole.latest_revision_id, "k"))
    monkeypatch.undo()
    assert (read_token(old), client.get(f"/recenzja/{old}/").status_code) == (None, 404)


def test_sending_another_revision_ends_the_link(client, address, whole, expert, write):
    submit_article(by=expert, page=whole)
    assert client.get(address).status_code == 200
    from resources.actions.reviewing import withdraw_page

    withdraw_page(by=expert, page=whole)
    write(whole, expert, "<p>Inna treść.</p>")
    submit_article(by=expert, page=whole)
    assert client.get(address).status_code == 404
    assert client.post(address, {"said": "agreed", "name": "Jerzy"}).status_code == 404


def test_link_holds_while_the_editor_publishes_what_it_shows(client, address, whole, expert, editor):
    submit_article(by=expert, page=whole)
    whole.refresh_from_db()
    decide_page(by=editor, page=whole, version=version_of(whole.latest_revision), approve=True)
    assert client.get(address).status_code == 200


def test_revision_of_a_link_is_not_written_on(client, as_, whole, expert):
    as_(expert).post(f"/pisz/{whole.pk}/zapis/", form_of(whole, body="<p>Przed.</p>"))
    address = f"/recenzja/{invite_guest(by=expert, page=whole)}/"
    as_(expert).post(f"/pisz/{whole.pk}/zapis/", form_of(whole, body="<p>Po.</p>"))
    page = client.get(address).content.decode()
    assert ("Przed." in page, "<p>Po.</p>" in page) == (True, False)


@pytest.mark.parametrize("token", ["x", "W1sxLDIsMV0~1~x", "~", "ż", "a" * 3000])
def test_forged_links_open_nothing(token, client):
    assert client.get(f"/recenzja/{token}/").status_code == 404


def test_link_signed_for_something_else_opens_nothing(client, whole):
    forged = signing.dumps([whole.pk, whole.latest_revision_id, "k"], salt="inne").replace(":", "~")
    unknown = token_of(GuestLink(whole.pk, whole.latest_revision_id, "nobody-made-it"))
    assert [client.get(f"/recenzja/{token}/").status_code for token in (forged, unknown)] == [404, 404]


def test_link_to_a_deleted_text_opens_nothing(client, address, whole, expert):
    from resources.actions.writing import delete_article

    delete_article(by=expert, page=whole)
    assert not ArticlePage.objects.filter(pk=whole.pk).exists()
    assert client.get(address).status_code == 404


def test_wrong_method_is_refused(client, address):
    assert client.put(address).status_code == 405


def test_guest_of_a_closed_page_sees_no_more_than_the_page(client, editor, closed, topic, write):
    from resources.actions.writing import begin_article
    from tests.resources.conftest import FIELDS

    page = begin_article(by=editor, title="Wewnątrz grupy", space=closed, language="pl")
    write(page, editor, "<p>Tajna treść.</p>", fields=FIELDS, tags=(topic,))
    token = invite_guest(by=editor, page=page)
    assert open_link(token) is not None
    answer = client.get(f"/recenzja/{token}/")
    assert (answer.status_code, "Tajna treść." in answer.content.decode()) == (200, True)


def test_knocking_without_end_is_slowed(client, db):
    from resources.views import guests

    statuses = {client.get("/recenzja/x/").status_code for _n in range(guests._KNOCKS + 1)}
    assert statuses == {404, 429}
