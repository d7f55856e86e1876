"""Where people belong: spaces and memberships, editions, networks, cities, seats, and the ways in."""

import re

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.base.letters import SORT_KEY_LENGTH

_WITH_WE = re.compile(r"[WF][^aeiouyóąęAEIOUY]")


class Audience(models.TextChoices):
    """Who may see a space's content."""

    PUBLIC = "public", pgettext_lazy("audience", "everyone, also without signing in")
    COMMUNITY = "community", pgettext_lazy("audience", "signed-in members of the community")
    MEMBERS = "members", pgettext_lazy("audience", "members of this space only")


class SpaceKind(models.TextChoices):
    """What a space is for."""

    COMMUNITY = "community", pgettext_lazy("space kind", "whole community")
    NETWORK = "network", pgettext_lazy("space kind", "network")
    TEAM = "team", pgettext_lazy("space kind", "city team")
    GROUP = "group", pgettext_lazy("space kind", "working group")


class Joining(models.TextChoices):
    """How a signed-in person becomes a member."""

    OPEN = "open", pgettext_lazy("joining", "everyone from the community may join")
    REQUEST = "request", pgettext_lazy("joining", "after a facilitator accepts")
    INVITATION = "invitation", pgettext_lazy("joining", "by invitation only")


class Role(models.TextChoices):
    """What a member is in a space."""

    MEMBER = "member", pgettext_lazy("role", "practitioner")
    EXPERT = "expert", pgettext_lazy("role", "expert")
    FACILITATOR = "facilitator", pgettext_lazy("role", "facilitator")
    OBSERVER = "observer", pgettext_lazy("role", "ministry observer")

    @property
    def rank(self) -> int:
        """Returns how much the role may do; an invitation raises a role, and never lowers it."""
        return (Role.OBSERVER, Role.MEMBER, Role.EXPERT, Role.FACILITATOR).index(self)


class City(models.Model):
    """A city with its inflected forms; coordinates in degrees (WGS 84)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    genitive = models.CharField(max_length=80)
    locative = models.CharField(max_length=80)
    voivodeship = models.CharField(max_length=40)
    size_class = models.CharField(max_length=10)
    latitude = models.FloatField()
    longitude = models.FloatField()
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, db_index=True)

    class Meta:
        verbose_name_plural = "cities"

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Returns the city page's address without a language prefix."""
        return f"/miasta/{self.slug}/"

    @property
    def where(self) -> str:
        """Returns “w Lublinie” or “we Wrocławiu”: the preposition grows before w or f and a consonant."""
        return f"{'we' if _WITH_WE.match(self.locative) else 'w'} {self.locative}"


class Space(models.Model):
    """A network, a city team, a working group or the whole community: people belong to it, content lives in it."""

    kind = models.CharField(max_length=10, choices=SpaceKind)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    question = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    description_html = models.TextField(blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=0)
    question_template = models.TextField(blank=True)
    holds_first_posts = models.BooleanField(default=False)
    accent = models.CharField(max_length=10, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    joining = models.CharField(max_length=10, choices=Joining, default=Joining.REQUEST)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="team_spaces")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="community"), name="one_space_of_the_whole_community"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Returns the space's home address without a language prefix."""
        return f"/s/{self.slug}/"


class Edition(models.Model):
    """One round of the programme."""

    name = models.CharField(max_length=40, unique=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    expected_cities = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class NetworkKind(models.TextChoices):
    """How a network works: every city plans an action, or a leader city's practice is transferred."""

    PLANNING = "planning", pgettext_lazy("network kind", "action planning")
    TRANSFER = "transfer", pgettext_lazy("network kind", "transfer with a leader city")


class Network(models.Model):
    """A theme group of an edition; its people and content live in its space."""

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="network")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="networks")
    kind = models.CharField(max_length=10, choices=NetworkKind, default=NetworkKind.PLANNING)
    leader_city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cities: models.ManyToManyField[City, models.Model] = models.ManyToManyField(City, related_name="networks")

    def __str__(self) -> str:
        return f"{self.space.name} {self.edition.name}"


class Seat(models.Model):
    """A person's place in a city's team in an edition; people change, so a seat can end."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="seats")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="seats")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], condition=models.Q(until=None), name="one_seat_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.city_id}"


class Membership(models.Model):
    """A person belongs to a space in one role."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.space_id}"


class Invitation(models.Model):
    """A way in for one mail address; the link carries a signature, so nothing secret is stored."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="pl")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.space_id}"

    @property
    def is_open(self) -> bool:
        """Returns whether the link still lets its reader in."""
        return not self.accepted_at and not self.withdrawn_at and self.expires_at > timezone.now()


class JoinRequest(models.Model):
    """Someone asks to be let into a space: a signed-in person, or a newcomer by name and mail address."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="pl")
    created_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_accepted = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "email"], condition=models.Q(decided_at=None), name="one_pending_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.space_id}"


# What a hand-over that waits for the successor has not got yet.
OPEN_HAND_OVER = {"accepted_at": None, "declined_at": None, "withdrawn_at": None}


class HandOver(models.Model):
    """A person hands a seat over to a successor, who has to agree; the row stays as the log of what was handed over.

    `parts` are names of the registry of things that can be handed over (see `spaces.succession`). A successor who
    has no account yet is known by the mail address, and gets the `invitation` that goes along.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(max_length=254)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    parts = models.JSONField(default=list)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=models.Q(**OPEN_HAND_OVER), name="one_open_hand_over")
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id} → {self.email}"

    @property
    def is_open(self) -> bool:
        """Returns whether it still waits for the successor."""
        return not any(getattr(self, moment) for moment in OPEN_HAND_OVER)
