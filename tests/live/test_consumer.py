"""The socket: who is let in, what a bad frame is answered, what is seen of the forum, and when it ends."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from community.live.limits import BAD_FRAMES, FRAMES_A_SECOND, LONGEST_FRAME
from community.spaces.actions import remove_member
from community.spaces.models import Membership
from forum.actions import reply, start_thread
from tests.live.conftest import HERE, Line, session_of, settled
from tests.live.fakes import until

pytestmark = pytest.mark.django_db


@pytest.fixture()
def secret(closed, person):
    """A thread of a group that is closed to all but its members."""
    author = Membership.objects.filter(space=closed).first().person
    return start_thread(
        author=author, space=closed, kind="discussion", title="Tajne", text="Tajny tekst", key="live-secret"
    )


def cookie_of(who):
    return f"session={session_of(who)}"


@pytest.fixture()
def committing(django_capture_on_commit_callbacks):
    """Returns a function that does something as if it were committed, with all that follows a commit."""

    def commit(work):
        with django_capture_on_commit_callbacks(execute=True):
            return work()

    return commit


def test_a_visitor_and_a_member_are_greeted_as_what_they_are(stage, anna):
    async def scene(hub):
        lines = [Line(), Line(cookie=cookie_of(anna)), Line(cookie="session=tampered0123456789")]
        await settled()
        assert [line.frames[0] for line in lines] == [
            {"t": "hello", "person": None}, {"t": "hello", "person": anna.pk}, {"t": "hello", "person": None},
        ]  # fmt: skip
        for line in lines:
            await line.hangs_up()
        assert (hub.sockets, dict(hub.people), dict(hub.addresses)) == ({}, {}, {})

    stage(scene)


@pytest.mark.parametrize("cookie", ["session=\x00", "session=" + "x" * 5000, "=;=;", 'session="', "session=ą"])
def test_cookies_of_nobody_let_a_visitor_in(stage, cookie):
    async def scene(_hub):
        line = Line(cookie=cookie.encode().decode("latin-1"))
        await settled()
        assert line.frames == [{"t": "hello", "person": None}]

    stage(scene)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "", "null", "https://127.0.0.1:8000", f"{HERE}0", f"{HERE}/"]
)
def test_pages_of_other_sites_are_refused_with_a_sentence(stage, anna, origin):
    async def scene(hub):
        line = Line(cookie=cookie_of(anna), origin=origin)
        await settled()
        assert (line.of("error")[0]["why"][:5], line.code, hub.sockets) == ("Na ży", 4403, {})

    stage(scene)


def test_in_production_only_the_sites_own_address_counts(stage, settings):
    settings.IS_PRODUCTION, settings.SITE_URL = True, "https://spolecznosc.example.pl"

    async def scene(_hub):
        lines = [Line(origin=HERE), Line(origin="https://spolecznosc.example.pl")]
        await settled()
        assert [line.code for line in lines] == [4403, None]

    stage(scene)


@pytest.mark.parametrize(
    "frame",
    ["", "[", "null", "7", '"follow"', "{}", "[]", b"\x00\x01", '{"do":"dance","stream":"thread:1"}', '{"do":"follow"}',
     '{"do":"follow","stream":7,"since":0}', '{"do":"follow","stream":"thread:1","since":"7"}',
     '{"do":"follow","stream":"thread:1","since":1.5}', '{"do":"follow","stream":"thread:1","since":true}',
     '{"do":"follow","stream":"thread:1","since":99999999999999999999}', '{"do":"follow","stream":"thread\\u0000:1"}',
     '{"do":"follow","stream":"thread:1","language":"xx"}', '{"do":"follow","streams":[1]}',
     '{"do":"follow","streams":{}}',
     '{"do":"follow","stream":"' + "x" * 81 + '"}', "[" * 10_000],
)  # fmt: skip
def test_a_frame_that_is_none_is_answered_with_a_sentence_and_harms_nobody(stage, frame, question, anna):
    async def scene(_hub):
        line, other = Line(), Line(cookie=cookie_of(anna))
        await settled()
        answer = await line.says(frame)
        assert answer == [{"t": "error", "why": "Tej wiadomości nie da się zrozumieć."}]
        assert (await line.answer({"do": "follow", "stream": question.stream}))["t"] == "followed"
        assert (other.code, line.code, other.of("error")) == (None, None, [])

    stage(scene)


def test_a_frame_of_more_than_16_kib_ends_its_socket_only(stage):
    async def scene(_hub):
        line, other = Line(), Line()
        await settled()
        assert (await line.says("ą" * (LONGEST_FRAME // 2 + 1)))[0]["why"] == "Ta wiadomość jest za długa."
        assert (line.code, other.code) == (1009, None)

    stage(scene)


def test_the_eleventh_frame_of_a_second_is_answered_and_many_end_the_socket(stage):
    async def scene(_hub):
        line, other = Line(), Line()
        await settled()
        for _ in range(FRAMES_A_SECOND):
            assert await line.says({"do": "leave", "stream": "thread:1"}, turns=2) == []
        assert (await line.says({"do": "leave", "stream": "thread:1"}, turns=2))[0]["t"] == "error"
        for _ in range(BAD_FRAMES):
            await line.says({"do": "leave", "stream": "thread:1"}, turns=2)
        assert (line.code, other.code) == (4429, None)

    stage(scene)


@pytest.mark.parametrize(
    "stream",
    ["thread:0", "thread:999999999", "thread:x", "thread:-1", f"thread:{2**70}", "space:1", "nic", "thread:",
     "threads:1", "threads:1:secret", "threads:x:public", ":", "a:b:c:d"],
)  # fmt: skip
def test_streams_that_do_not_exist_are_refused_with_a_sentence(stage, stream, maria):
    async def scene(_hub):
        line = Line(cookie=cookie_of(maria))
        await settled()
        answer = await line.says({"do": "follow", "stream": stream})
        assert [(frame["t"], frame["s"]) for frame in answer] == [("refused", stream)]

    stage(scene)


def test_foreign_streams_answer_as_unknown_ones_do(stage, secret, olaf, anna):
    async def scene(_hub):
        for cookie in ("", cookie_of(olaf), cookie_of(anna)):
            line = Line(cookie=cookie)
            await settled()
            foreign, unknown = [
                await line.answer({"do": "follow", "stream": stream}) for stream in (secret.stream, "thread:999999999")
            ]
            assert foreign == {**unknown, "s": secret.stream}

    stage(scene)


def test_what_a_member_writes_reaches_all_who_have_the_thread_open(stage, question, jan, anna, committing):
    async def scene(_hub):
        member, visitor = Line(cookie=cookie_of(anna)), Line()
        await settled()
        for line, language in ((member, "pl"), (visitor, "en")):
            await line.says(
                {"do": "follow", "stream": question.stream, "since": question_head(question), "language": language}
            )
        post = committing(lambda: reply(author=jan, thread=question, text="Nowa **odpowiedź**", key="live-new"))
        await settled()
        ours, theirs = member.of("event")[-1], visitor.of("event")[-1]
        assert (ours["k"], ours["id"], ours["by"], ours["n"]) == ("post.added", post.pk, jan.pk, theirs["n"])
        assert "Nowa <strong>odpowiedź</strong>" in ours["parts"][f"post-{post.pk}"]
        assert ("data-for" in str(ours["parts"]), "data-for" in str(theirs["parts"])) == (True, False)
        assert "/en/ludzie/" in theirs["parts"][f"post-{post.pk}"]
        assert abs(time.time() * 1000 - ours["at"]) < 5000

    stage(scene)


def question_head(question):
    from community.live.queries import heads_of

    return heads_of([question.stream])[question.stream]


def test_a_removed_member_gets_nothing_from_that_moment(stage, secret, closed, committing):
    members = list(Membership.objects.filter(space=closed).exclude(role="facilitator")[:2])
    leader = Membership.objects.filter(space=closed, role="facilitator").first().person

    async def scene(_hub):
        out, stays = (Line(cookie=cookie_of(member.person)) for member in members)
        await settled()
        for line in (out, stays):
            assert (await line.answer({"do": "follow", "stream": secret.stream}))["t"] == "followed"
        committing(lambda: remove_member(by=leader, membership=members[0]))
        committing(lambda: reply(author=leader, thread=secret, text="Po usunięciu", key="live-after"))
        began = time.monotonic()
        await settled()
        assert time.monotonic() - began < 5  # rights are looked at again every ten seconds; this comes at once
        assert out.of("event") == []
        assert [frame["s"] for frame in out.of("dropped")] == [secret.stream]
        assert [frame["k"] for frame in stays.of("event")] == ["post.added"]

    stage(scene)


def test_signing_out_ends_the_sockets_of_that_session_only(stage, anna):
    async def scene(_hub):
        browser = Client()
        browser.force_login(anna, backend="community.people.backends.PersonBackend")
        here, elsewhere = Line(cookie=f"session={browser.session.session_key}"), Line(cookie=cookie_of(anna))
        await settled()
        browser.post("/konto/logout/")
        await settled()
        assert (here.code, elsewhere.code) == (4401, None)
        assert here.of("error")[0]["why"].startswith("Wylogowano")

    stage(scene)


def test_a_changed_password_ends_all_others(stage, anna, committing):
    async def scene(_hub):
        line = Line(cookie=cookie_of(anna))
        await settled()
        anna.set_password("zupełnie-nowe-hasło-1")
        anna.save()
        from community.live.actions import recheck_people

        committing(lambda: recheck_people([anna.pk]))
        await settled()
        assert line.code == 4401

    stage(scene)


def test_a_closed_account_and_a_deleted_session_let_nobody_in(stage, anna, jan):
    cookies = cookie_of(anna), cookie_of(jan)
    anna.is_active = False
    anna.save()
    Session.objects.filter(session_key=cookies[1].removeprefix("session=")).delete()

    async def scene(_hub):
        lines = [Line(cookie=cookie) for cookie in cookies]
        await settled()
        assert [line.frames[0]["person"] for line in lines] == [None, None]

    stage(scene)


def test_the_bell_comes_with_the_greeting_and_moves_with_the_inbox(stage, question, jan, anna, committing):
    async def scene(_hub):
        line = Line(cookie=cookie_of(anna), query="language=en")
        await until(lambda: line.of("person"))
        await settled()
        before = line.of("person")[-1]["parts"]["bell"]
        committing(lambda: reply(author=jan, thread=question, text="Cześć, @anna-borowik", key="live-bell"))
        await until(lambda: len(line.of("person")) > 1)
        await settled()
        after = line.of("person")[-1]["parts"]["bell"]
        assert before != after
        assert "unread" in after

    stage(scene)
