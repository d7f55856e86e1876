"""What becomes of letters and wishes when somebody changes the address, closes the account, or is erased."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.email_verification import get_email_verification_url
from allauth.account.models import EmailConfirmationHMAC
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from community.base import clock
from community.catalogue.models import Entry
from community.following.actions import follow, save_search
from community.following.digests.reported import forget_old
from community.following.digests.scheduling import next_due, schedule_digests
from community.following.models import Follow, Reported, SavedSearch, Welcome
from community.letters.actions.addresses import count_fault
from community.letters.actions.scheduling import drop_hopeless
from community.letters.actions.stopping import pause_stream, restart_stream, stop_stream
from community.letters.faults import HARD
from community.letters.models import Dispatch, MailAddress, Pause, Unsubscription
from community.notifications.models import Notification, Preference
from forum.actions import reply
from tests.letters.server import states

pytestmark = pytest.mark.django_db


@pytest.fixture()
def well_known(anna, jan, zielona, question):
    """Anna, of whom every table of letters and following has a row; Jan follows her."""
    for model in (Follow, SavedSearch, Dispatch):
        model.objects.filter(person__in=(anna, jan)).delete()
    follow(person=anna, target="space", target_id=zielona.pk, level="weekly")
    follow(person=jan, target="person", target_id=anna.pk, level="weekly")
    save_search(person=anna, name="Ogrody", query="q=ogrody")
    pause_stream(person=anna, stream="daily", weeks=2)
    stop_stream(person=anna, stream="notices")
    Preference.objects.get_or_create(person=anna)
    Welcome.objects.get_or_create(person=anna)
    Reported.objects.create(person=anna, entry=Entry.objects.get(kind="question", subject_id=question.pk), upto=1)
    count_fault(anna.email, score=HARD, words="550 no")
    Dispatch.objects.create(person=anna, stream="weekly", key="k", due_at=timezone.now())
    return anna


def close(person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


class TestChangedAddress:
    def change(self, as_, anna, to="nowa@demo.example"):
        anna.set_password("haslo-do-proby-2026")
        anna.save()
        browser = as_(anna)
        browser.post(reverse("account_reauthenticate"), {"password": "haslo-do-proby-2026"})
        browser.post(reverse("account_email"), {"email": to, "action_add": ""})
        new = anna.emailaddress_set.get(email=to)
        link = get_email_verification_url(RequestFactory().get("/"), EmailConfirmationHMAC(new))
        browser.post(link.removeprefix("http://testserver"))
        anna.refresh_from_db()
        return anna.email

    def test_faults_of_the_old_one_are_forgotten_and_what_waits_goes_to_the_new(
        self, as_, anna, stream, server, put, deliver
    ):
        old = anna.email
        put(anna)
        count_fault(old, score=HARD, words="550 no")
        assert deliver() == 0
        assert self.change(as_, anna) == "nowa@demo.example"
        assert not MailAddress.objects.filter(email=old).exists()
        assert (deliver(), server.to) == (1, ["nowa@demo.example"])

    def test_faults_of_others_stay(self, as_, anna, jan):
        count_fault(jan.email, score=HARD, words="550 no")
        self.change(as_, anna)
        assert MailAddress.objects.get().email == jan.email


class TestClosedAccount:
    def test_no_digest_falls_due(self, well_known, jan):
        close(well_known)
        Dispatch.objects.all().delete()
        with clock.replaying(next_due(jan, "weekly") + timedelta(minutes=1)):
            schedule_digests()
        rows = Dispatch.objects.filter(person__in=(well_known, jan), stream="weekly")
        assert list(rows.values_list("person", flat=True)) == [jan.pk]

    def test_no_reply_is_told(self, well_known, ewa, jan, question):
        restart_stream(person=well_known, stream="notices")
        entry = Entry.objects.get(kind="question", subject_id=question.pk)
        for person in (well_known, jan):
            follow(person=person, target="entry", target_id=entry.pk, level="instant")
        close(well_known)
        post = reply(author=ewa, thread=question, text="Tak.", key="leaving-1")
        assert set(Notification.objects.filter(object_id=post.pk).values_list("person", flat=True)) == {jan.pk}
        told = Dispatch.objects.filter(stream="notices", state="waiting")
        assert list(told.values_list("person", flat=True)) == [jan.pk]

    def test_what_waits_ends_and_the_address_is_forgotten(self, well_known, jan):
        close(well_known)
        drop_hopeless()
        assert (states(), MailAddress.objects.exists()) == (["empty"], False)

    def test_wishes_stay_for_whoever_opens_it_again(self, well_known):
        close(well_known)
        drop_hopeless()
        forget_old()
        kept = [model.objects.filter(person=well_known).count() for model in (Follow, SavedSearch, Preference, Pause)]
        assert kept == [2, 1, 1, 1]

    def test_letters_of_others_stay(self, well_known, jan):
        close(well_known)
        count_fault(jan.email, score=HARD, words="550 no")
        Dispatch.objects.create(person=jan, stream="weekly", key="k", due_at=timezone.now())
        drop_hopeless()
        assert (Dispatch.objects.get(person=jan).state, MailAddress.objects.get().email) == ("waiting", jan.email)


class TestErasedPerson:
    def test_everything_goes_but_a_number_without_a_person(self, well_known, jan):
        pk, email = well_known.pk, well_known.email
        well_known.delete()
        models = (Dispatch, Pause, Follow, SavedSearch, Preference, Welcome, Reported)
        assert [model.objects.filter(person_id=pk).count() for model in models] == [0] * len(models)
        assert Unsubscription.objects.values_list("person", "stream").get() == (None, "notices")
        drop_hopeless()
        forget_old()
        assert not MailAddress.objects.filter(email=email).exists()
        assert not Follow.objects.filter(target="person", target_id=pk).exists()

    def test_wishes_about_others_stay(self, well_known, jan):
        forget_old()
        assert Follow.objects.filter(person=jan, target="person", target_id=well_known.pk).exists()
