"""Live updates across processes: PostgreSQL, a Redis that gets killed, two web processes, and nginx in front."""

import http.client
import json
import signal
import time
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.chaos import Blow, Plan, faults, play, servers
from bench.live import ORIGIN, prepare
from bench.live_posts import CSRF, reply
from tests.services import site as production_site
from tests.services.engines import another_database

pytestmark = pytest.mark.services
MEMBERS, PEOPLE = 4, 24
SOON, HEALED = 1.0, 11.0


class Browser:
    """A socket of a person who follows one stream."""

    def __init__(self, socket, stream, since):
        self.socket, self.frames = socket, []
        self.socket.send(json.dumps({"do": "follow", "stream": stream, "since": since}))

    def wait_for(self, kind, seconds, **wanted):
        """Returns the first frame of this kind that has these values; fails when none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            for frame in self.frames:
                if frame["t"] == kind and wanted.items() <= frame.items():
                    return frame
            remaining = deadline - time.monotonic()
            assert remaining > 0, f"no {kind} {wanted} within {seconds} s, only {self.frames}"
            try:
                self.frames = [json.loads(line) for line in self.socket.recv(timeout=remaining).split("\n")]
            except TimeoutError:
                self.frames = []

    def hears_nothing(self, kind, seconds):
        """Returns whether no such frame comes for so long."""
        deadline = time.monotonic() + seconds
        while (remaining := deadline - time.monotonic()) > 0:
            try:
                if any(json.loads(line)["t"] == kind for line in self.socket.recv(timeout=remaining).split("\n")):
                    return False
            except TimeoutError:
                return True
        return True


class House:
    """The running processes and who is in them."""

    def __init__(self, servers, described):
        self.servers, self.people, self.threads = servers, described["people"], described["threads"]
        self.closed = described["closed"]
        self.first, self.second = servers.ports["web 0"], servers.ports["web 1"]

    def cookie(self, number):
        return self.people[number][1]

    def write(self, thread, number, port=None):
        """Sends a reply to the first process; returns how many seconds the answer took."""
        begin = time.monotonic()
        assert reply(port or self.first, thread, self.cookie(number), "Już wiemy.") == 201
        return time.monotonic() - begin

    def leave(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self.first, timeout=10)
        headers = {
            "Host": "127.0.0.1", "Cookie": f"{self.cookie(number)}; csrf={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        fields = urlencode({"csrfmiddlewaretoken": CSRF})
        connection.request("POST", f"/s/{self.closed['slug']}/opusc/", fields, headers)
        assert connection.getresponse().status == 302


@pytest.fixture()
def browse():
    """Returns a function: a browser that follows a stream, closed at the end of the test."""
    with ExitStack() as stack:

        def one(port, stream, *, cookie="", origin=ORIGIN, since=0, **headers):
            named = {"Cookie": cookie} if cookie else {}
            address = f"ws://127.0.0.1:{port}/live/ws"
            socket = stack.enter_context(connect(address, origin=origin, additional_headers=named | headers))
            return Browser(socket, stream, since)

        yield one


@pytest.fixture()
def opened(house, browse):
    """Returns a function: a person's browser on the second process that has everything of a thread."""

    def one(thread, number):
        browser = browse(house.second, f"thread:{thread}", cookie=house.cookie(number), since=10**9)
        browser.wait_for("reset", 5)
        time.sleep(0.5)  # the subscription reaches Redis
        return browser

    return one


@pytest.fixture(scope="module")
def place(tmp_path_factory, postgres_url, migrated):
    with another_database(postgres_url, "live", like=migrated) as database:
        yield tmp_path_factory.mktemp("live"), database


@pytest.fixture(scope="module")
def house(place):
    folder, database = place
    with servers(folder, database) as running:
        described = prepare(running.env, PEOPLE, 5, MEMBERS)
        running.start("web 0", "web 1")
        yield House(running, described)


def test_reply_in_one_process_reaches_a_socket_in_the_other(house, opened):
    browser = opened(house.threads[0], 1)
    house.write(house.threads[0], 0)
    frame = browser.wait_for("event", SOON, k="post.added")
    assert "Już wiemy." in json.dumps(frame["parts"], ensure_ascii=False)


def test_who_left_hears_nothing_more_from_the_other_process(house, opened):
    leaver, stayer = (opened(house.closed["thread"], number) for number in (1, 2))
    house.leave(1)
    leaver.wait_for("dropped", SOON)
    house.write(house.closed["thread"], 0)
    stayer.wait_for("event", SOON)
    assert leaver.hears_nothing("event", 0.5)


def test_without_redis_everything_lags_and_nothing_is_lost(house, opened):
    thread, closed = house.threads[1], house.closed["thread"]
    browser, leaver = opened(thread, 4), opened(closed, 3)
    house.servers.end("redis", signal.SIGKILL)
    assert house.write(thread, 0) < 5
    house.leave(3)
    browser.wait_for("event", HEALED, k="post.added")
    leaver.wait_for("dropped", HEALED)
    house.write(closed, 0)
    assert leaver.hears_nothing("event", 1)
    house.servers.start("redis")
    assert is_fast_again(house, thread, browser)


def is_fast_again(house, thread, browser):
    """Whether, some seconds after Redis is back, a reply is there at once."""
    for _attempt in range(8):
        time.sleep(1)
        house.write(thread, 0)
        begin = time.monotonic()
        browser.frames = []
        browser.wait_for("event", HEALED)
        if time.monotonic() - begin < SOON:
            return True
    return False


def test_nothing_is_lost_while_a_process_is_killed(house):
    plan = Plan(clients=20, seconds=7, pause=2, blows=[Blow(2, "web 0", signal.SIGKILL, 0.2)])
    people = [tuple(one) for one in house.people[MEMBERS:]]
    figures = play(house.servers, plan, people, house.threads[2:4])
    assert faults(figures) == 0, figures
    assert figures["acknowledged"] > 10


def test_socket_through_nginx(house, place, browse, redis_url):
    folder, database = place
    stream, https = f"thread:{house.threads[4]}", {"X-Forwarded-Proto": "https"}
    with production_site.production(folder, database, redis_url) as site:
        ours = browse(site.port, stream, origin="https://spolecznosc.example.pl", **https)
        ours.wait_for("hello", 5)
        ours.wait_for("followed", 5)
        with pytest.raises(ConnectionClosed) as closed:
            browse(site.port, stream, origin="https://evil.example", **https).wait_for("followed", 5)
        assert closed.value.rcvd.code == 4403


def test_site_that_is_told_to_stop_says_goodbye_to_its_sockets_through_nginx(house, place, browse, redis_url):
    folder, database = place
    stream, https = f"thread:{house.threads[4]}", {"X-Forwarded-Proto": "https"}
    with production_site.production(folder, database, redis_url) as site:
        browsers = [browse(site.port, stream, origin="https://spolecznosc.example.pl", **https) for _ in range(3)]
        for browser in browsers:
            browser.wait_for("followed", 5)
        began = time.monotonic()
        site.process.send_signal(signal.SIGTERM)
        for browser in browsers:
            browser.wait_for("drain", 2)
        for browser in browsers:
            with pytest.raises(ConnectionClosed) as closed:
                browser.wait_for("nothing more", 8)
            assert closed.value.rcvd.code == 1012
        assert site.process.wait(20) == 0
        assert time.monotonic() - began < 15
