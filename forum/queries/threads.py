"""One page of one thread: the same number of queries with 20 or 2,000 posts, on the first page or the last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from community.base.languages import prefix
from community.base.moments import Moment, moment
from community.base.paging import PageLink, page_links
from community.base.prepared import Prepared
from community.catalogue.models import Entry, Seen
from community.catalogue.queries.around import Around, around
from community.catalogue.queries.bookmarks import is_kept_by
from community.following.models import Follow, Target
from community.live.queries import head_subquery
from community.notifications.models import Notification
from community.people.models import Person
from community.spaces.rules import Viewer, standing_of
from forum.models import POSTS_ON_A_PAGE, TOLD_KINDS, Participant, Post, Thread, ThreadKind, page_of
from forum.queries.drafts import draft_subquery
from forum.queries.duplicates import Duplicates, duplicates_of, has_duplicates
from forum.queries.lists import Face, face_of, kind_labels
from forum.queries.posts import PostRow, Slot, numbers_on, page_slots, permalink, post_slot
from forum.queries.reading import counts, seen_in, with_reading
from forum.rules import SAYINGS, ThreadAbilities, abilities, find_thread_for, relations_to, thread_row

MOST_PARTICIPANTS = 12
FOLDED_FROM = 6  # fewer read posts than this are not worth a fold
MANY_ANSWERS = 8  # from so many replies on the best answers have a page of their own


@dataclass(frozen=True)
class ThreadPage:
    """Everything the thread page shows. `head` is the live stream's head, read before the posts.

    `is_told`: something in the viewer's inbox is about a post of this page.

    Posts are the same for every viewer; `roles` is the viewer's own part: what they are to the thread, `roles_by_post`
    to each post by its id.
    """

    thread: Thread
    kind_label: str
    url: str
    space_url: str
    posts: list[PostRow]
    accepted: PostRow | None
    accepted_url: str | None
    participants: list[Face]
    number: int
    pages: list[PageLink]
    at: Moment
    entry_id: int | None
    level: str
    is_kept: bool
    seen: int
    first_new: int | None
    is_counted: bool
    draft_id: int | None
    is_told: bool
    around: Around
    head: int
    can: ThreadAbilities
    duplicates: Duplicates
    roles: str
    roles_by_post: dict[int, str]
    ignored: str

    @property
    def first(self) -> int:
        """Returns the lowest number that belongs on this page."""
        return (self.number - 1) * POSTS_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        """Returns the highest number that belongs on this page, also while there is no such post."""
        return self.number * POSTS_ON_A_PAGE

    @property
    def opening(self) -> list[PostRow]:
        """Returns what stands first on the page: the thread's text, on its first page."""
        return [row for row in self.posts if row.number == 1]

    @property
    def folded(self) -> list[PostRow]:
        """Returns the posts of this page that one has read, when something new stands below them; a few never."""
        if self.first_new is None or page_of(self.first_new) != self.number:
            return []
        read = [row for row in self.posts if 1 < row.number < self.first_new]
        return read if len(read) >= FOLDED_FROM else []

    @property
    def rest(self) -> list[PostRow]:
        """Returns the posts that are neither the opening nor folded."""
        return self.posts[len(self.opening) + len(self.folded) :]

    @property
    def new_url(self) -> str | None:
        """Returns what leads to the first new post, unless it stands at the top of this page anyway."""
        is_at_top = self.first_new in (self.first, self.first + 1) or (self.folded and self.number > 1)
        if self.first_new is None or is_at_top:
            return None
        return permalink(self.thread, self.first_new)

    @property
    def best_url(self) -> str | None:
        """Returns where the best answers stand alone; None for what is no question, or has few."""
        is_long = self.thread.kind == ThreadKind.QUESTION and self.thread.reply_count >= MANY_ANSWERS
        return f"{self.url}?widok=najlepsze" if is_long else None

    @property
    def said(self) -> str:
        """Returns what the viewer said of the page's posts, “21:voted 33:same”, for a press that takes it back."""
        of_sayings = {saying.role for saying in SAYINGS}
        said = ((pk, role) for pk, roles in self.roles_by_post.items() for role in roles.split() if role in of_sayings)
        return " ".join(f"{pk}:{role}" for pk, role in said)

    @property
    def is_final(self) -> bool:
        """Returns whether this is the thread's last page."""
        return self.thread.last_number <= self.last


