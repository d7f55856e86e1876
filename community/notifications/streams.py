"""What open pages show of the inbox: the bell in the header, for many people at once."""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.utils import translation

from community.notifications.queries import unread_counts


def bells(person_ids: Collection[int], language: str) -> dict[int, dict[str, str]]:
    """Returns the inner HTML of each person's bell in a language, as the header has it. One query."""
    counts = unread_counts(person_ids)
    with translation.override(language):
        bell = {n: render_to_string("_partials/bell.html", {"unread": n}) for n in {0, *counts.values()}}
    return {person_id: {"bell": bell[counts.get(person_id, 0)]} for person_id in person_ids}
