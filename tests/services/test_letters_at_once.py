"""Letters through a real SMTP server by many workers at once: none lost, repeated only where a kill explains it."""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from community import environment
from community.base import clock
from community.base.letters import sort_key
from community.following.digests.letters import compose_digests
from community.following.models import Follow, Reported
from community.letters.actions.delivering import deliver_due
from community.letters.actions.scheduling import schedule_letters
from community.letters.models import Dispatch, MailAddress, Minute
from community.letters.streams import Composed, Stream, streams
from community.letters.tokens import message_id
from community.people.models import Person
from community.programs import free_port
from tests.services.engines import smtp
from tests.services.site import ROOT
from tests.services.test_concurrency import crowd, question

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
__all__ = ["crowd", "question"]
LETTERS, WORKERS, RANDOM_KILLS, AIMED_KILLS = 5_000, 3, 12, 5
PATIENCE = 300  # alone on two cores it takes half a minute
_ID = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)


class Postbox:
    """Takes letters and writes down from whom; refuses some recipients; kills those who hand over the unlucky ones."""

    def __init__(self, refused=None, unlucky=()):
        self.taken, self.refused, self.unlucky, self.killed = [], refused or {}, set(unlucky), set()
        self.greeted, self.before = 0, lambda: None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.greeted += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.before()
        self.taken.append((_ID.search(envelope.original_content)[1].decode(), session.host_name))
        if len(self.taken) in self.unlucky:
            self.kill(int(session.host_name.removeprefix("worker-")))
        return "250 Message accepted for delivery"

    def kill(self, pid):
        """Ends a worker at once, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.killed.add(f"worker-{pid}")


def sample_stream():
    """Returns a stream whose letters always say the same."""

    def compose(rows):
        return {row.pk: Composed(f"List {row.key}", "Treść.\n", "<p>Treść.</p>") for row in rows}

    return Stream(
        label=lambda: "Listy próbne", list_id="proba", compose=compose, sent=lambda row, letter: None,
        is_on=lambda person: True, stop=lambda person: None, restart=lambda person: None, settings_url="/konto/profil/",
    )  # fmt: skip


def with_letters(number, stream):
    """Makes so many people, each with a letter of a stream that is due, and nobody else has any; returns them."""
    Dispatch.objects.all().delete()  # the demo's
    rows = [
        Person(email=f"p{n}@letters.example", name=f"Osoba {n}", slug=f"adresat-{n}", sort_key=sort_key(f"Osoba {n}"))
        for n in range(number)
    ]
    found = Person.objects.bulk_create(rows, batch_size=1000)
    schedule_letters(stream, [(one.pk, "1", timezone.now() - timedelta(minutes=1)) for one in found])
    return found


@pytest.fixture()
def people(monkeypatch):
    """Returns a function: makes so many people, each with a letter that is due, of the only stream that there is."""
    monkeypatch.setattr(streams, "_things", {"proba": sample_stream()})
    return lambda number: with_letters(number, "proba")


@pytest.fixture()
def readers(question):
    """Makes the people who follow a network in their weekly digest, in which somebody asked something; returns them."""
    found = with_letters(LETTERS, "weekly")
    before = timezone.now() - timedelta(weeks=2)
    rows = [
        Follow(person=one, target="space", target_id=question.space_id, level="weekly", created_at=before)
        for one in found
    ]
    Follow.objects.bulk_create(rows, batch_size=1000)
    return found


@pytest.fixture()
def send_to(settings, monkeypatch):
    """Returns a function: makes this process send to an EMAIL_URL."""

    def at(url):
        monkeypatch.setenv("EMAIL_URL", url)
        for name, value in environment.mail(None).items():
            setattr(settings, name, value)

    return at


class Nursery:
    """Workers as processes of their own; see letter_workers."""

    def __init__(self, mail_url):
        at = connection.settings_dict
        env = {
            "PATH": os.environ["PATH"], "COMMUNITY_MODE": "test", "DJANGO_SETTINGS_MODULE": "community.settings",
            "DATABASE_URL": f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}", "EMAIL_URL": mail_url,
            "LETTERS_A_MINUTE": "1000000", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.letter_workers"], cwd=ROOT, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout.readline() == "ready\n"
        self.workers = []

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        for pid in self.at_work():
            os.kill(pid, signal.SIGKILL)
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def start(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.workers.append(int(self.process.stdout.readline()))

    def at_work(self):
        return [pid for pid in self.workers if os.path.exists(f"/proc/{pid}")]


def waiting():
    return Dispatch.objects.filter(state="waiting").count()


def test_killed_workers_lose_no_digest_and_repeat_only_what_the_kill_cut_off(readers, capsys):
    dice, began = random.Random(7), time.monotonic()
    box = Postbox(unlucky=dice.sample(range(200, LETTERS - 500), AIMED_KILLS))
    moments = sorted(dice.sample(range(100, LETTERS - 500), RANDOM_KILLS))
    with smtp(box) as (url, _box), Nursery(url) as nursery:
        while len(box.taken) < LETTERS or waiting():
            assert time.monotonic() < began + PATIENCE, f"{waiting()} letters still wait"
            while len(nursery.at_work()) < WORKERS:
                nursery.start()
            if moments and len(box.taken) >= moments[0]:
                moments.pop(0)
                time.sleep(dice.random() / 50)
                box.kill(dice.choice(nursery.workers[-WORKERS:]))
            time.sleep(0.02)
    ids = Counter(one for one, _worker in box.taken)
    assert set(ids) == {message_id(person.pk, "weekly", "1") for person in readers}
    assert list(Dispatch.objects.values_list("state", flat=True).distinct()) == ["sent"]
    repeated = {one: times for one, times in ids.items() if times > 1}
    with capsys.disabled():
        print(f"\n{LETTERS} digests in {time.monotonic() - began:.0f} s, {len(box.killed)} workers killed, "
              f"{len(repeated)} letters repeated: {', '.join(repeated) or 'none'}")  # fmt: skip
    assert len(box.killed) > AIMED_KILLS
    assert [one for one in repeated if not explained(one, box)] == []
    assert Reported.objects.filter(person__in=readers).values("person").distinct().count() == LETTERS
    again = [Dispatch(pk=number, person=one, stream="weekly", key="2") for number, one in enumerate(readers[::25])]
    assert set(compose_digests(again).values()) == {None}  # nobody is told it in the next one
    assert AIMED_KILLS <= sum(repeated.values()) - len(repeated) <= len(box.killed)


def explained(letter, box):
    """Returns whether each time but one a letter was the last that a worker handed over before it was killed."""
    by_worker = defaultdict(list)
    for one, worker in box.taken:
        by_worker[worker].append(one)
    times = [worker for one, worker in box.taken if one == letter]
    cut_off = [worker for worker in times if worker in box.killed and by_worker[worker][-1] == letter]
    return len(cut_off) >= len(times) - 1


def at_once(work, number):
    """Runs `work` so often at once, each on its own connection; returns the results."""

    def one(_number):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as crowd:
        return list(crowd.map(one, range(number)))


def test_workers_at_once_never_send_the_same_letter(people, send_to):
    everybody = people(300)
    with smtp(Postbox()) as (url, box):
        send_to(url)
        assert sum(at_once(deliver_due, 4)) == 300
    assert sorted(one for one, _worker in box.taken) == sorted(message_id(one.pk, "proba", "1") for one in everybody)
    assert box.greeted <= 300 / 50 + 4  # one connection for a batch of fifty


def test_limit_of_the_minute_holds_for_all_workers_together(people, send_to, settings):
    people(200)
    settings.LETTERS_A_MINUTE = 40
    noon = timezone.now()

    def in_this_minute():
        with clock.replaying(noon):
            return deliver_due()

    with smtp(Postbox()) as (url, box):
        send_to(url)
        assert sum(at_once(in_this_minute, 4)) == 40
        assert (len(box.taken), Minute.objects.get().sent, waiting()) == (40, 40, 160)
        assert not Dispatch.objects.filter(taken_until__isnull=False).exists()
        with clock.replaying(noon + timedelta(minutes=1)):
            assert deliver_due() == 40


def test_server_that_is_away_for_a_day_gets_everything_when_it_is_back(people, send_to):
    everybody, port = people(60), free_port()
    send_to(f"smtp://127.0.0.1:{port}")
    now = timezone.now()
    for hours in range(24):
        with clock.replaying(now + timedelta(hours=hours)):
            assert deliver_due() == 0
    assert (waiting(), MailAddress.objects.count()) == (60, 0)
    with smtp(Postbox(), port) as (_url, box), clock.replaying(now + timedelta(hours=24)):
        assert deliver_due() == 60
    assert len({one for one, _worker in box.taken}) == len(everybody)


def test_recipients_are_refused_each_by_itself(people, send_to):
    everybody = people(20)
    said = {3: "550 5.1.1 No such user", 5: "450 4.2.0 Greylisted", 7: "552 5.2.2 Full"}
    with smtp(Postbox({everybody[number].email: words for number, words in said.items()})) as (url, box):
        send_to(url)
        assert deliver_due() == 17
        assert box.greeted == 1
    states = {row.person_id: row.state for row in Dispatch.objects.all() if row.state != "sent"}
    assert states == {everybody[3].pk: "failed", everybody[5].pk: "waiting", everybody[7].pk: "failed"}
    assert list(MailAddress.objects.order_by("pk").values_list("email", "score")) == [
        (everybody[3].email, 4), (everybody[7].email, 1)
    ]  # fmt: skip


def test_no_transaction_is_open_while_the_server_is_spoken_with(people, send_to, postgres_url):
    people(5)
    found, lock = [], threading.Lock()
    name = connection.settings_dict["NAME"]
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state LIKE 'idle in transaction%%'"

    def look():
        with lock, psycopg.connect(postgres_url, autocommit=True) as other:
            found.append(other.execute(asked, [name]).fetchone()[0])

    box = Postbox()
    box.before = look
    with smtp(box) as (url, _box):
        send_to(url)
        assert deliver_due() == 5
    assert found == [0] * 5
