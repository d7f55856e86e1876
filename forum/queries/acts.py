"""What one can seldom do with a post: kept off the post itself, on the page behind its “More”.

What is done often (answering, voting, editing the own text, the asker's accepting) stands at the post. Each act asks
its own rule here, its door again. Apps above the forum add theirs to `more_acts`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.base.languages import localised
from community.base.registry import Registry
from community.people.models import Person
from community.spaces.rules import Viewer
from forum.models import Post, ReactionKind
from forum.queries.beside import saying_labels
from forum.queries.polls import is_open
from forum.queries.reading import is_counted
from forum.rules import (
    ASKER,
    AUTHOR,
    SAYINGS,
    may_ask_people,
    may_date,
    may_delete,
    may_edit,
    may_facilitate,
    may_hide,
    may_keep_poll,
    may_react,
    may_report,
    may_see_post,
    may_see_revisions,
    opens,
    post_doors,
    relations_of,
)

_SAYS = {
    ReactionKind.HELPFUL: "thumbs-up",
    ReactionKind.AGREE: "check",
    ReactionKind.SAME_HERE: "users",
    ReactionKind.THANKS: "handshake",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: its words, where it leads (a language's address), an icon, and a hint of a sentence.

    `presses`: the address takes a POST, so it is a button. `copies`: the browser copies the address instead of going.
    """

    label: str
    url: str
    icon: str
    hint: str = ""
    presses: bool = False
    copies: bool = False


def acts_of(viewer: Viewer, post: Post) -> list[Act]:
    """Returns what a viewer who found a post may do with it, in the order of the page. The post's thread is loaded."""
    others = [acts for _name, acts in more_acts.items()]
    return [act for acts in (*_ACTS, *others, *_LAST) for act in acts(viewer, post)]


def _permalink(_viewer: Viewer, post: Post) -> list[Act]:
    """The short address, which outlives moving and new titles, and fits on a phone."""
    address = localised(f"/wpisy/{post.pk}/")
    shown = f"{settings.SITE_URL}{address}".partition("://")[2]
    return [Act(pgettext("post", "Link to this post"), address, "link", hint=shown, copies=True)]


def _say(viewer: Viewer, post: Post) -> list[Act]:
    """What nobody has said of the post yet, but for what has its button at the post itself."""
    open_now = [saying for saying in SAYINGS if getattr(post_doors(post), saying.act)]
    labels, door = saying_labels(), localised(f"/wpisy/{post.pk}/reakcja/")
    return [
        Act(labels[saying.kind], f"{door}{saying.path}/", _SAYS[saying.kind], presses=True)
        for saying in open_now[1:]
        if not getattr(post, saying.counter) and may_react(viewer, post, saying.kind)
    ]


def _accept(viewer: Viewer, post: Post) -> list[Act]:
    """Which answer holds: the asker of an open question has that button at the answers themselves."""
    doors, door, has_answer = post_doors(post), localised(f"/wpisy/{post.pk}/"), post.thread.accepted_id is not None
    if opens(viewer, post, doors.unaccept):
        return [Act(_("Not the answer after all"), f"{door}otworz/", "undo-2", presses=True)]
    if not opens(viewer, post, doors.accept) or (ASKER in relations_of(viewer, post) and not has_answer):
        return []
    label = _("Accept this one instead") if has_answer else _("Accept this answer")
    return [Act(label, f"{door}przyjmij/", "check", presses=True)]


def _edit(viewer: Viewer, post: Post) -> list[Act]:
    """Changing somebody else's text; authors find their own “Edit” at the post."""
    is_at_post = AUTHOR in relations_of(viewer, post) and AUTHOR in post_doors(post).edit.split()
    if is_at_post or not may_edit(viewer, post):
        return []
    return [Act(pgettext("post", "Edit"), localised(f"/wpisy/{post.pk}/edytuj/"), "pencil")]


