"""Person: who signs in and who writes. What a person belongs to (spaces, seats) lives in `spaces`."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import pgettext_lazy

from community.base import clock
from community.base.letters import SORT_KEY_LENGTH, fold, sort_key

HUES = 8


class ContactAudience(models.TextChoices):
    """Who sees a person's mail address and telephone on the profile."""

    NOBODY = "nobody", pgettext_lazy("contact data visible to", "nobody")
    SPACES = "spaces", pgettext_lazy("contact data visible to", "people of my networks and groups")
    COMMUNITY = "community", pgettext_lazy("contact data visible to", "every signed-in member")


class PersonManager(BaseUserManager["Person"]):
    """Creates people by mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Returns a saved person; without a password only mail codes and passkeys sign in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.refresh_keys()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Returns a saved person with every right of Django's own permission system."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class Person(AbstractBaseUser, PermissionsMixin):
    """A practitioner, expert, facilitator or observer. The mail address is the login."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.CharField(max_length=160, blank=True)
    bio = models.TextField(blank=True)
    expertise = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    contact_audience = models.CharField(max_length=10, choices=ContactAudience, default=ContactAudience.NOBODY)
    is_profile_public = models.BooleanField(default=False)
    avatar = models.ImageField(upload_to="avatars", blank=True)
    may_be_asked = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="pl")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    search_text = models.TextField(blank=True, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, blank=True, editable=False, db_index=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "slug"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Returns the name; allauth and Django ask for it under this name."""
        return self.name

    def refresh_keys(self) -> None:
        """Derives what the directory searches in and sorts by; whoever changes name, position or expertise calls it."""
        self.search_text = fold(" ".join((self.name, self.position, self.expertise)))
        self.sort_key = sort_key(self.name)

    @property
    def url(self) -> str:
        """Returns the profile's address without a language prefix."""
        return f"/ludzie/{self.slug}/"

    @property
    def initials(self) -> str:
        """Returns the first letters of the first and the last word of the name."""
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        """Returns which of the eight avatar colours is this person's."""
        return hue_of(self.pk)

    @property
    def avatar_url(self) -> str | None:
        """Returns the address of the uploaded picture, or None."""
        return avatar_url(self.avatar.name)

    @property
    def topics(self) -> list[str]:
        """Returns the words of expertise, in the person's order."""
        return [word for word in self.expertise.split(", ") if word]


def initials_of(name: str) -> str:
    """Returns one or two capital letters that stand for a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def hue_of(person_id: int) -> int:
    """Returns which of the eight avatar colours belongs to a person's number."""
    return person_id % HUES


def avatar_url(stored_name: str | None) -> str | None:
    """Returns the address of an avatar by its stored file name, or None without one."""
    return f"/awatar/{stored_name.rsplit('/', 1)[-1]}" if stored_name else None
