"""The demo's texts that are not published yet: drafts, and an announcement that appears in a few days."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from community.people.models import Person
from community.spaces.models import Space
from forum import actions
from forum.models import Thread

_FILE = Path(__file__).parent / "demo_texts" / "drafts.toml"


def load_drafts(people: dict[str, Person], spaces: dict[str, Space]) -> None:
    """Keeps the described drafts, and schedules those that have an hour."""
    for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["draft"]:
        _load(row, people[row["author"]], spaces)


def _load(row: dict[str, Any], author: Person, spaces: dict[str, Space]) -> None:
    thread = Thread.objects.select_related("space").get(client_key=row["thread"]) if "thread" in row else None
    space = thread.space if thread else spaces[row["space"]]
    written = actions.Written(
        text=row["body"].strip(), title=row.get("title", ""), kind=row.get("kind", ""), tags=row.get("tags", ""),
        audience="" if thread else space.audience,
    )  # fmt: skip
    draft = actions.save_draft(author=author, key=row["key"], space=space, thread=thread, written=written, version=0)
    if draft and "in_days" in row:
        actions.reschedule(by=author, draft=draft, publish_at=_at(row["in_days"], row["hour"]))


def _at(days: int, hour: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
