"""Posts that a process remembers look as they would when drawn anew, whatever changed in between."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from community.people.models import Person
from community.spaces.models import City
from forum.models import Post, Thread
from forum.queries import post_rows

pytestmark = pytest.mark.django_db
YEAR_AGO = timezone.localdate() - timedelta(days=365)

# Written past all actions: what is remembered must not lean on anybody telling it.
CHANGES = {
    "the author's name": lambda post: Person.objects.filter(pk=post.author_id).update(name="Zofia Nowa"),
    "the author's page": lambda post: Person.objects.filter(pk=post.author_id).update(slug="zofia-nowa"),
    "the author's picture": lambda post: Person.objects.filter(pk=post.author_id).update(avatar="a/b.webp"),
    "the city's name": lambda post: City.objects.update(name="Nowe Miasto"),
    "the role": lambda post: Post.objects.filter(pk=post.pk).update(author_role="expert"),
    "the text": lambda post: Post.objects.filter(pk=post.pk).update(html="<p>Zmieniony</p>", edited_at=timezone.now()),
    "the votes": lambda post: Post.objects.filter(pk=post.pk).update(votes=7, same_here=3),
    "what stands beside": lambda post: Post.objects.filter(pk=post.pk).update(beside={"cities": ["Opole", "Gdynia"]}),
    "until when it holds": lambda post: Post.objects.filter(pk=post.pk).update(valid_on=YEAR_AGO, review_on=YEAR_AGO),
    "its being there": lambda post: Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now()),
    "why it went": lambda post: Post.objects.filter(pk=post.pk).update(
        deleted_at=timezone.now(), deleted_reason="x", deleted_by=Person.objects.exclude(pk=post.author_id)[0]
    ),
    "what it replies to": lambda post: Post.objects.filter(pk=post.pk).update(
        reply_to=Post.objects.get(thread=post.thread_id, number=1)
    ),
    "the thread's title": lambda post: Thread.objects.filter(pk=post.thread_id).update(title="Nowy tytuł"),
    "the thread's end": lambda post: Thread.objects.filter(pk=post.thread_id).update(locked_at=timezone.now()),
    "the accepted answer": lambda post: Thread.objects.filter(pk=post.thread_id).update(accepted=post),
    "the thread's kind": lambda post: Thread.objects.filter(pk=post.thread_id).update(kind="discussion"),
    "who asked": lambda post: Thread.objects.filter(pk=post.thread_id).update(
        author=Person.objects.get(name="Ewa Olszyna")
    ),
    "the replies": lambda post: Thread.objects.filter(pk=post.thread_id).update(reply_count=0),
}


def page(browser, thread, before=""):
    cache.clear()
    html = browser.get(before + Thread.objects.get(pk=thread.pk).url).content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value|name="key" value|id="id_key" value)="[^"]*"', "", html)


@pytest.mark.parametrize("before", ["", "/en"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_page_shows_what_changed(change, before, as_, ewa, answer):
    browsers = [as_(), as_(ewa)]
    first = [page(browser, answer.thread, before) for browser in browsers]
    change(answer)
    remembered = [page(browser, answer.thread, before) for browser in browsers]
    post_rows._remembered.cache_clear()
    assert [page(browser, answer.thread, before) for browser in browsers] == remembered
    assert remembered != first


def test_nothing_is_drawn_twice(as_, answer):
    post_rows._remembered.cache_clear()
    for _time in range(3):
        as_().get(answer.thread.url)
    info = post_rows._remembered.cache_info()
    assert (info.misses, info.hits) == (2, 4)
