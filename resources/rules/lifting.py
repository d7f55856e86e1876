"""Who begins an article from an answer, and what was begun from one."""

from community.spaces.models import SpaceKind
from community.spaces.rules import Viewer
from forum.models import Post
from forum.rules import may_facilitate, may_see_post
from resources.models import ArticlePage


def may_lift(viewer: Viewer, post: Post) -> bool:
    """Returns whether a viewer begins an article from a post: an accepted answer, by who facilitates its space.

    A city's team publishes nothing of its own. No query for a post with its thread and space.
    """
    thread = post.thread
    if thread.accepted_id != post.pk or post.deleted_at is not None or thread.deleted_at is not None:
        return False
    return thread.space.kind != SpaceKind.TEAM and may_see_post(viewer, post) and may_facilitate(viewer, thread)


def find_lifted_article(post: Post) -> ArticlePage | None:
    """Returns the article that was begun from a post, published or not; None where there is none. One query."""
    rows = ArticlePage.objects.filter(answer=post).select_related("locale", "space")
    return rows.order_by("-live", "pk").first()
