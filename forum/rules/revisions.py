"""Who may see what a post said before, bring it back, and have a former text removed."""

from datetime import timedelta

from django.http import Http404
from django.utils.translation import gettext as _

from community.base import clock
from community.base.http import Refused
from community.people.models import Person
from community.spaces.rules import Viewer
from forum.models import Post
from forum.rules.acting import may_edit
from forum.rules.doors import AUTHOR, LEADER, MEMBER, PostFacts, opens
from forum.rules.finding import find_post_for
from forum.rules.seeing import may_see_post

CORRECTED_WITHIN = timedelta(minutes=5)
_CLEAR_DOOR = f"{AUTHOR} {LEADER}"


def may_see_revisions(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may read a post's former versions: signed in, and the post is there for them."""
    return may_see_post(viewer, post) and opens(viewer, post, MEMBER)


def may_restore_revision(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may bring a former version back: who may change the text."""
    return may_edit(viewer, post)


def may_clear_revision(viewer: Viewer, post: PostFacts) -> bool:
    """Returns whether a viewer may remove a former text for good: its author, also while the thread is closed, or who
    facilitates.
    """
    return may_see_post(viewer, post) and opens(viewer, post, _CLEAR_DOOR)


def is_correction(by: Person, post: Post) -> bool:
    """Returns whether a change is only a correction, so that the post does not say “edited”: by its author, within five
    minutes, before anybody has replied or said something of it. The former text is kept all the same.
    """
    is_fresh = post.author_id == by.pk and clock.now() - post.created_at <= CORRECTED_WITHIN
    has_reactions = post.votes + post.agreed + post.same_here + post.thanked > 0
    return is_fresh and post.number == post.thread.last_number and not has_reactions


def find_post_with_revisions_for(viewer: Viewer, post_id: int) -> Post:
    """Returns a post whose former versions a viewer may read; raises Http404, for deleted posts whoever asks."""
    post = find_post_for(viewer, post_id)
    if not may_see_revisions(viewer, post):
        raise Http404(_("This post was deleted."))
    return post


def find_clearable_post_for(viewer: Viewer, post_id: int) -> Post:
    """Returns a post from whose former versions a viewer may remove; raises Http404 as above, and Refused."""
    post = find_post_with_revisions_for(viewer, post_id)
    if not may_clear_revision(viewer, post):
        raise Refused(_("Only the author and the facilitators can remove a former version."))
    return post
