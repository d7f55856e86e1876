"""Open pages after a split, a merge, a move and a pin: frames hold what a fresh page holds."""

import pytest

from community.live.kinds import View
from forum import actions
from forum.streams import thread_readers
from tests.forum.facilitating import split, take_turns
from tests.forum.parts import parts_of
from tests.forum.test_streams import happenings, shown

pytestmark = pytest.mark.django_db


@pytest.fixture()
def talk(question, anna, jan):
    return take_turns(question, anna, jan)


def after(key, number, view):
    """Returns the frames of what happened after this number, the parts of all of them together."""
    frames = shown(key, view, {h.seq for h in happenings(key) if h.seq > number})
    parts = {}
    for frame in frames:
        parts |= frame.parts
    return frames, parts


def head(key):
    return max((h.seq for h in happenings(key)), default=0)


@pytest.mark.parametrize("is_member", [True, False])
def test_moved_posts_become_stubs_on_open_pages(is_member, talk, ewa, jan, as_):
    before = head(talk.stream)
    rows = {number: talk.posts.get(number=number).pk for number in (3, 5)}
    split(ewa, talk, 3, 5)
    _frames, parts = after(talk.stream, before, View("pl", is_member))
    page = parts_of(as_(jan if is_member else None).get(talk.url).content.decode())
    assert parts.keys() == {"state", f"post-{rows[3]}", f"post-{rows[5]}"}
    assert {name: page[name] for name in parts} == parts


def test_the_list_shows_both_threads_at_once(talk, ewa):
    before = head(talk.list_stream)
    new = split(ewa, talk, 3, 5)
    _frames, parts = after(talk.list_stream, before, View("pl", True))
    assert set(parts) == {f"thread-{talk.pk}", f"thread-{new.pk}"}
    assert all(parts.values())


def test_many_moved_posts_make_the_page_read_itself(talk, ewa, jan):
    for number in range(7, 40):
        actions.reply(author=jan, thread=talk, text=f"Odpowiedź numer {number}.", key=f"talk-reply-{number}")
    before = head(talk.stream)
    split(ewa, talk, *range(3, 40))
    frames, _parts = after(talk.stream, before, View("pl", True))
    assert [frame.facts for frame in frames] == [{"refresh": True}]


def test_pages_of_a_merged_thread_and_of_its_target_read_themselves(talk, ewa, jan, zielona):
    other = actions.start_thread(
        author=jan, space=zielona, kind="question", title="Podlewanie drzew w mieście", text="Pytam.", key="live-other"
    )
    heads = head(talk.stream), head(other.stream), head(talk.list_stream)
    actions.merge_threads(by=ewa, thread=talk, into=other)
    for thread, before in ((talk, heads[0]), (other, heads[1])):
        frames, _parts = after(thread.stream, before, View("pl", True))
        assert [(frame.facts, "".join(frame.parts.values())) for frame in frames] == [({"refresh": True}, "")]
    _frames, rows = after(talk.list_stream, heads[2], View("pl", True))
    assert rows[f"thread-{talk.pk}"] == ""
    assert other.title in rows[f"thread-{other.pk}"].replace("\xa0", " ")
    readers = thread_readers(str(talk.pk), [jan.pk, ewa.pk])
    assert (readers.visitors, readers.people) == (False, frozenset())


def test_pinning_shows_in_the_state(talk, ewa, jan, as_):
    before = head(talk.stream)
    actions.pin_thread(by=ewa, thread=talk)
    _frames, parts = after(talk.stream, before, View("pl", True))
    assert parts == {"state": parts_of(as_(jan).get(talk.url).content.decode())["state"]}
