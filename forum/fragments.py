"""The parts of a thread's page as they are now, drawn by the macros that the page uses, each once."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.template.loader import get_template

from community.base.languages import prefix
from community.catalogue.queries.around import Chip
from community.live.kinds import View
from community.tags.models import tag_url
from forum.models import TaggedThread, Thread, page_of
from forum.queries.lists import kind_labels
from forum.queries.posts import PostRow, permalink, post_rows


def draw(component: str, macro: str, *arguments: object) -> str:
    """Returns what a macro of a component draws, exactly as inside a page."""
    found: Any = get_template(f"components/{component}.html")
    return str(getattr(found.template.module, macro)(*arguments))


class Fragments:
    """A thread's parts for those who look at it one way. Three queries, however many posts; `thread` None: deleted."""

    def __init__(self, thread_id: int, post_ids: set[int], view: View) -> None:
        self.view = view
        self.thread = Thread.objects.live().filter(pk=thread_id).first()
        wanted = Q(pk__in=post_ids) | Q(moved_to__in=post_ids) | Q(number=1)
        if self.thread and self.thread.accepted_id:
            wanted |= Q(pk=self.thread.accepted_id)
        rows = post_rows(self.thread, wanted) if self.thread else []
        self.posts: dict[int, PostRow] = {row.id: row for row in rows}
        self.first_id = next((row.id for row in rows if row.number == 1), None)
        self._drawn: dict[str, str] = {}

    def part(self, name: str) -> str:
        """Returns the inner HTML of a part: title, state, tags, post-99, votes-99, poll-99; empty for what is gone."""
        if name not in self._drawn:
            self._drawn[name] = self._draw(name)
        return self._drawn[name]

    def facts(self, post_id: int) -> dict[str, Any]:
        """Returns where a post stands and whose it is, none of its words; empty for a post that is gone."""
        row = self.posts.get(post_id)
        if row is None or self.thread is None:
            return {}
        return {
            "number": row.number, "page": page_of(row.number), "url": row.url, "author": row.author.name,
            "city": row.author.city, "votes": row.votes, "last": self.thread.last_number,
            **({"author_id": row.author_id} if self.view.is_member else {}),
        }  # fmt: skip

    def is_about_first_reply(self, post_id: int) -> bool:
        """Returns whether a post's coming or going makes its thread one with replies, or one without."""
        row = self.posts.get(post_id)
        return (self.thread is not None and self.thread.reply_count <= 1) or (row is not None and row.number == 2)

    def _draw(self, name: str) -> str:
        word, _, post_id = name.partition("-")
        if self.thread is None:
            return ""
        if post_id:
            row = self.posts.get(int(post_id))
            return self._draw_post(word, row) if row else ""
        if word == "title":
            return draw("threads", "thread_title", self.thread)
        if word == "state":
            return draw("threads", "thread_state", self.thread, kind_labels()[self.thread.kind], self._accepted_url)
        return draw("threads", "thread_tags", self._tags)

    def _draw_post(self, word: str, row: PostRow) -> str:
        if word == "post":
            return draw("posts", "post", row, self.view.is_member)
        if word == "poll":
            return draw("beside", "poll_results", row) if row.poll else ""
        return draw("beside", "reactions", row, self.view.is_member) if row.said else ""

    @property
    def _accepted_url(self) -> str | None:
        accepted = next((row for row in self.posts.values() if row.is_accepted), None)
        return permalink(self.thread, accepted.number) if accepted and self.thread else None

    @cached_property
    def _tags(self) -> list[Chip]:
        """Returns the thread's tags by name; merged ones under the name that stands for them. One query."""
        rows = TaggedThread.objects.filter(content_object=self.thread).annotate(
            name=Coalesce("tag__merged_into__name", "tag__name"), slug=Coalesce("tag__merged_into__slug", "tag__slug")
        )
        before = prefix()
        named = rows.order_by("name", "slug").values_list("name", "slug")
        return list({slug: Chip(name, before + tag_url(slug), slug) for name, slug in named}.values())