def thread_page(viewer: Viewer, thread_id: int, *, number: int = 1) -> ThreadPage:
    """Returns one page (20 posts by number) of a thread, in four queries.

    Raises Http404 for a thread the viewer may not read, or a page it does not have.
    """
    thread: Any = find_thread_for(viewer, thread_id, _THREAD, **numbers_on(number))
    if not 1 <= number <= page_of(thread.last_number):
        raise Http404(_("This thread has no such page. Open it from its beginning."))
    slots = page_slots(viewer, thread, number)
    rows = [slot.row for slot in slots]
    accepted = next((row for row in rows if row.is_accepted), None)
    before = prefix()
    url = before + thread.url
    return ThreadPage(
        thread=thread,
        kind_label=kind_labels()[thread.kind],
        url=url,
        space_url=f"{before}{thread.space.url}",
        posts=[row for row in rows if page_of(row.number) == number],
        accepted=accepted if number == 1 else None,
        accepted_url=permalink(thread, accepted.number) if accepted else None,
        participants=_participants(thread),
        number=number,
        pages=page_links(number, page_of(thread.last_number), lambda page: f"{url}?strona={page}" if page > 1 else url),
        at=moment(thread.created_at),
        entry_id=thread.entry_id,
        level=thread.level,
        is_kept=thread.is_kept,
        seen=seen_in(thread),
        first_new=thread.first_new if seen_in(thread) else None,
        is_counted=counts(standing_of(viewer), thread, thread.level),
        draft_id=thread.draft_id,
        is_told=thread.is_told,
        around=around(viewer, thread.entry_id),
        head=thread.head,
        can=abilities(viewer, thread),
        duplicates=duplicates_of(viewer, thread, is_original=thread.has_duplicates),
        roles=" ".join(sorted(relations_to(viewer, thread))),
        roles_by_post={slot.row.id: slot.roles for slot in slots},
        ignored=_ignored(viewer, thread),
    )


def one_post(viewer: Viewer, post: Post) -> Slot:
    """Returns one post as the viewer's page has it, for a fragment. One query, two for one with a poll."""
    return post_slot(viewer, post.thread, post.number)


def entry_read_up_to(person: Person, post: Post) -> int | None:
    """Returns the id of a post's entry when a person has read everything before this post, else None. One query."""
    entry = {"entry__kind": post.thread.kind, "entry__subject_id": post.thread_id}
    read = Seen.objects.filter(person=person, upto=post.number - 1, **entry)
    return read.values_list("entry_id", flat=True).first()


def _with_viewer(viewer: Viewer, thread_id: int, first: int, end: int) -> QuerySet[Thread]:
    """The thread's row brings along its entry, the viewer's follow level and the live head, in the same query."""
    entry = Entry.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("pk")).values("pk")[:1]
    standing = standing_of(viewer)
    person_id = standing.person_id
    rows = thread_row(viewer, thread_id).annotate(head=head_subquery("thread"), entry_id=Subquery(entry))
    rows = rows.annotate(has_duplicates=has_duplicates(), successor_name=F("successor__name"))
    if person_id is None:
        nothing = Value(None, output_field=IntegerField())
        unknown = {"level": Value("", output_field=CharField()), "is_kept": Value(False)}
        return rows.annotate(**unknown, upto=Value(0), first_new=nothing, draft_id=nothing, is_told=Value(False))
    level = Follow.objects.filter(person_id=person_id, target=Target.ENTRY, target_id=OuterRef("entry_id"))
    return with_reading(rows, standing).annotate(
        level=Coalesce(Subquery(level.values("level")[:1]), Value("")),
        is_kept=is_kept_by(viewer, "entry_id"),
        draft_id=draft_subquery(person_id),
        is_told=Exists(_told_about(person_id, first, end)),
    )


_THREAD = Prepared(_with_viewer)


def _told_about(person_id: int, first: int, end: int) -> QuerySet[Notification]:
    """Returns what waits in a person's inbox about the posts of a page of a row's thread."""
    posts = Post.objects.filter(
        pk=OuterRef("object_id"), thread=OuterRef(OuterRef("pk")), number__gte=first, number__lt=end
    )
    waiting = Notification.objects.filter(person_id=person_id, read_at=None, kind__in=TOLD_KINDS)
    return waiting.filter(Exists(posts))


def _ignored(viewer: Viewer, thread: Thread) -> str:
    """Returns the ids of the people whose new posts the page folds away: “3 8”, for who facilitates nobody's."""
    standing = standing_of(viewer)
    return "" if standing.leads(thread.space_id) else " ".join(map(str, sorted(standing.ignored)))


def _participant_rows(thread: int) -> "QuerySet[Participant, tuple[int | None, str, str]]":
    rows = Participant.objects.filter(thread=thread, posts__gt=0).order_by("-posts", "id")
    return rows.values_list("person_id", "person__name", "person__avatar")[:MOST_PARTICIPANTS]


_PARTICIPANTS = Prepared(_participant_rows)


def _participants(thread: Thread) -> list[Face]:
    return [face_of(person_id, name, avatar) for person_id, name, avatar in _PARTICIPANTS(thread=thread.pk)]
