"""Which streams a list follows: those of what its viewer may see, with heads that were read before the rows."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from community.live.kinds import stream_kinds
from community.live.queries import heads_of
from community.people.models import Person
from community.spaces.models import Membership, Space
from community.spaces.rules import may_see
from forum.actions import start_thread
from forum.models import Thread, list_stream
from forum.queries.heads import MOST_STREAMS, list_heads
from forum.rules import threads_visible_to
from tests.forum.parts import element

pytestmark = pytest.mark.django_db
PLACES = ["/", "/watki/", "/s/zielona/", "/s/zielona/watki/", "/en/watki/?stan=moje"]


@pytest.fixture()
def viewers(olaf):
    return [*Person.objects.filter(is_active=True)[::3], olaf]


def test_lists_follow_every_stream_that_their_threads_come_through(viewers):
    for viewer in viewers:
        streams = {thread.list_stream for thread in threads_visible_to(viewer)}
        heads = list_heads(viewer)
        assert streams <= set(heads)
        assert heads == heads_of(list(heads))


def test_every_followed_stream_may_be_followed(viewers):
    for viewer in viewers:
        for key in list_heads(viewer):
            assert stream_kinds["threads"].readers(key.partition(":")[2], [viewer.pk]).people == {viewer.pk}


def test_space_follows_its_own_streams_only(viewers):
    for space in Space.objects.all():
        for viewer in viewers:
            if not may_see(viewer, audience=space.audience, space_id=space.pk):
                continue
            heads = list_heads(viewer, space)
            assert heads == {
                key: head for key, head in list_heads(viewer).items() if key.split(":")[1] == str(space.pk)
            }


def test_own_spaces_come_first_and_forty_streams_are_enough(olaf):
    spaces = [Space.objects.create(kind="group", slug=f"g-{n}", name=f"G {n}", audience="public") for n in range(30)]
    Membership.objects.create(space=spaces[-1], person=olaf, role="member")
    keys = list(list_heads(olaf))
    assert keys[:3] == [list_stream(spaces[-1].pk, audience) for audience in ("public", "community", "members")]
    assert len(keys) == MOST_STREAMS


def test_visitors_follow_no_list_and_ask_nothing(as_, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list_heads(AnonymousUser()) == {}
    for place in PLACES:
        html = as_().get(place).content.decode()
        assert ("live-list" in html, "data-follow" in html) == (False, False)


@pytest.mark.parametrize("place", PLACES)
def test_member_page_says_what_it_follows(place, as_, anna, zielona):
    start_thread(author=anna, space=zielona, kind="question", title="Nowe", text="T.", key="heads-12345")
    html = as_(anna).get(place).content.decode()
    told = dict(pair.split("@") for pair in element(html, "live-list")["data-follow"].split())
    wanted = list_heads(anna, zielona if "zielona" in place else None)
    assert {key: int(head) for key, head in told.items()} == wanted
    assert wanted[list_stream(zielona.pk, "public")] > 0
    assert html.count("js/elements/live-list") == 1


@pytest.mark.parametrize(
    ("query", "shows", "url"),
    [
        ("", "all", "/watki/"),
        ("?kolejnosc=nowe", "new", "/watki/?kolejnosc=nowe"),
        ("?stan=bez-odpowiedzi", "unanswered", "/watki/?stan=bez-odpowiedzi"),
        ("?stan=rozwiazane", "none", "/watki/?stan=rozwiazane"),
        ("?stan=moje", "none", "/watki/?stan=moje"),
    ],
)
def test_first_page_counts_what_belongs_to_it(query, shows, url, as_, anna):
    found = element(as_(anna).get(f"/watki/{query}").content.decode(), "live-list")
    assert (found["data-shows"], found["data-url"]) == (shows, url)


def test_further_page_counts_nothing(as_, anna):
    html = as_(anna).get("/watki/").content.decode()
    further = re.search(r'href="([^"]*od=o[^"]*)"', html).group(1).replace("&amp;", "&")
    assert element(as_(anna).get(further).content.decode(), "live-list")["data-shows"] == "none"


def test_empty_list_still_follows(as_, anna):
    Thread.objects.update(accepted=None)
    Thread.objects.all().delete()
    assert element(as_(anna).get("/watki/").content.decode(), "live-list")["data-shows"] == "all"
