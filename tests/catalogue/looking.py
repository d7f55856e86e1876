"""One index that holds many short texts, each an entry of its own, and looking in it as a visitor does."""

from itertools import count
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.catalogue.actions import Listing, Text, list_entry, list_texts
from community.catalogue.queries.search import MOST_PAGES, search
from community.catalogue.typed import read_query

_subjects = count(700_000)


def pairs(name, section=None):
    """Returns the pairs of a data file, all or those below a `##` heading that begins with `section`."""
    found, heading = [], ""
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        if line.startswith("##"):
            heading = line.strip("# ")
        elif "|" in line and not line.startswith("#") and section in (None, heading):
            first, _, second = line.partition("|")
            found.append((first.strip(), second.strip()))
    return found


def listed(texts, **changed):
    """Lists each text as an entry's opening post; returns the texts by the ids of their entries."""
    now = timezone.now()
    ids = {}
    for text, number in zip(dict.fromkeys(texts), _subjects, strict=False):
        listing = Listing(**{
            "title": "Xyz", "url": f"/t/{number}/", "audience": "public", "published_at": now, "last_activity_at": now,
            **changed,
        })  # fmt: skip
        entry = list_entry("test", number, listing)
        list_texts(entry, [Text(number=1, text=text, at=now)])
        ids[entry.pk] = text
    return ids


def entry_ids(typed, viewer=None, narrowing=None, **how):
    """Returns the ids of all entries that a viewer (a visitor) finds, page by page, in their order."""
    found, page = [], 1
    query = read_query(typed)
    while page <= MOST_PAGES:
        hits = search(viewer or AnonymousUser(), query, narrowing, page=page, **how).hits
        found += [hit.entry_id for hit in hits]
        if len(hits) < 20:
            break
        page += 1
    return found
