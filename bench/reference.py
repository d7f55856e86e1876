"""The page ours is compared with: a bare Django thread page, as little work as such a page can be.

Four plain-row queries, 20 posts of 118 words, Jinja2; no middleware, no rules, nobody signed in. It has its
own settings and tables, so it runs in its own process and never beside the site:

    REF_DB=ref.sqlite3 python -m bench.reference      # makes the tables (or REF_DB=postgres://user@host:port/name)
    REF_DB=ref.sqlite3 granian --interface wsgi bench.reference:app
"""

import os
import random

import dj_database_url
import django
import jinja2
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path

THREADS, POSTS, TAGS = 2_000, 40_000, 6_000
POSTS_IN_FIRST_THREAD = 2_000
WORDS = (
    "miasto zieleń retencja woda partnerstwo umowa ryzyko dane usługa urząd mieszkaniec drzewo ogród "
    "deszczowy projekt budżet"
).split()


def database() -> dict[str, object]:
    """Returns Django's settings for REF_DB, kept open as our own are."""
    place = os.environ.get("REF_DB", "ref.sqlite3")
    if "://" in place:
        return {**dj_database_url.parse(place), "CONN_MAX_AGE": None}
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    options = {"init_command": pragmas, "transaction_mode": "IMMEDIATE"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": place, "CONN_MAX_AGE": None, "OPTIONS": options}


settings.configure(
    DEBUG=False,
    SECRET_KEY="reference-only",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF="bench.reference",
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    MIDDLEWARE=[],
    DATABASES={"default": database()},
)
django.setup()


class Thread(models.Model):
    """A heading with counters."""

    title = models.CharField(max_length=200)
    space = models.IntegerField(db_index=True)
    author = models.CharField(max_length=80)
    posts = models.IntegerField(default=0)

    class Meta:
        app_label, db_table = "auth", "ref_thread"


class Post(models.Model):
    """A text at a place within a thread."""

    thread = models.IntegerField()
    number = models.IntegerField()
    author = models.CharField(max_length=80)
    html = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    votes = models.IntegerField(default=3)

    class Meta:
        app_label, db_table, unique_together = "auth", "ref_post", [("thread", "number")]


class Tag(models.Model):
    """A word a thread carries."""

    thread = models.IntegerField(db_index=True)
    name = models.CharField(max_length=50)

    class Meta:
        app_label, db_table = "auth", "ref_tag"


PAGE = jinja2.Environment(autoescape=True).from_string("""<!doctype html>
<html lang="pl"><head><title>{{ thread.title }}</title>
<link rel="stylesheet" href="/s/a.css"><script type="module" src="/s/a.js"></script></head><body>
<header>{% for i in range(12) %}<a href="/x{{ i }}">Link {{ i }}</a>{% endfor %}</header>
<main><h1>{{ thread.title }}</h1>
{% for tag in tags %}<a href="/tag/{{ tag }}">{{ tag }}</a>{% endfor %}
{% for post in posts %}<article id="p{{ post.number }}" data-author="{{ post.author }}">
<header><img src="/s/a.svg" alt="" width="40" height="40"><a href="/p/{{ post.author }}">{{ post.author }}</a>
<a href="#p{{ post.number }}"><time datetime="{{ post.at }}">{{ post.at }}</time></a></header>
<div>{{ post.html|safe }}</div>
<footer><button>{{ post.votes }}</button><a href="/post/{{ post.id }}/quote">Quote</a></footer></article>
{% endfor %}
<aside>{% for other in related %}<a href="/t/{{ other.id }}">{{ other.title }}</a>{% endfor %}</aside>
</main></body></html>""")


def page(request: HttpRequest) -> HttpResponse:
    """Answers with the first page of the first thread: four queries."""
    thread = Thread.objects.filter(pk=1).values_list("id", "title", "author", "posts", named=True).first()
    posts = Post.objects.filter(thread=1, number__gte=1).order_by("number")
    rows = list(posts.values_list("id", "number", "author", "html", "at", "votes", named=True)[:20])
    tags = list(Tag.objects.filter(thread=1).values_list("name", flat=True))
    related = list(Thread.objects.filter(space=1).order_by("-id").values_list("id", "title", named=True)[:5])
    return HttpResponse(PAGE.render(thread=thread, posts=rows, tags=tags, related=related))


urlpatterns = [path("thread", page)]
app = get_wsgi_application()


def make_tables() -> None:
    """Creates the three tables afresh and fills them, the same every time."""
    rnd = random.Random(42)
    existing = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in (Thread, Post, Tag):
            if model._meta.db_table in existing:
                editor.delete_model(model)
            editor.create_model(model)
    Thread.objects.bulk_create(_thread(i, rnd) for i in range(THREADS))
    Post.objects.bulk_create((_post(i, rnd) for i in range(POSTS)), batch_size=1000)
    Tag.objects.bulk_create(Tag(thread=1 + i % THREADS, name=rnd.choice(WORDS)) for i in range(TAGS))


def _thread(i: int, rnd: random.Random) -> Thread:
    return Thread(title=" ".join(rnd.choices(WORDS, k=9)), space=i % 3, author="Anna", posts=20)


def _post(i: int, rnd: random.Random) -> Post:
    thread = 1 if i < POSTS_IN_FIRST_THREAD else 2 + i % (THREADS - 1)
    html = f"<p>{' '.join(rnd.choices(WORDS, k=118))}</p>"
    return Post(thread=thread, number=i, author="Jan Kowalski", html=html)


if __name__ == "__main__":
    make_tables()
