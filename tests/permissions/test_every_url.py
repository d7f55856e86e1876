"""Every address, opened and pressed by a visitor and by an outsider: no crash, no leak, and words for every refusal."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from community.base.mailbox import read_mailbox
from community.catalogue.models import Entry
from community.files.actions import use
from community.following.models import SavedSearch
from community.letters.streams import streams
from community.letters.tokens import stop_token
from community.moderation.models import Decision
from community.notifications.models import Notification
from community.people.actions import create_person
from community.people.models import Person
from community.spaces.models import City, Edition, HandOver, Invitation, JoinRequest, Membership, Seat, Space
from community.spaces.tokens import invitation_token
from community.tags.models import Tag, TagChange
from forum.actions import reply, start_thread
from forum.models import Draft
from tests.files.sending import pdf_of
from tests.permissions.addresses import ACCOUNT, DOORS, MEMBER, OPEN, PARAMETER, PRESS, names
from tests.permissions.library_scene import FILES, files_of, pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
LANGUAGES = ("pl", "en")
READ_ONLY = (
    "composer_tools", "people_suggestions", "quote_post",
    "inbox", "bookmarks", "open_notification", "space_members", "people", "choose_space", "tag_suggestions", "similar",
    "misses", "draft", "quiet_people", "report_queue", "reach", "decisions", "decision", "why_hidden",
    "revisions", "hand_over_offer", "hand_overs", "space_hand_overs", "follows",
    "desk", "preview_page", "digest_preview", "digest",
)  # fmt: skip


@pytest.fixture(scope="module")
def standing(for_the_module):
    """Returns the objects that addresses name, in the open place (False) and in the closed one (True)."""
    return {is_closed: _objects(is_closed) for is_closed in (False, True)}


def _objects(is_closed):
    space = Space.objects.get(slug="umowy-i-ryzyka" if is_closed else "zielona")
    insider = Membership.objects.filter(space=space, role="member").first().person
    writer = insider if is_closed else Person.objects.get(slug="jan-wierzba")
    thread = start_thread(
        author=writer, space=space, kind="question", title="Tajne pytanie grupy", text="Tajna treść grupy.",
        key=f"scene-{is_closed}",
    )  # fmt: skip
    post = reply(author=writer, thread=thread, text="Tajna odpowiedź grupy.", key=f"scene-reply-{is_closed}")
    invitation = Invitation.objects.create(
        space=space, email="nowa@scene.example", expires_at=timezone.now() + timezone.timedelta(days=1)
    )
    seat = Seat.objects.filter(person=writer, until=None).first() or Seat.objects.create(
        person=writer, city=City.objects.first(), edition=Edition.objects.first()
    )
    told = Notification.objects.create(person=writer, kind="forum.reply", object_id=post.pk)
    entry = Entry.objects.get(subject_id=thread.pk, kind="question")
    decision = Decision.objects.create(
        kind="post", subject_id=post.pk, space=space, author=writer, verb="hidden", reason="Tajny powód grupy."
    )

    def draft(key, author, **state):
        return Draft.objects.create(
            author=author, space=space, client_key=f"{key}-{is_closed}", kind="question", audience=space.audience,
            title="Tajny szkic grupy", text="Tajna treść szkicu.", **state,
        )  # fmt: skip

    tag = Tag.objects.create(name=f"Temat sceny {is_closed}")
    change = TagChange.objects.create(tag=tag, kind="describe", before={"description": ""})
    return {
        "writer": writer, "section": "wpisy", "reaction": "u-nas-tez", "stream": thread.stream, "entry_id": entry.pk,
        "tag": tag.slug, "change_id": change.pk,
        "key": "zly-klucz", "uidb36": "1", "pk": 1, "name": f"{'0' * 32}.webp",
        "slug": space.slug, "thread_id": thread.pk, "thread_slug": thread.slug, "post_id": post.pk, "number": 2,
        "version": 1,
        "kind": "post", "subject_id": post.pk, "decision_id": decision.pk,
        "search_id": SavedSearch.objects.create(person=writer, name="Tajne szukanie grupy", query=f"q={space.slug}").pk,
        "notification_id": told.pk, "target": "entry", "target_id": entry.pk,
        "invitation_id": invitation.pk, "token": invitation_token(invitation),
        "stop_token": stop_token(writer.pk, next(iter(streams), "")),
        "request_id": JoinRequest.objects.create(space=space, name="Nowa", email="n@scene.example").pk,
        "membership_id": Membership.objects.get(space=space, person=writer).pk,
        "seat_id": seat.pk,
        "hand_over_id": HandOver.objects.create(seat=seat, giver=writer, email="n@x.example").pk,
        "city": City.objects.first().slug, "person": writer.slug,
        "draft_id": draft("draft", Person.objects.get(slug="ewa-olszyna")).pk,
        "held_id": draft("held", writer, held_at=timezone.now()).pk,
        "digest_stream": "weekly", "digest_key": "next",
        **pages_of(space, writer, is_closed),
    }  # fmt: skip


@pytest.fixture(scope="module")
def olaf(for_the_module):
    """The outsider, as everywhere in the tests; here one for the module."""
    return create_person(email="olaf@outside.example", name="Olaf Obcy", slug="olaf-obcy")


@pytest.fixture()
def scene(standing, db):
    """Returns a function: the objects of the open place or of the closed one, for an address.

    Files are made for those addresses that take some, in the test's own folder.
    """

    def objects(is_closed, name):
        told, takes = standing[is_closed], DOORS[name].takes
        if "attachment_id" in takes:
            attached = pdf_of(told["writer"], "tajny plan.pdf")
            use(holder="forum.post", holder_id=told["post_id"], attachment_ids=[attached.pk])
            return {**told, "attachment_id": attached.pk, "file_name": attached.name}
        if "letter" in takes:
            return {**told, "letter": _letter()}
        return {**told, **files_of(told["article_id"])} if FILES & set(takes) else told

    return objects


def _letter():
    """Puts a letter into the demo's mailbox of this test; returns its name there."""
    folder = Path(settings.EMAIL_FILE_PATH)
    mail.get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder)).send_messages(
        [
            mail.EmailMultiAlternatives(
                "List", "Treść", to=["x@scene.example"], alternatives=[("<p>Treść</p>", "text/html")]
            )
        ]
    )
    return read_mailbox(folder)[0].name


