"""What is new for a person, for the tests of it: writing at an hour, and how many posts wait where."""

from community.base import clock
from forum import actions
from forum.queries.unread import unread


def new_in(person, thread):
    """Returns how many posts of a thread are new for a person, and where the first is."""
    found = unread(person, thread_ids=[thread.pk]).threads.get(thread.pk)
    return (found.posts, found.place) if found else None


def write(author, thread, key, *, at=None):
    with clock.replaying(at or clock.now()):
        return actions.reply(author=author, thread=thread, text="Dopisek.", key=f"unread-{key}")


def start(author, space, key, **more):
    return actions.start_thread(
        author=author, space=space, kind="question", title=f"Pytanie {key}", text="T.", key=f"unread-{key}", **more
    )
