"""Run within the site's own environment: prints, as JSON, which pages to ask for and a member's session cookie."""

import json

import django


def describe() -> dict[str, str]:
    """Returns the paths of the longest thread and its network, and the cookie of its author, signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from forum.models import Thread

    thread = Thread.objects.order_by("-last_number").select_related("author", "space").first()
    assert thread is not None, "the demo has threads"
    assert thread.author is not None, "the demo's people are still there"
    session = SessionStore()
    session[SESSION_KEY] = str(thread.author.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = thread.author.get_session_auth_hash()
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return {"thread": thread.url, "network": f"/s/{thread.space.slug}/", "cookie": cookie}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(describe()))
