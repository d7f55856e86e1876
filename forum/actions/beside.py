"""What pages show beside a post's text: kept in the post's row, written from the tables under its lock."""

from typing import Any

from forum.models import Post


def locked_post(post: Post) -> Post:
    """Returns a post as it stands now, its row locked until the transaction ends. One query; its thread costs another.

    Without a join: a row that was moved to another thread while we waited would not be found by it.
    """
    return Post.objects.select_for_update().get(pk=post.pk)


def put_beside(post: Post, name: str, facts: Any) -> None:
    """Puts what pages show under a name beside a locked post; takes it away when there is nothing."""
    beside = {**post.beside, name: facts} if facts else {key: v for key, v in post.beside.items() if key != name}
    if beside != post.beside:
        post.beside = beside
        post.save(update_fields=["beside"])
