"""What somebody may follow: what they may see, people other than themselves, and their own saved searches."""

from django.http import Http404
from django.utils.translation import gettext as _

from community.catalogue.rules import entries_visible_to
from community.following.models import Follow, SavedSearch, Target
from community.people.models import Person
from community.spaces.rules import people_visible_to, spaces_visible_to
from community.tags.rules import tags_visible_to


def may_follow(person: Person, target: str, target_id: int) -> bool:
    """Returns whether a person may follow, or mute, what this number stands for. One query."""
    if target == Target.ENTRY:
        return entries_visible_to(person).filter(pk=target_id).exists()
    if target == Target.SPACE:
        return spaces_visible_to(person).filter(pk=target_id).exists()
    if target == Target.TAG:
        return tags_visible_to(person).filter(pk=target_id).exists()
    if target == Target.PERSON:
        return target_id != person.pk and people_visible_to(person).filter(pk=target_id).exists()
    return target == Target.SEARCH and SavedSearch.objects.filter(person=person, pk=target_id).exists()


def find_target(person: Person, target: str, target_id: int) -> int:
    """Returns the number under which a person follows something: that of the tag which a merged one counts as.

    What they follow already, they may also let go or mute when they can no longer see it. Raises Http404 for what is
    not there, or not for them. Two queries.
    """
    is_known = Follow.objects.filter(person=person, target=target, target_id=target_id).exists()
    if not (is_known or may_follow(person, target, target_id)):
        raise Http404(_("There is nothing here to follow, or it is not for you."))
    if target == Target.TAG:
        merged = tags_visible_to(person).filter(pk=target_id).values_list("merged_into_id", flat=True).first()
        return merged or target_id
    return target_id


def find_search(person: Person, search_id: int) -> SavedSearch:
    """Returns one of a person's saved searches; raises Http404 for those of others."""
    found = SavedSearch.objects.filter(person=person, pk=search_id).first()
    if found is None:
        raise Http404(_("This search is not saved any more."))
    return found
