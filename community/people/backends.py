"""Signing in by mail address, and loading the signed-in person with what every page of theirs shows."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.base.prepared import Prepared
from community.base.registry import Registry
from community.people.models import Person

person_counters: Registry[Subquery] = Registry("person counter")


class PersonBackend(AuthenticationBackend):
    """allauth's backend; the person comes with the registered counters (unread notifications) in one query."""

    def get_user(self, user_id: int) -> Person | None:
        """Returns the active person with every registered counter as an attribute, or None."""
        person = next(iter(_PERSON(person_id=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None


def _person(person_id: int) -> QuerySet[Person]:
    counters = {name: Coalesce(counter, 0) for name, counter in person_counters.items()}
    return Person.objects.annotate(**counters).filter(pk=person_id)


_PERSON = Prepared(_person)


def count_of(rows: "QuerySet[Model]") -> Subquery:
    """Returns a subquery that counts rows whose `person_id` is the person being loaded."""
    counted = rows.filter(person_id=OuterRef("pk")).order_by().values("person_id").annotate(n=Count("pk")).values("n")
    return Subquery(counted)
