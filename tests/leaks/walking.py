"""Opening every address that can be opened, with everything that addresses name, and noting which words are met."""

from itertools import product
from urllib.parse import urlencode

from django.urls import reverse

from community.notifications.models import Notification
from forum.queries.lists import STATES
from tests.leaks.hidden_things import BEGINNING, WHO_MEETS, word
from tests.permissions.addresses import ACCOUNT, DOORS, PARAMETER, PRESS

# Doors behind which nothing of ours is shown: machines', and the demo's letters, which show whatever was sent.
NOT_WALKED = {"demo_mail", "healthz", "readyz", "metrics", "robots", "opensearch", "avatar"}
TYPING_ERRORS = [word(name)[:12] + word(name)[13:] for name in WHO_MEETS]
QUERIES = {
    "search": [{"q": q} for q in (BEGINNING, "szkic", "tytuł", "odpowiedź", "treść", "powód", *TYPING_ERRORS)],
    "suggestions": [{"q": q} for q in (BEGINNING, "tytuł", "szkic")],
    "similar": [{"title": title} for title in ("Tytuł", "Szkic", "Gdzie są przecieki w rurach?")],
    "threads": [{"stan": state} for state in STATES],
    "space_threads": [{"stan": state} for state in STATES],
    "thread": [{}, {"widok": "najlepsze"}],
    "ask": [{}, {"tytul": "Tytuł"}],
    "people": [{}, {"szukaj": BEGINNING}],
    "people_suggestions": [{"q": "j", "w": "zielona"}],
    "tag_suggestions": [{"q": BEGINNING}],
    "inbox": [{}, {"tylko": "nowe"}],
    "composer_tools": [{}, {"w": "zielona"}],
    "library": [{}, {"siec": "umowy-i-ryzyka"}, {"rodzaj": "article"}, {"rodzaj": "recommendation"}],
}  # fmt: skip


def paths(scene, viewer, only=()):
    """Yields the name and the address of everything that can be opened by GET, each address once."""
    seen = set()
    for name, door in DOORS.items():
        if door.manner in (ACCOUNT, PRESS) or name in NOT_WALKED or (only and name not in only):
            continue
        for objects in _objects(scene, viewer, door.takes):
            arguments = {PARAMETER.get(key, key): value for key, value in objects.items()}
            path = reverse(name, kwargs=arguments)
            for query in QUERIES.get(name, [{}]):
                if name == "live_stream":
                    query = {"since": scene.streams[objects["stream"]]}
                full = f"{path}?{urlencode(query)}" if query else path
                if full not in seen:
                    seen.add(full)
                    yield name, full


def _objects(scene, viewer, takes):
    """Yields what a door is tried with: every post with its thread, every draft, each decision, each notification."""
    told = Notification.objects.filter(person=viewer).order_by("-pk")[:40] if viewer else []
    by_post = [
        {"post_id": post.pk, "subject_id": post.pk, "number": post.number, "thread_id": post.thread_id, "version": 1}
        for post in scene.posts
    ]
    single = {
        "slug": ["zielona", "umowy-i-ryzyka"], "tag": ["woda"], "city": ["raciborz"], "section": ["wpisy", "ludzie"],
        "person": ["jan-wierzba", "anna-borowik"], "kind": ["post"], "thread_slug": ["x"], "token": ["x"],
        "stream": list(scene.streams), "draft_id": [draft.pk for draft in scene.drafts],
        "held_id": [draft.pk for draft in scene.drafts], "decision_id": [row.pk for row in scene.decisions],
        "notification_id": [row.pk for row in told], "attachment_id": [row.pk for row in scene.attachments],
        "file_name": ["x.pdf"], "target": ["entry"], "shape": ["csv", "json"], "guest_token": ["x"], **scene.pages,
    }  # fmt: skip
    for post in by_post if set(takes) & set(by_post[0]) else [{}]:
        values = [[post[name]] if name in post else single.get(name, [1]) for name in takes]
        yield from (dict(zip(takes, chosen, strict=True)) for chosen in product(*values))


def met(browser, scene, viewer, only=()):
    """Returns the hidden things whose word a viewer meets, each with the doors behind which it stands."""
    words = {name: word(name) for name in WHO_MEETS}
    found = {}
    for door, path in paths(scene, viewer, only):
        response = browser.get(path, follow=door == "draft")  # a draft opens in the form it was written in
        assert response.status_code < 500, path
        shown = " ".join(response.headers.get(header, "") for header in ("Location", "Content-Disposition"))
        shown += _text_of(response)
        for name, secret in words.items():
            if secret in shown:
                found.setdefault(name, set()).add(door)
    return found


def _text_of(response):
    """Returns what a page or a table says; files that were uploaded are none of our words."""
    if not response.streaming:
        return response.content.decode(errors="replace")
    is_table = response["Content-Type"].startswith(("text/csv", "application/json"))
    return response.getvalue().decode() if is_table else ""
