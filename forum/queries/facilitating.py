"""What facilitators see before they put threads in order: the posts to choose from, and what would follow."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from community.base.languages import localised_html
from community.base.moments import Moment, moment
from community.base.paging import PageLink, page_links
from community.base.plain_text import summary
from community.catalogue.models import Entry
from community.following.models import FOLLOWED, Follow, Target
from community.people.models import Person
from community.spaces.models import Audience, Space
from community.spaces.rules import who_sees
from forum.models import POSTS_ON_A_PAGE, Participant, Post, Thread, ThreadKind, page_of
from forum.rules import is_wider

_LEAD = 140
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A post that can be chosen: its number, who wrote it when, how it begins."""

    number: int
    name: str
    at: Moment
    lead: str


@dataclass(frozen=True)
class ChoicePage:
    """A page of a thread's replies to choose from, and all numbers that can be chosen at all."""

    rows: list[Choice]
    number: int
    pages: list[PageLink]
    all_numbers: set[int]


def choice_page(thread: Thread, number: int) -> ChoicePage:
    """Returns the replies on one page of a thread that are there; beyond the last page, the last. Two queries."""
    number = max(1, min(number, page_of(thread.last_number)))
    there = Post.objects.filter(thread=thread, deleted_at=None, number__gt=1)
    first = (number - 1) * POSTS_ON_A_PAGE + 1
    rows = there.filter(number__gte=first, number__lt=first + POSTS_ON_A_PAGE).order_by("number")
    pages = page_links(number, page_of(thread.last_number), lambda page: str(page))
    return ChoicePage(chosen_rows(rows), number, pages, set(there.values_list("number", flat=True)))


def chosen_rows(posts: QuerySet[Post]) -> list[Choice]:
    """Returns posts as they are chosen from. One query."""
    columns = posts.values_list("number", "author__name", "created_at", "html")
    return [
        Choice(number, name or pgettext("person", "former member"), moment(at), summary(localised_html(html), _LEAD))
        for number, name, at, html in columns
    ]


def what_splitting_means(thread: Thread, numbers: set[int]) -> list[str]:
    """Returns, in sentences, what follows from splitting these posts off. One or two queries."""
    posts = Post.objects.filter(thread=thread, number__in=numbers)
    first = posts.order_by("number").select_related("author").first()
    author = first.author.name if first and first.author else pgettext("person", "former member")
    told = [_("The new thread begins with the post by %(name)s, who becomes its author.") % {"name": author}]
    if thread.accepted_id and posts.filter(pk=thread.accepted_id).exists():
        told.append(_("The accepted answer goes along, so the question here is open again."))
    return [
        *told,
        _("In the old thread a note with a link stands in the place of each post, so old links lead on."),
        _("Votes, reactions, attachments and what was read stay with the posts. Bookmarks stay with the old thread."),
        _("Those who wrote these posts, and the thread's author, are told."),
    ]


def what_merging_means(thread: Thread, into: Thread) -> list[str]:
    """Returns, in sentences, what follows from putting a thread into another. Eight queries at most."""
    posts = Post.objects.filter(thread=thread, moved_to=None).count()
    told = [
        ngettext(
            "%(count)d post goes to the end of “%(title)s”.", "%(count)d posts go to the end of “%(title)s”.", posts
        ) % {"count": posts, "title": into.title},
        *what_reach_means(thread, into.space, into.audience),
    ]  # fmt: skip
    if thread.accepted_id:
        keeps = into.kind == ThreadKind.QUESTION and into.accepted_id is None
        told.append(
            _("The accepted answer stays accepted there.")
            if keeps
            else _("The accepted answer is accepted no longer: the other thread has its own, or is no question.")
        )
    return [
        *told,
        _("This thread is in no list any more. Whoever opens it, or a link to one of its posts, is led on."),
        _("Those who follow or keep it follow or keep the other one. All who wrote in it are told."),
        _("This cannot be undone as a whole; single posts can be split off again."),
    ]


def what_reach_means(thread: Thread, space: Space, audience: str) -> list[str]:
    """Returns, in sentences, who will newly see a thread's texts and who no longer does, with names. Seven at most."""
    old, same_space = thread.audience, thread.space_id == space.pk
    if (old, same_space) == (audience, True) or (old == audience and old != Audience.MEMBERS):
        return []
    told = []
    if is_wider(audience, old):
        told.append(
            _("It becomes wider: everybody can read it then, without signing in, and search engines find it.")
            if audience == Audience.PUBLIC
            else _("It becomes wider: all signed-in members of the community can read it then.")
        )
    elif audience == Audience.COMMUNITY:
        told.append(_("It becomes narrower: visitors can no longer read it, only signed-in members."))
    else:
        told.append(_("It becomes narrower: only members of “%(space)s” can read it then.") % {"space": space.name})
    return [*told, *_who_is_left_out(thread, space, audience)]


def _who_is_left_out(thread: Thread, space: Space, audience: str) -> list[str]:
    """Returns a sentence that names those who write in the thread or follow it and could not read it then."""
    entry = Entry.objects.filter(kind=thread.kind, subject_id=thread.pk).values("pk")
    follows = Follow.objects.filter(target=Target.ENTRY, target_id__in=entry, level__in=FOLLOWED)
    near = set(follows.values_list("person_id", flat=True)) | set(
        Participant.objects.filter(thread=thread, posts__gt=0).values_list("person_id", flat=True)
    )
    now = who_sees(near, audience=thread.audience, space_id=thread.space_id)
    gone = now - who_sees(near, audience=audience, space_id=space.pk)
    if not gone:
        return []
    names = list(Person.objects.filter(pk__in=gone).order_by("name", "pk").values_list("name", flat=True)[:_NAMED])
    more = len(gone) - len(names)
    shown = ", ".join(names) + (f" (+{more})" if more else "")
    return [_("Who writes here or follows it, and will no longer see it: %(names)s.") % {"names": shown}]


@dataclass(frozen=True, slots=True)
class Stub:
    """Where a post of a merged thread stands now."""

    number: int
    name: str
    at: Moment
    url: str
    lead: str


def stubs_of(shell: Thread, number: int) -> tuple[list[Stub], list[PageLink]]:
    """Returns a page of a merged thread's posts that are there, and the links to its other pages. Two queries.

    For who may read the thread that it went into.
    """
    last = Post.objects.filter(thread=shell).aggregate(last=Max("number"))["last"] or 1
    number = max(1, min(number, page_of(last)))
    first = (number - 1) * POSTS_ON_A_PAGE + 1
    rows = Post.objects.filter(thread=shell, number__gte=first, number__lt=first + POSTS_ON_A_PAGE)
    there = rows.filter(moved_to__deleted_at=None, moved_to__thread=shell.merged_into_id).order_by("number")
    columns = there.values_list("number", "moved_to__author__name", "moved_to__created_at", "moved_to__html")
    stubs = [
        Stub(
            place, name or pgettext("person", "former member"), moment(at), f"post/{place}/",
            summary(localised_html(html), _LEAD),
        )
        for place, name, at, html in columns
    ]  # fmt: skip
    return stubs, page_links(number, page_of(last), lambda page: f"?strona={page}" if page > 1 else "?")
