"""Pages of the library that are not for everybody, with words of their own in text, notes and names of files."""

import uuid

from django.core.files.base import ContentFile
from django.utils import timezone

from community.catalogue.actions import add_bookmark, relate_now
from community.catalogue.models import Entry
from community.spaces.models import City
from resources.actions.following_up import record_step
from resources.actions.guests import answer_as_guest, invite_guest, open_link
from resources.actions.listing import relist_page
from resources.actions.reviewing import comment_page
from resources.actions.writing import Written, begin_article, save_article, version_of
from resources.editing import body_from_html
from resources.models import (
    Adoption,
    ArticlePage,
    Case,
    ImprovementPlanPage,
    LibraryPage,
    PageDocument,
    RecommendationPage,
)
from tests.leaks.hidden_things import INSIDER, word


def hide_pages(people, zielona, closed):
    """Makes the pages that the table of hidden things names, and returns what the library's addresses take."""
    author, insider = people["author"], people[INSIDER]
    article, recommendation, document = _closed_pages(insider, closed, people["leader"])
    changed = _published(ArticlePage, author, zielona, "Artykuł o przeciekach, który się zmienia")
    _write(author, changed, changed.title, word("changed text of an article"))
    naming = _published(RecommendationPage, author, zielona, "Rekomendacja z praktyką, której nie każdy widzi",
                        parent=_published(ImprovementPlanPage, author, zielona, "Otwarty plan"),
                        practices=[article])  # fmt: skip
    draft = begin_article(by=author, title="Tytuł, który się zmieni", space=zielona, language="pl")
    _write(author, draft, f"Tytuł {word('title of an unpublished article')}", word("text of an unpublished article"))
    comment_page(by=author, page=draft, text=f"Uwaga: {word('comment on an article')}.")
    link, _revision = open_link(invite_guest(by=author, page=draft))
    answer_as_guest(link=link, said="objected", name="Gość", text=f"Proszę: {word('words of a guest')}.")
    for page in (article, recommendation):
        entry = Entry.objects.get(kind=page.kind, subject_id=page.pk)
        relate_now(entry.pk)
        for person in people.values():
            add_bookmark(person=person, entry=entry)
    pages = (article, recommendation, changed, naming, draft)
    return {
        "page_path": [_path(page) for page in pages], "article_id": [article.pk, changed.pk, draft.pk],
        "recommendation_id": [recommendation.pk, naming.pk], "written_id": [page.pk for page in pages],
        "document_id": [document.pk], "document_filename": ["x.csv"],
    }  # fmt: skip


def _closed_pages(insider, closed, leader):
    """Returns an article and a recommendation of the closed group, with what was said of them, and a document."""
    document = PageDocument.objects.create(
        title="Plik", file=ContentFile(b"a;b", name=f"{word('name of a closed document')}.csv")
    )
    blocks = [("text", f"<p>Tekst {word('text of a closed article')}.</p>"), ("document", document.pk)]
    title = f"Tytuł {word('title of a closed article')}"
    article = _published(ArticlePage, insider, closed, title, summary="O przeciekach.", body=_body(blocks))
    plan = _published(ImprovementPlanPage, insider, closed, "Plan zamkniętej grupy")
    barrier = f"<p>Bariera {word('closed recommendation')}.</p>"
    page = _published(RecommendationPage, insider, closed, "Rekomendacja grupy", parent=plan, barrier=barrier)
    city, now = City.objects.first(), timezone.now()
    note = f"Notatka: {word('note of an adoption')}."
    Adoption.objects.create(
        key=article.translation_key, city=city, state="adapting", note=note, by=insider, since=now, changed_at=now
    )
    Case.objects.create(key=page.translation_key, city=city, text=f"U nas {word('case of a city')}.", author=insider)
    said = f"Poszło: {word('step of a recommendation')}."
    record_step(by=leader, page=page, status="sent", at=timezone.localdate(), note=said)
    relist_page(article)
    relist_page(page)
    return article, page, document


def _published(model, owner, space, title, *, parent=None, **values):
    page = model(title=title, slug=f"przecieki-{model.__name__.lower()}-{uuid.uuid4().hex[:6]}", owner=owner,
                 space=space, audience=space.audience)  # fmt: skip
    for name, value in values.items():
        setattr(page, name, value)
    (parent or LibraryPage.objects.get(locale__language_code="pl")).add_child(instance=page)
    page.save_revision(user=owner).publish()
    page.refresh_from_db()
    return page


def _body(blocks):
    raw = [{"type": kind, "id": str(uuid.uuid4()), "value": value} for kind, value in blocks]
    return ArticlePage.body.field.stream_block.to_python(raw)


def _write(author, page, title, said):
    written = Written(
        title=title, space=page.space, audience=page.audience, body=body_from_html(f"<p>{said}</p>", page, by=author)
    )
    page.refresh_from_db()
    save_article(by=author, page=page, written=written, version=version_of(page.latest_revision))


def _path(page):
    return page.url_path.removeprefix("/").partition("/")[2]