def path_of(name, door, objects, language):
    arguments = {PARAMETER.get(word, word): objects[word] for word in door.takes}
    with translation.override(language):
        return reverse(name, kwargs=arguments)


def speaks(response):
    """Returns whether a refusal is a page of ours: a heading, a sentence, a way on."""
    html = response.content.decode()
    return "<h1>" in html and 'class="lede"' in html and "</html>" in html


def leads_to_sign_in(response):
    return response.status_code == 302 and "/konto/login/" in response["Location"]


def doors(*manners, closed=False):
    return [name for name, door in DOORS.items() if door.manner in manners and (door.can_be_closed or not closed)]


def test_every_address_is_known_here():
    assert names() == set(DOORS)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_address_never_crashes(name, as_, scene, olaf):
    statuses = set()
    for objects in (scene(False, name), scene(True, name)):
        path, english = (path_of(name, DOORS[name], objects, language) for language in LANGUAGES)
        for browser in (as_(), as_(olaf)):
            statuses |= {browser.get(english).status_code, browser.get(path).status_code}
            statuses |= {browser.post(path, {}).status_code}
            statuses |= {browser.post(path, {"text": "\x00", "next": "//evil.example"}).status_code}
    assert {status for status in statuses if status >= 500} == set()


@pytest.mark.parametrize("name", doors(OPEN, closed=True))
def test_open_door_to_a_closed_object_is_not_found(name, as_, scene, olaf):
    path = path_of(name, DOORS[name], scene(True, name), "pl")
    for browser in (as_(), as_(olaf)):
        response = browser.get(path)
        assert response.status_code == 404
        assert speaks(response)
        assert "Tajn" not in response.content.decode()


@pytest.mark.parametrize("name", doors(OPEN))
def test_open_door_opens_for_a_visitor(name, as_, scene):
    response = as_().get(path_of(name, DOORS[name], scene(False, name), "pl"))
    if name == "avatar":
        assert response.status_code == 404
    elif name.startswith("person") or name in ("thread_short", "post", "post_place", "printout_file"):
        assert response.status_code in (301, 302)
    else:
        assert response.status_code == 200


@pytest.mark.parametrize("name", doors(MEMBER, PRESS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_member_door_sends_a_visitor_to_sign_in(name, language, as_, scene):
    path = path_of(name, DOORS[name], scene(False, name), language)
    if name in READ_ONLY:
        assert as_().post(path, {}).status_code == 405
    else:
        assert leads_to_sign_in(as_().post(path, {"level": "watch"}))
    if DOORS[name].manner == MEMBER:
        assert leads_to_sign_in(as_().get(path))


@pytest.mark.parametrize("name", doors(MEMBER, PRESS, closed=True))
def test_member_door_to_a_closed_object_is_not_found_for_an_outsider(name, as_, scene, olaf):
    path = path_of(name, DOORS[name], scene(True, name), "pl")
    browser = as_(olaf)
    responses = [] if name in READ_ONLY else [browser.post(path, {"level": "watch"})]
    responses += [browser.get(path)] if DOORS[name].manner == MEMBER else []
    for response in responses:
        assert response.status_code == 404
        assert speaks(response)
        assert "Tajn" not in response.content.decode()


@pytest.mark.parametrize("name", doors(PRESS))
def test_door_that_is_pressed_says_so_when_opened(name, as_, scene, olaf):
    path = path_of(name, DOORS[name], scene(False, name), "pl")
    for browser in (as_(), as_(olaf)):
        response = browser.get(path)
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert speaks(response)


@pytest.mark.parametrize("name", [name for name in doors(OPEN, MEMBER) if name not in ("healthz", "readyz")])
def test_wrong_method_is_refused_in_words(name, as_, scene, olaf):
    response = as_(olaf).put(path_of(name, DOORS[name], scene(False, name), "pl"), b"")
    assert response.status_code == 405
    assert response["Allow"] in ("GET", "GET, POST")
    assert speaks(response)


@pytest.mark.parametrize("name", doors(PRESS))
def test_pressed_door_leads_back_to_the_page_of_its_button_after_signing_in(name, as_, scene):
    path = path_of(name, DOORS[name], scene(False, name), "pl")
    page = as_().post(path, headers={"referer": "http://testserver/watki/?stan=moje"})
    elsewhere = as_().post(path, headers={"referer": "http://evil.example/x"})
    assert page["Location"] == "/konto/login/?next=%2Fwatki%2F%3Fstan%3Dmoje"
    assert elsewhere["Location"] == "/konto/login/?next=%2F"


@pytest.mark.parametrize("name", doors(ACCOUNT))
def test_account_door_answers_a_visitor(name, as_, scene):
    response = as_().get(path_of(name, DOORS[name], scene(False, name), "pl"))
    assert response.status_code in (200, 302, 401, 403, 404, 405)
