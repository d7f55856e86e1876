"""Saving a search, to hear of what it finds anew."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.base.http import Refused
from community.following.actions.following import check_room, follow
from community.following.models import Level, SavedSearch, Target
from community.people.models import Person

MOST_SEARCHES = 50


class TooManySearches(Refused):
    """Nobody reads what fifty searches find."""

    said = _("You have saved 50 searches, which is as many as one can. Delete one of them first.")
    status = 409


@transaction.atomic
def save_search(*, person: Person, name: str, query: str, level: str = Level.WEEKLY) -> SavedSearch:
    """Saves a search (as the search page's own address writes it) under a name, and returns it.

    The same search once more gets the new name and level. Raises TooManySearches beyond 50, and TooManyFollows.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # or two at once would pass the limit together
    own = SavedSearch.objects.filter(person=person)
    search = own.filter(query=query).first()
    if search is None:
        if own.count() >= MOST_SEARCHES:
            raise TooManySearches
        search = SavedSearch(person=person, query=query)
    search.name = name
    search.save()
    check_room(person=person, target=Target.SEARCH, target_id=search.pk)
    follow(person=person, target=Target.SEARCH, target_id=search.pk, level=level)
    return search


def rename_search(*, search: SavedSearch, name: str) -> SavedSearch:
    """Gives a saved search another name and returns it."""
    search.name = name
    search.save(update_fields=["name"])
    return search
