"""Threads that facilitators put in order, for the tests of it: one with replies in turn, split and merged."""

from forum import actions

TITLE = "Jak rozliczać wodę z hydrantów?"


def take_turns(question, anna, jan):
    """Returns Anna's question with replies 2 to 6, by Jan and Anna in turn."""
    for number in range(2, 7):
        actions.reply(
            author=jan if number % 2 == 0 else anna, thread=question, text=f"Odpowiedź numer {number}.",
            key=f"talk-reply-{number}",
        )  # fmt: skip
    question.refresh_from_db()
    return question


def split(by, thread, *numbers, **more):
    typed = {"title": TITLE, "kind": "discussion"} | more
    return actions.split_thread(by=by, thread=thread, numbers=numbers, **typed)


def merge(by, source, target, **more):
    return actions.merge_threads(by=by, thread=source, into=target, **more)
