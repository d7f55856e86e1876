"""Letters: sent after commit, and again later when the mail server has a bad minute."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.base.mail import PAUSES, deliver, deliver_message, send_letter

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


def test_letter_carries_its_look_in_its_elements(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send_letter(to="a@b.example", template="report_decided", context={"verb": "hidden", "place": "Zielona"})
    html = mailoutbox[0].alternatives[0].content
    assert "Zielona" in html
    assert [tag for tag in re.findall(r"<(?:body|h1|p|td|a)\b[^>]*>", html) if " style=" not in tag] == []
    assert html.index('<meta charset="utf-8">') < 100
    assert re.findall(r"<(?:link|img|script)\b", html) == []
    (sheet,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert re.sub(r"@media [^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheet).strip() == ""  # dark and narrow, no more


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
