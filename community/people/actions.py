"""Verbs about a person: create an account, change the profile, set and remove the picture."""

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import transaction

from community.base.names import free_slug
from community.files.images import encode_avatar
from community.people.models import Person


@transaction.atomic
def create_person(
    *, email: str, name: str, password: str | None = None, language: str = "pl", slug: str = ""
) -> Person:
    """Creates an account whose mail address counts as proven (it came through an invitation) and returns it."""
    taken = Person.objects.values_list("slug", flat=True)
    person = Person.objects.create_user(
        email,
        password,
        name=name,
        language=language,
        slug=slug or free_slug(name, lambda s: taken.filter(slug=s).exists()),
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def change_profile(*, person: Person, **fields: object) -> Person:
    """Stores changed profile fields and returns the person."""
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    return person


def set_avatar(*, person: Person, content: bytes) -> Person:
    """Re-encodes a picture (256 px square, nothing but pixels) and makes it the person's.

    Raises files.images.NotAPicture with a sentence when the bytes are no picture that we take.
    """
    picture = encode_avatar(content)
    remove_avatar(person=person)
    person.avatar.save(f"{picture.digest}.webp", ContentFile(picture.content), save=False)
    person.save(update_fields=["avatar"])
    return person


def remove_avatar(*, person: Person) -> None:
    """Goes back to initials and deletes the file."""
    if person.avatar:
        person.avatar.delete(save=False)
        person.avatar = ""
        person.save(update_fields=["avatar"])
