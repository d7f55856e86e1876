"""What is known of who follows what: who is told of a change, whom one hears nothing of, and one's own list."""

from community.following.queries.audience import Listeners, audience_of, only_who_see, who_muted, who_muted_person
from community.following.queries.levels import level_of, levels_of_tags
from community.following.queries.lists import count_follows, follows_of
from community.following.queries.quiet import ignored_by, quiet_people

__all__ = [
    "Listeners", "audience_of", "count_follows", "follows_of", "ignored_by", "level_of", "levels_of_tags",
    "only_who_see", "quiet_people", "who_muted", "who_muted_person",
]  # fmt: skip
