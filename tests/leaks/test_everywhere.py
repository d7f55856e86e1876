"""What is hidden, deleted, held, scheduled, merged away or closed leaves no word anywhere for those it is not for.

Every address that can be opened is opened by everybody; a word is met by exactly those whom the table names.
"""

import pytest

from community.catalogue.models import Entry, Passage
from forum.models import Post
from tests.leaks.hidden_pages import hide_pages
from tests.leaks.hidden_things import WHO_MEETS, hide_everything, insider_of, word
from tests.leaks.walking import met

pytestmark = pytest.mark.django_db
VIEWERS = [
    "outsider",
    *(
        pytest.param(who, marks=pytest.mark.same_everywhere)
        for who in ("insider", "visitor", "member", "author", "facilitator", "leader")
    ),
]  # fmt: skip


@pytest.fixture()
def people(anna, jan, ewa, maria, olaf, closed):
    return {
        "outsider": olaf, "member": anna, "author": jan, "facilitator": ewa, "leader": maria,
        "insider": insider_of(closed),
    }  # fmt: skip


@pytest.fixture()
def scene(people, zielona, closed):
    scene = hide_everything(people, zielona, closed)
    scene.pages = hide_pages(people, zielona, closed)
    return scene


@pytest.mark.parametrize("who", VIEWERS)
def test_words_are_met_by_those_they_are_for_and_by_nobody_else(who, as_, people, scene):
    viewer = people.get(who)
    found = met(as_(viewer), scene, viewer)
    meant = {name for name, whom in WHO_MEETS.items() if who in whom}
    leaks = {name: sorted(doors) for name, doors in found.items() if name not in meant}
    assert (leaks, meant - set(found)) == ({}, set())


def test_walk_would_find_what_is_listed_by_mistake(as_, scene):
    """So the test above looks where something would be to see."""
    Entry.objects.filter(is_listed=False).update(is_listed=True)
    found = met(as_(), scene, None, only=("search", "threads", "feed", "sitemap", "home"))
    assert found["title of a hidden thread"] == {"feed", "sitemap", "home"}


def test_walk_would_find_a_text_that_is_shown_by_mistake(as_, scene):
    Post.objects.filter(deleted_reason__gt="").update(deleted_at=None)
    found = met(as_(), scene, None, only=("thread", "live_stream", "print_thread", "post_more"))
    assert found["hidden post"] == {"thread", "live_stream", "print_thread", "post_more"}


def test_no_passage_and_no_summary_keeps_a_hidden_word(scene):
    """The catalogue forgets, so that no list can show it even by mistake."""
    texts = [*Passage.objects.filter(entry__is_listed=True).values_list("text", flat=True)]
    texts += Entry.objects.filter(is_listed=True).values_list("summary", flat=True)
    inside = {"title in a closed group", "reply in a closed group", "title of a closed article"}
    inside |= {"text of a closed article", "closed recommendation", "case of a city"}
    kept = {name for name in WHO_MEETS if any(word(name) in text for text in texts)}
    assert kept <= inside
