"""A letter that leaves through EMAIL_URL arrives at a real SMTP server."""

import pytest
from django.core import mail

from community import environment
from tests.services.engines import smtp

pytestmark = pytest.mark.services


def test_letter_arrives_with_both_its_parts(settings, monkeypatch):
    with smtp() as (address, mailbox):
        monkeypatch.setenv("EMAIL_URL", address)
        for name, value in environment.mail(None).items():
            setattr(settings, name, value)
        letter = mail.EmailMultiAlternatives("Zażółć", "Treść", "a@demo.example", ["b@demo.example"])
        letter.attach_alternative("<p>Treść</p>", "text/html")
        assert letter.send() == 1
    arrived = mailbox.messages[0]
    assert (arrived["Subject"], arrived["To"]) == ("Zażółć", "b@demo.example")
    assert arrived.get_body(["plain"]).get_content().strip() == "Treść"
    assert arrived.get_body(["html"]).get_content().strip() == "<p>Treść</p>"
