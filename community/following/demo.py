"""What the demo's people follow: the topics of their profiles, and what the file says of some of them."""

import tomllib
from itertools import cycle
from pathlib import Path
from typing import Any

from community.catalogue.models import Entry
from community.catalogue.queries.facets import Address
from community.following.actions import follow, save_search
from community.following.models import Target, Welcome
from community.people.models import Person
from community.spaces.models import Space
from community.tags.models import Tag
from community.tags.queries import choices_for

_FILE = Path(__file__).parent / "demo.toml"


def load_follows(people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag]) -> None:
    """Lets the demo's people follow topics, places, people, threads and searches; their places they follow already.

    `tags` are those of the demo by name. The same every time.
    """
    Welcome.objects.all().delete()  # they have been here for long: nobody is led to the page for newcomers
    described = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    choices = choices_for(next(iter(people.values())))
    levels = cycle(described["usual"])
    for person in people.values():
        for topic in person.topics:
            tag = choices.find(topic)
            if tag:
                follow(person=person, target=Target.TAG, target_id=tag.pk, level=next(levels))
    for row in described["person"]:
        _follow_all(people[row["key"]], row, people, spaces, tags)


def _follow_all(
    person: Person, row: dict[str, Any], people: dict[str, Person], spaces: dict[str, Space], tags: dict[str, Tag]
) -> None:
    wanted = [(Target.SPACE, spaces[slug].pk, level) for slug, level in row.get("places", {}).items()]
    wanted += [(Target.TAG, tags[name].pk, level) for name, level in row.get("topics", {}).items()]
    wanted += [(Target.PERSON, people[key].pk, level) for key, level in row.get("people", {}).items()]
    wanted += [
        (Target.ENTRY, Entry.objects.get(title=title).pk, level) for title, level in row.get("threads", {}).items()
    ]
    for target, target_id, level in wanted:
        follow(person=person, target=target, target_id=target_id, level=level)
    for search in row.get("searches", []):
        address = Address("", search["q"])
        save_search(person=person, name=search["name"], query=address.as_saved(), level=search["level"])
