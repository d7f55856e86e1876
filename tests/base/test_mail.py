"""Letters: sent after commit, and again later when the mail server has a bad minute."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.base.mail import PAUSES, deliver, deliver_message

pytestmark = pytest.mark.django_db
ON_THE_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LETTER = {"to": "a@b.example", "subject": "Temat", "text": "Tekst", "html": ""}


@pytest.fixture()
def no_server(monkeypatch):
    def refuse(self):
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse)


def test_letter_leaves_only_after_commit(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        deliver_message(mail.EmailMessage("Temat", "Tekst", to=["a@b.example"]))
        assert mailoutbox == []
    assert [(letter.subject, letter.to) for letter in mailoutbox] == [("Temat", ["a@b.example"])]


@pytest.mark.usefixtures("no_server")
def test_refused_letter_is_tried_again_later(settings):
    settings.TASKS = ON_THE_DATABASE
    deliver.call(**LETTER)
    later = DBTaskResult.objects.get()
    assert later.args_kwargs["kwargs"]["attempt"] == 2
    assert timedelta(minutes=1) < later.run_after - timezone.now() <= PAUSES[0]


@pytest.mark.usefixtures("no_server")
def test_letter_refused_four_times_fails_and_is_logged(settings, caplog):
    settings.TASKS = ON_THE_DATABASE
    with pytest.raises(ConnectionRefusedError):
        deliver.call(**LETTER, attempt=len(PAUSES) + 1)
    assert DBTaskResult.objects.count() == 0
    assert [record.levelname for record in caplog.records if record.name == "community.base.mail"] == ["ERROR"]


@pytest.mark.usefixtures("no_server")
def test_without_a_queue_a_refused_letter_fails_at_once():
    with pytest.raises(ConnectionRefusedError):
        deliver.call(**LETTER)
