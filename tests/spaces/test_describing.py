"""A facilitator says what a place is for."""

import pytest
from django.core.management import call_command

from community.live.models import Event
from community.spaces.actions import rerender_descriptions
from community.spaces.models import Space

pytestmark = pytest.mark.django_db
PATH = "/s/zielona/opis/"
TYPED = {
    "name": "Sieć  Zielona", "purpose": "Zieleń.", "question": "Ile?", "description": "Mówimy o **wodzie**.",
    "joining": "request",
}  # fmt: skip


def test_facilitator_describes_the_place(as_, ewa, zielona):
    assert as_(ewa).post(PATH, TYPED)["Location"] == "/s/zielona/"
    zielona.refresh_from_db()
    assert (zielona.name, zielona.question, zielona.joining) == ("Sieć Zielona", "Ile?", "request")
    assert as_().get("/s/zielona/").content.decode().count("<strong>wodzie</strong>") == 1
    assert Event.objects.filter(stream__key=f"space:{zielona.pk}").order_by("-seq")[0].kind == "space.described"


def test_form_shows_what_is_stored(as_, ewa, zielona):
    html = as_(ewa).get(PATH).content.decode()
    assert html.count("Sieć Zielona skupia miasta, które inwestują w **zieleń, wodę i cień**.") == 1


@pytest.mark.parametrize(
    "changed",
    [{"name": " "}, {"name": "x" * 121}, {"question": "x" * 301}, {"description": "x" * 10_001}, {"joining": "x"},
     {"purpose": "\x00"}],
)  # fmt: skip
def test_what_is_typed_badly_is_explained_and_kept(changed, as_, ewa, zielona):
    response = as_(ewa).post(PATH, TYPED | {"description": "Mój długi opis."} | changed)
    assert response.status_code == 422
    zielona.refresh_from_db()
    assert zielona.question != "Ile?"
    assert response.content.decode().count("Mój długi opis.") == ("description" not in changed)


def test_what_was_typed_before_signing_in_is_kept(as_, ewa, client):
    client.post(PATH, TYPED)
    client.force_login(ewa)
    assert client.get(PATH).content.decode().count("Mówimy o **wodzie**.") == 1


def test_members_outsiders_and_visitors_are_refused(as_, anna, olaf, zielona):
    answers = [(as_(who).get(PATH).status_code, as_(who).post(PATH, TYPED).status_code) for who in (anna, olaf, None)]
    assert answers == [(403, 403), (403, 403), (302, 302)]
    assert Space.objects.get(slug="zielona").question == zielona.question


def test_place_without_a_description_asks_its_facilitator_for_one(as_, ewa, anna, zielona):
    Space.objects.filter(pk=zielona.pk).update(description="", description_html="")
    links = [as_(who).get("/s/zielona/").content.decode().count(f'class="button" href="{PATH}"') for who in (ewa, anna)]
    assert links == [1, 0]


def test_description_of_an_older_renderer_is_rendered_again(zielona):
    assert rerender_descriptions() == 0
    Space.objects.filter(pk=zielona.pk).update(renderer_version=0, description_html="<p>old</p>")
    call_command("rerender", verbosity=0)
    again = Space.objects.get(pk=zielona.pk)
    assert (again.description_html, again.renderer_version) == (zielona.description_html, zielona.renderer_version)
