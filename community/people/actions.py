"""Verbs about a person: create an account, change the profile, set and remove the picture."""

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from community.base.http import Refused
from community.base.names import free_slug
from community.base.subjects import changed
from community.files.images import encode_avatar
from community.live.actions import redraw_names
from community.people.models import Person

_ATTEMPTS = 5


class AddressTaken(Refused):
    """Somebody has an account with this mail address already."""

    said = _("There is already an account with this e-mail address. Sign in with it.")
    status = 409


@transaction.atomic
def create_person(
    *, email: str, name: str, password: str | None = None, language: str = "pl", slug: str = ""
) -> Person:
    """Creates an account whose mail address counts as proven (it came through an invitation) and returns it.

    Two people of one name who come at the same moment get different slugs. Raises AddressTaken.
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        try:
            return _create(email, password, name=name, language=language, slug=slug or _free_slug(name))
        except IntegrityError:
            if _is_taken(email):
                raise AddressTaken from None
            if slug or not attempts_left:
                raise
    raise AssertionError("the last attempt returns or raises")


@transaction.atomic
def _create(email: str, password: str | None, **fields: str) -> Person:
    person = Person.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    changed("person", [person.pk])
    return person


def _free_slug(name: str) -> str:
    taken = Person.objects.values_list("slug", flat=True)
    return free_slug(name, lambda slug: taken.filter(slug=slug).exists())


def _is_taken(email: str) -> bool:
    known = Person.objects.filter(email__iexact=email).exists()
    return known or EmailAddress.objects.filter(email__iexact=email, verified=True).exists()


@transaction.atomic
def change_profile(*, person: Person, **fields: object) -> Person:
    """Stores changed profile fields, with what the directory derives from them, and returns the person."""
    for name, value in fields.items():
        setattr(person, name, value)
    person.refresh_keys()
    person.save(update_fields=[*fields, "search_text", "sort_key"])
    changed("person", [person.pk])
    redraw_names()
    return person


def set_avatar(*, person: Person, content: bytes) -> Person:
    """Re-encodes a picture (256 px square, nothing but pixels) and makes it the person's.

    Raises files.images.NotAPicture with a sentence when the bytes are no picture that we take.
    """
    picture = encode_avatar(content)
    remove_avatar(person=person)
    person.avatar.save(f"{picture.digest}.webp", ContentFile(picture.content), save=False)
    person.save(update_fields=["avatar"])
    redraw_names()
    return person


def remove_avatar(*, person: Person) -> None:
    """Goes back to initials and deletes the file."""
    if person.avatar:
        person.avatar.delete(save=False)
        person.avatar = ""
        person.save(update_fields=["avatar"])
        redraw_names()
