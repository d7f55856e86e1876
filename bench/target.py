"""Run within the site's own environment: prints, as JSON, which pages to ask for and a member's cookies."""

import json
from typing import Any

import django


def describe() -> dict[str, str]:
    """Returns paths: the demo's longest thread, its last page, its network, an article with everything that one can

    have, the form for a reply to another thread. Besides, the cookies of the thread's author, signed in, and the token
    of their forms.
    """
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from community.people.sessions import SessionStore
    from forum.models import Thread, page_of

    # Not the longest of all: what earlier measurements have posted stays.
    thread = Thread.objects.select_related("author", "space").get(client_key="demo-long")
    others = Thread.objects.filter(space=thread.space, audience="public", locked_at=None, deleted_at=None)
    other = others.exclude(pk=thread.pk).order_by("pk")[0]
    assert thread.author is not None, "the demo's people are still there"
    session = SessionStore()
    session[SESSION_KEY] = str(thread.author.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = thread.author.get_session_auth_hash()
    session.create()
    # As a browser has them after the first page: the key of forms is not made anew each time.
    token = "k" * 32
    return {
        "thread": thread.url,
        "last page": f"{thread.url}?strona={page_of(thread.last_number)}",
        "network": f"/s/{thread.space.slug}/",
        "article": _article(thread.author),
        "reply": f"/odpowiedz/{other.pk}/",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}",
        "token": token,
    }


def _article(reader: Any) -> str:
    """Returns the path of the demo's article with a body, a sheet, a cover, tags, relatives and cities that follow it.

    What it lacks, three posts in its discussion, it gets here, once.
    """
    from community.catalogue.models import Entry
    from forum.actions import reply
    from forum.models import Thread

    entry = Entry.objects.get(kind="article", url="/biblioteka/ogrod/")
    discussion = Thread.objects.get(about=entry)
    for number in range(1, 4):
        text = f"Pytanie {number}: jak często trzeba wybierać osad, i kto u Was za to płaci? " * 3
        reply(author=reader, thread=discussion, text=text, key=f"bench-article-{number}")
    return entry.url


if __name__ == "__main__":
    django.setup()
    print(json.dumps(describe()))
