"""Run within the site's own environment: makes people who are signed in, and fresh threads for them to meet in.

`python -m bench.live_people 1000 4` prints, as JSON, the ids of four new threads and the cookies of 1,000 people; with
a third number also a group whose thread only that many of them, its members, may read.
"""

import json
import sys
import uuid
from datetime import timedelta
from typing import Any

import django

SPACE = "bench-live"


def cookies(count: int) -> list[tuple[int, str]]:
    """Returns the id and session cookie of so many people, making those who are missing. A few queries in all."""
    from django.conf import settings
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from community.people.models import Person

    emails = [f"live{n}@bench.example" for n in range(count)]
    there = set(Person.objects.filter(email__in=emails).values_list("email", flat=True))
    new = [
        Person(email=email, name=f"Osoba {n}", slug=f"live-{n}", password=make_password(None))
        for n, email in enumerate(emails)
        if email not in there
    ]
    for person in new:
        person.refresh_keys()
    Person.objects.bulk_create(new)
    people = sorted(Person.objects.filter(email__in=emails), key=lambda person: emails.index(person.email))
    until = timezone.now() + timedelta(days=1)
    return [
        (p.pk, f"{settings.SESSION_COOKIE_NAME}={key}") for p, key in zip(people, _sessions(people, until), strict=True)
    ]


def _sessions(people: list[Any], until: Any) -> list[str]:
    """Returns the keys of new sessions, one for each."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session

    from community.people.sessions import SessionStore

    store = SessionStore()
    rows = []
    for person in people:
        said = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        key = uuid.uuid4().hex
        rows.append(Session(session_key=key, session_data=store.encode(said), expire_date=until))
    Session.objects.bulk_create(rows)
    return [row.session_key for row in rows]


def threads(count: int, author_id: int, space: Any) -> list[int]:
    """Returns the ids of so many new threads."""
    from community.people.models import Person
    from forum.actions import start_thread

    author = Person.objects.get(pk=author_id)
    return [
        start_thread(
            author=author, space=space, kind="discussion", title=f"Rozmowa na żywo {n + 1}",
            text="Kto jest z nami?", key=str(uuid.uuid4()),
        ).pk
        for n in range(count)
    ]  # fmt: skip


def open_space() -> Any:
    """Returns the space that everybody may read."""
    from community.spaces.models import Space, SpaceKind

    space, _is_new = Space.objects.get_or_create(slug=SPACE, defaults={"kind": SpaceKind.GROUP, "name": "Pomiary"})
    return space


def closed_space(members: list[int]) -> Any:
    """Returns a new space for these people only; the first of them leads it."""
    from community.people.models import Person
    from community.spaces.actions import add_member
    from community.spaces.models import Audience, Space, SpaceKind

    slug = f"{SPACE}-{uuid.uuid4().hex[:8]}"
    space = Space.objects.create(slug=slug, kind=SpaceKind.GROUP, name="Zamknięta", audience=Audience.MEMBERS)
    for place, person in enumerate(Person.objects.filter(pk__in=members).order_by("pk")):
        add_member(person=person, space=space, role="member" if place else "facilitator")
    return space


def describe(people: int, rooms: int, members: int = 0) -> dict[str, Any]:
    """Returns what the benches and the service tests need to know."""
    known = cookies(people)
    leader = known[0][0]
    described: dict[str, Any] = {"people": known, "threads": threads(rooms, leader, open_space())}
    if members:
        space = closed_space([pk for pk, _cookie in known[:members]])
        described["closed"] = {"slug": space.slug, "thread": threads(1, leader, space)[0]}
    return described


if __name__ == "__main__":
    django.setup()
    print(json.dumps(describe(*map(int, sys.argv[1:]))))
