"""The steps that asking, replying and editing share: render with mentions, list in the catalogue, tell people."""

import hashlib

from community.base.languages import localised_html
from community.base.markup import Rendered, mention_candidates, render, summary
from community.catalogue.actions import Listing, list_entry, withdraw_entry
from community.catalogue.models import Entry
from community.following.queries import only_who_see, who_muted
from community.live.actions import Change
from community.notifications.actions import notify
from community.people.models import Person
from community.spaces.models import Seat
from community.spaces.rules import standing_of
from forum.models import Post, Thread


def render_text(source: str, *, key: str) -> tuple[Rendered, dict[str, int]]:
    """Returns the rendered text, and the ids of the people whose slugs it mentions. At most one query."""
    candidates = mention_candidates(source)
    rows = (
        Person.objects.filter(slug__in=candidates, is_active=True).values_list("slug", "name", "pk")
        if candidates
        else []
    )
    people = {slug: (name, pk) for slug, name, pk in rows}
    anchor = hashlib.sha256(key.encode()).hexdigest()[:8]
    rendered = render(source, anchor=anchor, people={slug: name for slug, (name, _pk) in people.items()})
    return rendered, {slug: people[slug][1] for slug in rendered.mentioned}


def preview_text(source: str) -> str:
    """Returns what a text will look like, with its mentions, in the language of the page. At most one query."""
    rendered, _mentioned = render_text(source, key="preview")
    return localised_html(rendered.html)


def where_author_stands(author: Person, thread: Thread) -> dict[str, object]:
    """Returns what a post remembers of its author: the role in the space and the city of the current seat."""
    seat = Seat.objects.filter(person=author, until=None).order_by("-edition__first_year").first()
    role = standing_of(author).role_in(thread.space_id) or ""
    return {"author_role": role, "city_id": seat.city_id if seat else None}


def list_thread(thread: Thread, *, first_html: str | None = None) -> Entry | None:
    """Brings a thread's entry in the catalogue up to date and returns it; a deleted thread is withdrawn (None)."""
    if thread.deleted_at:
        withdraw_entry(thread.kind, thread.pk)
        return None
    if first_html is None:
        first_html = Post.objects.values_list("html", flat=True).get(thread=thread, number=1)
    listing = Listing(
        title=thread.title,
        url=thread.url,
        space_id=thread.space_id,
        audience=thread.audience,
        published_at=thread.created_at,
        last_activity_at=thread.last_activity_at,
        author_id=thread.author_id,
        summary=summary(first_html),
        replies=thread.reply_count,
        is_solved=thread.accepted_id is not None,
    )
    return list_entry(thread.kind, thread.pk, listing)


def tell_mentioned(mentioned: dict[str, int], *, entry: Entry, post: Post, actor: Person) -> set[int]:
    """Tells the mentioned people who may see the entry and have not muted it, and returns their ids."""
    told = only_who_see(entry, set(mentioned.values())) - who_muted(entry)
    notify("forum.mention", to=told, object_id=post.pk, actor=actor)
    return told


def thread_changes(thread: Thread, kind: str, post_id: int) -> list[Change]:
    """Returns what a change of a post means to the streams: of its thread, and of its space's list."""
    return [Change(thread.stream, kind, post_id), Change(f"space:{thread.space_id}", "thread.changed", thread.pk)]
