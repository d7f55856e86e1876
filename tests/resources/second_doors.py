"""All the doors behind which a page could show, and looking behind them."""

import re

from django.urls import reverse

from community.spaces.models import City
from community.tags.models import Tag
from forum.models import Thread
from resources.guest_links import GuestLink, token_of
from resources.models import PageDocument

SECRET, TITLE = "kosodrzewina", "Gdzie rośnie kosodrzewina"
FILES = ("picture", "document")
NOBODY = 987654321  # the number of no page
# Of a page that was published once, its closed discussion stays for those who could read it.
OF_THE_THREAD = {
    "thread", "thread feed", "print", "stream", "threads", "space threads", "person", "search", "search inflected",
    "suggestions", "similar", "home", "network", "tag",
}  # fmt: skip


def lists(space, tag, city, person):
    """Returns the addresses of what is listed somewhere, by name."""
    return {
        "search": "/szukaj/?q=kosodrzewina",
        "search inflected": "/szukaj/?q=kosodrzewiny&rodzaj=article",
        "suggestions": "/szukaj/podpowiedzi/?q=kosodrz",
        "similar": reverse("similar") + "?title=Gdzie+rośnie+kosodrzewina",
        "feed": reverse("feed"),
        "space feed": reverse("space_feed", args=[space]),
        "tag feed": reverse("tag_feed", args=[tag]),
        "library feed": reverse("library_feed"),
        "sitemap": reverse("sitemap"),
        **{f"sitemap {name}": reverse("sitemap_section", args=[name]) for name in ("wpisy", "strony", "tematy")},
        "tag": reverse("tag", args=[tag]),
        "home": "/",
        "library": reverse("library"),
        "english library": "/en" + reverse("library"),
        "network": reverse("space_home", args=[space]),
        "networks": reverse("networks"),
        "city": reverse("city", args=[city]),
        "cities": reverse("cities"),
        "threads": reverse("threads"),
        "space threads": reverse("space_threads", args=[space]),
        "person": reverse("person", args=[person]),
        "bookmarks": reverse("bookmarks"),
        **{
            f"export {name} {shape}": reverse(name, args=[shape])
            for name in ("recommendations_export", "practices_export") for shape in ("csv", "json")
        },
    }  # fmt: skip


def by_number(number, revision=1):
    """Returns the addresses that take the number of a page, by name."""
    names = (
        "printout", "printout_file", "recommendation_step", "recommendation_case", "practice_adoption", "write_page",
        "preview_page", "delete_page", "submit_page", "decide_page", "guest_link", "save_page", "withdraw_page",
        "comment_page",
    )  # fmt: skip
    guessed = token_of(GuestLink(number, revision, "zgadniete"))
    return {**{name: reverse(name, args=[number]) for name in names}, "guest_review": f"/recenzja/{guessed}/"}


def doors(page):
    """Returns the addresses at which a page could show, by name; those that take its number are not among them."""
    owner, tag = page.owner.slug, page.tags.first() or Tag.objects.filter(space=None).first()
    city = page.cities.first() or City.objects.get(slug="raciborz")
    path = page.url_path.partition("/biblioteka/")[2] or f"{SECRET}/"
    shown = {
        "page": f"/biblioteka/{path}", "english": f"/en/biblioteka/{path}", "used in": "/biblioteka/otwarty/",
        **lists(page.space.slug, tag.slug, city.slug, owner),
    }  # fmt: skip
    thread = Thread.objects.filter(about__subject_id=page.pk, about__kind=page.kind).first()
    if thread:
        shown |= {
            "thread": thread.url, "thread feed": reverse("thread_feed", args=[thread.pk]),
            "print": reverse("print_thread", args=[thread.pk]),
            "stream": reverse("live_stream", args=[thread.stream]) + "?since=0",
        }  # fmt: skip
    if page.cover:
        shown["picture"] = page.cover.get_rendition("width-640|format-webp").url
    document = PageDocument.objects.filter(title=f"Plik {SECRET}").first()
    if document:
        shown["document"] = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    return shown


def body_of(answer):
    """Returns what was answered, streamed or not, as it would be read: marks and hard spaces are left out."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(r"</?mark>", "", content.decode(errors="replace")).replace("\xa0", " ")


def words_of(answer):
    """Returns what is read: a page's main part, else all of it, without the moments and tokens of this answer."""
    body = body_of(answer)
    main = re.search(r"<main\b.*?</main>", body, re.DOTALL)
    return re.sub(r"<updated>.*?</updated>|csrfmiddlewaretoken.*?>", "", main[0] if main else body)


def met(browser, page):
    """Returns the doors behind which a secret word stands, a file opens, or a number says that there is a page."""
    shown = set()
    for name, path in doors(page).items():
        answer = browser.get(path)
        assert answer.status_code < 500, (name, answer.status_code)
        if name in FILES:
            shown |= {name} if answer.status_code == 200 else set()
            continue
        words = body_of(answer).lower()
        says_slug = answer.status_code == 200 and re.search(rf"biblioteka/(?:[\w-]+/)?{SECRET}/", words)
        if f"rośnie {SECRET}" in words or says_slug:
            shown.add(name)
    return shown | _known_by_number(browser, page)


def _known_by_number(browser, page):
    """Returns the doors that answer otherwise for the number of this page than for that of none, opened or pressed."""
    known = set()
    for name, path in by_number(page.pk, page.latest_revision_id).items():
        nowhere = by_number(NOBODY)[name]
        for ask in (browser.get, browser.post):
            there, absent = ask(path), ask(nowhere)
            assert there.status_code < 500, (name, there.status_code)
            if _said(there, path, page.pk) != _said(absent, nowhere, NOBODY):
                known.add(name)
    return known


def _said(answer, path, number):
    where = answer.get("Location", "").replace(str(number), "N")
    return answer.status_code, where, words_of(answer).replace(path, "P").replace(str(number), "N")
