"""The door to merging: an address or words of a title, a look at what will happen, and who may open it."""

import pytest
from django.http import Http404

from community.spaces.models import Membership
from forum import actions
from forum.rules import find_thread_for
from tests.forum.threads import again

pytestmark = pytest.mark.django_db


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
