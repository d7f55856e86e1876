"""The demo's vocabulary: the topics of the three networks and of everybody, through the real actions."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from community.base import clock
from community.people.models import Person
from community.spaces.models import Membership, Role, Space, SpaceKind
from community.tags.actions import create_tag, merge_tags
from community.tags.models import Tag

_FILE = Path(__file__).parent / "demo.toml"
_MADE_BEFORE = timedelta(days=400)
_MERGED_BEFORE = timedelta(days=12)


def described_tags() -> list[dict[str, Any]]:
    """Returns the tags as the file describes them, in its order."""
    return list(tomllib.loads(_FILE.read_text(encoding="utf-8"))["tag"])


def load_tags(spaces: dict[str, Space]) -> dict[str, Tag]:
    """Creates the demo's tags and returns them by name, a merged one as the tag it counts as."""
    keepers = _keepers()
    everybody = next(space for space in spaces.values() if space.kind == SpaceKind.COMMUNITY)
    tags: dict[str, Tag] = {}
    with clock.replaying(clock.now() - _MADE_BEFORE):
        for row in described_tags():
            space = spaces.get(row.get("space", ""))
            tags[row["name"]] = create_tag(
                by=keepers[(space or everybody).pk],
                name=row["name"],
                space=space,
                description=row.get("description", ""),
                synonyms=row.get("synonyms", []),
            )
    with clock.replaying(clock.now() - _MERGED_BEFORE):
        for row in described_tags():
            if into := row.get("merged_into"):
                by = keepers[spaces[row["space"]].pk]
                tags[row["name"]] = merge_tags(by=by, tag=tags[row["name"]], into=tags[into])
    return tags


def _keepers() -> dict[int, Person]:
    """Returns a facilitator of each space, by the space's id."""
    rows = Membership.objects.filter(role=Role.FACILITATOR).select_related("person").order_by("-pk")
    return {row.space_id: row.person for row in rows}