def _remove(viewer: Viewer, post: Post) -> list[Act]:
    """The own text is deleted; that of somebody else is hidden, with a reason."""
    address = localised(f"/wpisy/{post.pk}/usun/")
    if may_hide(viewer, post):
        hint = _("With a reason, which the author reads.")
        return [Act(pgettext("post", "Hide"), address, "eye-off", hint=hint)]
    return [Act(pgettext("post", "Delete"), address, "trash-2")] if may_delete(viewer, post) else []


def _revisions(viewer: Viewer, post: Post) -> list[Act]:
    if post.version == 1 or not may_see_revisions(viewer, post):
        return []
    return [Act(pgettext("post", "What changed"), localised(f"/wpisy/{post.pk}/zmiany/"), "history")]


def _report(viewer: Viewer, post: Post) -> list[Act]:
    """Telling the facilitators; who hides a post without them has no use for it."""
    is_own = viewer.is_authenticated and post.author_id == viewer.pk
    if is_own or may_hide(viewer, post) or not may_see_post(viewer, post):
        return []
    hint = pgettext("report", "The facilitators look at it. The author does not learn who reported it.")
    return [Act(pgettext("post", "Report"), localised(f"/zglos/post/{post.pk}/"), "flag", hint=hint)]


def _answerers(viewer: Viewer, post: Post) -> list[Act]:
    if post.number > 1 or not may_ask_people(viewer, post.thread):
        return []
    return [Act(_("Who can answer?"), localised(f"/kogo-zapytac/{post.thread_id}/"), "users")]


def _unread(viewer: Viewer, post: Post) -> list[Act]:
    if not isinstance(viewer, Person) or post.author_id == viewer.pk or not is_counted(viewer, post.thread):
        return []
    address = localised(f"/nieprzeczytane/{post.thread_id}/?od={post.number}")
    return [Act(_("Mark as unread from here"), address, "mail", presses=True)]


def _split(viewer: Viewer, post: Post) -> list[Act]:
    if post.number == 1 or post.deleted_at or not may_facilitate(viewer, post.thread):
        return []
    address = localised(f"/podziel/{post.thread_id}/?od={post.number}")
    return [Act(_("Split the thread from here"), address, "split", hint=_("You choose the posts on the next page."))]


def _holds(viewer: Viewer, post: Post) -> list[Act]:
    if not may_date(viewer, post):
        return []
    hint = _("The day you checked it, the legal basis, and when to look again.")
    return [Act(_("Say until when it holds"), localised(f"/wpisy/{post.pk}/aktualnosc/"), "calendar", hint=hint)]


def _outcome(viewer: Viewer, post: Post) -> list[Act]:
    """What became of an answer; at the accepted one the question stands at the post itself."""
    if post.thread.accepted_id == post.pk or not may_report(viewer, post):
        return []
    return [Act(_("Did it work in your city?"), localised(f"/wpisy/{post.pk}/wdrozenie/"), "building-2")]


def _poll(viewer: Viewer, post: Post) -> list[Act]:
    """A new poll is offered to who started the thread, at its text; one that is there to everybody who keeps it."""
    facts = post.beside.get("poll")
    is_opening = post.number == 1 and AUTHOR in relations_of(viewer, post)
    if not may_keep_poll(viewer, post) or not (is_open(facts) if facts else is_opening):
        return []
    return [Act(_("Change the poll") if facts else _("Add a poll"), localised(f"/wpisy/{post.pk}/ankieta/"), "list")]


more_acts: Registry[Callable[[Viewer, Post], list[Act]]] = Registry("group of acts of posts")

# Each noun adds a function of its own: from a viewer and a post to the acts that are open.
_ACTS: tuple[Callable[[Viewer, Post], list[Act]], ...] = (
    _accept, _edit, _say, _permalink, _revisions, _holds, _outcome, _poll, _answerers, _unread, _split,
)  # fmt: skip
_LAST = (_report, _remove)
