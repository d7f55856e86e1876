"""Rendering stored posts again, in batches."""

import pytest

from forum.actions import rerendering
from forum.actions.rerendering import rerender_posts
from forum.models import Post

pytestmark = pytest.mark.django_db


def test_only_posts_of_an_older_renderer_are_rendered_again(answer):
    Post.objects.filter(pk=answer.pk).update(renderer_version=0, html="<p>old</p>")
    assert list(rerender_posts()) == [1]
    answer.refresh_from_db()
    assert answer.html == "<p>U&nbsp;nas zakład komunalny, dwa razy w&nbsp;tygodniu.</p>\n"


def test_batches_go_through_everything(answer, monkeypatch):
    monkeypatch.setattr(rerendering, "BATCH", 100)
    total = Post.objects.count()
    Post.objects.update(renderer_version=0)
    assert list(rerender_posts())[-1] == total
    assert not Post.objects.filter(renderer_version=0).exists()


def test_text_and_version_stay(answer):
    before = (answer.source, answer.version, answer.edited_at)
    Post.objects.filter(pk=answer.pk).update(renderer_version=0)
    list(rerender_posts())
    answer.refresh_from_db()
    assert (answer.source, answer.version, answer.edited_at) == before
