"""A small place with one person in each role, a thread by another member and an answer to it."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser, Group

from community.people.models import Person
from community.spaces.models import Membership, Space
from forum.actions import delete_post, reply, start_thread
from resources.rules.reading import EDITORS

PLACES = {
    "public": ("public", "public"),
    "community": ("community", "community"),
    "members": ("members", "members"),
    "inner": ("public", "members"),
}
ROLES = ("member", "expert", "observer", "facilitator")
ANONYMOUS = AnonymousUser()


def new_person(key):
    return Person.objects.create(email=f"{key}@world.example", name=f"Osoba {key}", slug=f"swiat-{key}")


class Ground:
    """What of a place is the same for everybody who acts there: its people, and what they wrote. Made for a module.

    Rows of the table stand on it and take back what they did; `standing` gives them a thing as nobody has touched it.
    """

    def __init__(self, place):
        self.place, self.made = place, {}
        space_audience, self.audience = PLACES[place]
        self.space = Space.objects.create(
            kind="group", slug=f"swiat-{place}", name="Świat", audience=space_audience, joining="open"
        )
        self.other = self._person("other", "member")
        self.chief = self._person("chief", "facilitator")

    def _person(self, key, role):
        person = new_person(f"{self.place}-{key}")
        Membership.objects.create(space=self.space, person=person, role=role)
        return person

    def keep(self, name, thing):
        """Keeps a thing for all rows under a name."""
        self.made[name] = (type(thing), thing.pk)

    def standing(self, name):
        """Returns a thing that was kept, read anew."""
        model, pk = self.made[name]
        return model.objects.get(pk=pk)


def begun(ground, author, kind):
    """A new thread in a place."""
    return start_thread(
        author=author, space=ground.space, kind=kind, title="Pytanie ze świata testów", text="Treść pytania.",
        key=f"world-thread-{ground.place}-{kind}", audience=ground.audience,
    )  # fmt: skip


@dataclass
class World:
    """The place, `who` acts in it, and `other`, a member who wrote what stands there already."""

    ground: Ground
    kind: str
    who_key: str
    people: dict = field(default_factory=dict)

    def __post_init__(self):
        self.place, self.audience = self.ground.place, self.ground.audience
        self.space = Space.objects.get(pk=self.ground.space.pk)
        self.other = Person.objects.get(pk=self.ground.other.pk)
        self.chief = Person.objects.get(pk=self.ground.chief.pk)
        self.who = self._who()

    def _member(self, key, role):
        person = new_person(key)
        Membership.objects.create(space=self.space, person=person, role=role)
        return person

    def _who(self):
        if self.who_key == "anonymous":
            return ANONYMOUS
        if self.who_key in ROLES:
            return self._member(self.who_key, self.who_key)
        person = new_person(self.who_key)
        if self.who_key == "leader":
            Membership.objects.create(space=Space.objects.get(kind="community"), person=person, role="facilitator")
        if self.who_key == "editor":
            Group.objects.get(name=EDITORS).user_set.add(person)
        return person

    def thread(self, *, by=None):
        """A thread by somebody, or the one that another member has begun."""
        return begun(self.ground, by, self.kind) if by else self.ground.standing(self.kind)

    def post(self, thread, *, by=None, key="world-reply"):
        """A reply by someone who was a member then; a former one has left since."""
        with self._belonging(by or self.other) as author:
            return reply(author=author, thread=thread, text="Odpowiedź.", key=f"{key}-{self.place}")

    def deleted(self, post, *, by):
        """The post as deleted by someone who was a member then; a former one has left since."""
        with self._belonging(by) as author:
            delete_post(by=author, post=post)
        post.refresh_from_db()
        return post

    @contextmanager
    def _belonging(self, person):
        membership, is_new = Membership.objects.get_or_create(space=self.space, person=person)
        yield Person.objects.get(pk=person.pk)
        if is_new:
            membership.delete()

    def foreign(self, audience="public"):
        """Another place, with people of its own and nobody from here."""
        return _Foreign(audience)

    def lock(self, thread):
        from community.base import clock

        thread.locked_at = clock.now()
        thread.save(update_fields=["locked_at"])

    def viewer(self):
        """The person as a new request sees them."""
        return self.who if self.who is ANONYMOUS else Person.objects.get(pk=self.who.pk)


class _Foreign:
    """A place that nobody here belongs to, with its facilitator."""

    def __init__(self, audience):
        self.audience = audience
        self.space = Space.objects.create(kind="group", slug="swiat-obcy", name="Obcy", audience=audience)
        self.chief = new_person("obcy")
        Membership.objects.create(space=self.space, person=self.chief, role="facilitator")

    def thread(self):
        return start_thread(
            author=self.chief, space=self.space, kind="question", title="Pytanie z obcego świata", text="Treść.",
            key="foreign-thread", audience=self.audience,
        )  # fmt: skip
