"""What every verb of the table is made of: a request to try, a rule to ask, a post as it is now."""

from dataclasses import dataclass, field

from django.http import Http404

from forum.models import Post


@dataclass(frozen=True)
class Try:
    """A request and, for pages, a text that must stand on the page for the door to count as open."""

    path: str
    data: dict | None = None
    shows: str = ""
    kept: dict = field(default_factory=dict)


def found(find, *args):
    try:
        return bool(find(*args))
    except Http404:
        return False


def again(post):
    return Post.objects.select_related("thread__space").get(pk=post.pk)
