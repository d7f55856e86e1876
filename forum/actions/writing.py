"""The steps that asking, replying and editing share: render with mentions, list in the catalogue, tell people."""

import hashlib
from collections.abc import Sequence

from community.base.languages import localised_html
from community.base.markup import Rendered, mention_candidates, render
from community.base.plain_text import plain_text, summary
from community.catalogue.actions import Listing, Text, list_entry, list_texts, withdraw_entry, withdraw_text
from community.catalogue.models import Entry
from community.following.queries import only_who_see, who_muted
from community.live.actions import Change
from community.notifications.actions import notify
from community.people.models import Person
from community.spaces.queries.seats import city_of
from community.spaces.rules import standing_of
from community.tags.models import Tag
from forum.actions.attachments import files_for
from forum.models import Post, TaggedThread, Thread, place_of
from forum.queries.mentions import MOST_MENTIONED


def render_text(
    source: str, *, key: str, by: Person | None, post: Post | None = None
) -> tuple[Rendered, dict[str, int]]:
    """Returns the rendered text, and the ids of the people whose slugs it mentions.

    It shows the files that its writer (`by`) may use, and those that the post shows already. At most one query for a
    text without files.
    """
    candidates = mention_candidates(source)
    rows = (
        Person.objects.filter(slug__in=candidates, is_active=True).values_list("slug", "name", "pk")
        if candidates
        else []
    )
    people = {slug: (name, pk) for slug, name, pk in rows}
    anchor = hashlib.sha256(key.encode()).hexdigest()[:8]
    names = {slug: name for slug, (name, _pk) in people.items()}
    rendered = render(source, anchor=anchor, people=names, files=files_for(source, by=by, post=post))
    return rendered, {slug: people[slug][1] for slug in rendered.mentioned}


def preview_text(source: str, *, by: Person, post: Post | None = None) -> str:
    """Returns what a text will look like, with its mentions and files, in the language of the page."""
    rendered, _mentioned = render_text(source, key="preview", by=by, post=post)
    return localised_html(rendered.html)


def where_author_stands(author: Person, thread: Thread) -> dict[str, object]:
    """Returns what a post remembers of its author: the role in the space and the city of the current seat."""
    return {"author_role": standing_of(author).role_in(thread.space_id) or "", "city": city_of(author)}


def list_thread(thread: Thread, *posts: Post) -> Entry | None:
    """Brings a thread's entry in the catalogue up to date, with the texts of these posts, and returns it.

    A deleted post is found no more; a deleted thread is withdrawn (None).
    """
    if thread.deleted_at:
        withdraw_entry(thread.kind, thread.pk)
        return None
    opening = next((post for post in posts if post.number == 1), None) or Post.objects.get(thread=thread, number=1)
    listing = Listing(
        title=thread.title,
        url=thread.url,
        space_id=thread.space_id,
        audience=thread.audience,
        published_at=thread.created_at,
        last_activity_at=thread.last_activity_at,
        author_id=thread.author_id,
        city_id=opening.city_id,
        summary=summary(opening.html),
        replies=thread.reply_count,
        is_solved=thread.accepted_id is not None,
        is_outdated=_is_outdated(thread),
        is_duplicate=thread.duplicate_of_id is not None,
        moves=thread.about_id is None or thread.reply_count > 0,
        about_id=thread.about_id,
        tag_ids=tuple(TaggedThread.objects.filter(content_object=thread).values_list("tag_id", flat=True)),
    )
    entry = list_entry(thread.kind, thread.pk, listing)
    list_texts(entry, [text_of(post) for post in posts if not post.deleted_at])
    for post in posts:
        if post.deleted_at:
            withdraw_text(entry, post.number)
    return entry


def _is_outdated(thread: Thread) -> bool:
    """Returns whether a thread's accepted answer was called out of date. One query with an accepted answer."""
    if thread.accepted_id is None:
        return False
    return Post.objects.filter(pk=thread.accepted_id, outdated_at__isnull=False).exists()


def set_tags(thread: Thread, tags: Sequence[Tag]) -> bool:
    """Makes these the thread's tags; returns whether that changed anything. Three queries, however many tags."""
    wanted = {tag.pk for tag in tags}
    rows = TaggedThread.objects.filter(content_object=thread)
    has = set(rows.values_list("tag_id", flat=True))
    rows.filter(tag_id__in=has - wanted).delete()
    TaggedThread.objects.bulk_create(
        [TaggedThread(content_object=thread, tag_id=tag_id) for tag_id in sorted(wanted - has)]
    )
    return has != wanted


def text_of(post: Post) -> Text:
    """Returns what the catalogue finds of a post."""
    return Text(post.number, plain_text(post.html), post.created_at, place_of(post.number), post.author_id)


def tell_mentioned(mentioned: dict[str, int], *, entry: Entry, post: Post, actor: Person) -> set[int]:
    """Tells the mentioned people who may see the entry and have not muted it, and returns their ids: 20 at most."""
    if not mentioned:
        return set()
    told = only_who_see(entry, set(list(mentioned.values())[:MOST_MENTIONED])) - who_muted(entry)
    notify("forum.mention", to=told, object_id=post.pk, actor=actor)
    return told


def thread_changes(thread: Thread, kind: str, object_id: int) -> list[Change]:
    """Returns what a change means to the streams: of its thread, and of the list that shows the thread."""
    return [Change(thread.stream, kind, object_id), Change(thread.list_stream, "thread.changed", thread.pk)]
