"""The demo's people: obviously fictional accounts, one password for all."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from community.base import clock
from community.people.actions import change_profile, create_person
from community.people.models import Person

PASSWORD = "pim-demo-2026"
DOMAIN = "demo.example"
JOINED_AGO = timedelta(days=420)
_FILE = Path(__file__).parent / "demo.toml"


def described_people() -> list[dict[str, Any]]:
    """Returns the people as the file describes them, in its order."""
    return list(tomllib.loads(_FILE.read_text(encoding="utf-8"))["person"])


def load_people() -> dict[str, Person]:
    """Creates the demo's people and returns them by key."""
    with clock.replaying(timezone.now() - JOINED_AGO):  # before anything was written
        people = {row["key"]: _create(row) for row in described_people()}
    # One hash for all: hashing sixty passwords would be most of the loading time.
    Person.objects.filter(pk__in=[person.pk for person in people.values()]).update(password=make_password(PASSWORD))
    return people


def _create(row: dict[str, Any]) -> Person:
    person = create_person(email=f"{row['key']}@{DOMAIN}", name=row["name"], slug=row["key"])
    return change_profile(
        person=person,
        position=row["position"],
        bio=row["bio"],
        expertise=", ".join(row["expertise"]),
        phone=row.get("phone", ""),
        contact_audience=row["contact"],
        is_profile_public=row["kind"] == "expert",
    )
