"""A mail server for tests: takes letters, or refuses them as it is told, by address or altogether. And what is left."""

from datetime import UTC, datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

from django.core.mail.backends.base import BaseEmailBackend

from community.letters.models import Dispatch, DispatchState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def states():
    """Returns what became of every letter, in the order in which they were put into the queue."""
    return [DispatchState(state) for state in Dispatch.objects.order_by("pk").values_list("state", flat=True)]


class Server:
    """What has arrived and how often somebody connected; `says` holds what an address hears: a code and words."""

    def __init__(self):
        self.arrived, self.says, self.opened, self.is_down, self.before = [], {}, 0, False, lambda mail: None

    def refuses(self, person, code, words="", after="rcpt"):
        self.says[person.email] = (code, words, after)

    @property
    def to(self):
        """Who got a letter, in order."""
        return [mail.to[0] for mail in self.arrived]


server = Server()


class Backend(BaseEmailBackend):
    """Django's door to it."""

    is_open = False

    def open(self):
        if server.is_down:
            raise ConnectionRefusedError("nobody listens")
        server.opened += not self.is_open
        self.is_open = True

    def close(self):
        self.is_open = False

    def send_messages(self, mails):
        assert self.is_open
        for mail in mails:
            mail.message()  # raises where it cannot be written down, as Django's own does
            server.before(mail)
            self._hear(mail, *server.says.get(mail.to[0], (250, "", "")))
            server.arrived.append(mail)
        return len(mails)

    def _hear(self, mail, code, words, after):
        said = words.encode()
        if after == "rcpt":
            raise SMTPRecipientsRefused({mail.to[0]: (code, said)})
        if after == "data":
            raise SMTPDataError(code, said)
        if after == "mail":
            raise SMTPSenderRefused(code, said, "us@x.example")
        if after == "nothing":
            raise SMTPServerDisconnected("Connection unexpectedly closed")
