"""Verbs of the library: reading, writing and sending articles, deciding, following up recommendations and practices."""

from django.core.files.base import ContentFile

from community.spaces.models import City, Edition, Seat
from community.tags.models import Tag
from forum.models import Post, Thread
from resources import rules
from resources.actions.guests import invite_guest
from resources.actions.reviewing import submit_article
from resources.actions.writing import Written, begin_article, save_article, version_of
from resources.editing import body_from_html
from resources.models import ArticlePage, ImprovementPlanPage, LibraryPage, PageDocument, RecommendationPage
from tests.permissions.trying import Try, found

SHEET = {"summary": "O czym to jest.", "problem": "Kłopot.", "solution": "Wyjście."}
STEP = {"status": "sent", "at": "2026-01-02", "note": "Wysłane.", "is_final": "on"}


def _published(w, model=ArticlePage, *, by=None):
    """A published page: another member's, which stands there already, or a new one."""
    if by is None:
        return w.ground.standing(model.__name__)
    return publish(w.ground, model, LibraryPage.objects.get(locale__language_code="pl"), by=by)


def _draft(w, *, by=None, waits=False):
    """An article that could be sent, or waits for a decision. Its writer was an expert when they began it."""
    return drafted(w.ground, by, waits=waits) if by else w.ground.standing("waiting" if waits else "draft")


def publish(ground, model, parent, *, by):
    """A new published page."""
    page = model(
        title="Artykuł ze świata", slug=f"swiat-{model.__name__}-{ground.place}-{by.pk}".lower(), owner=by,
        space=ground.space, audience=ground.audience,
    )  # fmt: skip
    parent.add_child(instance=page)
    page.save_revision(user=by).publish()
    return page


def drafted(ground, author, *, waits):
    """A new article that could be sent, or waits for a decision."""
    page = begin_article(by=author, title="Szkic ze świata", space=ground.space, language="pl")
    topic = Tag.objects.filter(space=None, merged_into=None).order_by("pk").first()
    written = Written(
        title=page.title, space=ground.space, audience=ground.audience, fields=SHEET, tags=(topic,),
        body=body_from_html("<p>Treść szkicu.</p>", page, by=author),
    )  # fmt: skip
    save_article(by=author, page=page, written=written, version=version_of(page.latest_revision))
    page.refresh_from_db()
    if waits:
        submit_article(by=author, page=page)
        page.refresh_from_db()
    return page


def furnish(ground):
    """Makes what another member has published and written in a place."""
    library, by = LibraryPage.objects.get(locale__language_code="pl"), ground.other
    plan = publish(ground, ImprovementPlanPage, library, by=by)
    for model, parent in ((ArticlePage, library), (RecommendationPage, plan)):
        ground.keep(model.__name__, publish(ground, model, parent, by=by))
    for name in ("draft", "waiting"):
        ground.keep(name, drafted(ground, by, waits=name == "waiting"))


def _seat(person, place):
    """Gives a person a seat in one of the cities, unless it is a visitor; returns the city."""
    city = City.objects.order_by("pk")[place]
    if person.is_authenticated:
        Seat.objects.create(person=person, city=city, edition=Edition.objects.first())
    return city


def _see(w):
    page = _published(w)
    return rules.may_read(w.viewer(), page), Try(page.url, shows="Artykuł ze świata")


def _see_pdf(w):
    page = _published(w)
    return found(rules.find_printable_for, w.viewer(), page.pk), Try(f"/biblioteka-pdf/{page.pk}/")


def _see_document(w, *, is_draft=False):
    document = PageDocument.objects.create(title="Plik", file=ContentFile(b"a;b\n", name="swiat.csv"))
    page = _draft(w) if is_draft else _published(w)
    page.body = [("document", document)]
    page.save() if is_draft else page.save_revision().publish()
    may = found(rules.find_document_for, w.viewer(), document.pk, document.filename)
    return may, Try(f"/dokumenty/{document.pk}/{document.filename}")


def _see_draft(w, *, by=None):
    page = _draft(w, by=by)
    return found(rules.find_written_page, w.viewer(), page.pk), Try(f"/pisz/{page.pk}/podglad/")


def _begin(w):
    viewer = w.viewer()
    may = rules.may_write(viewer) and rules.spaces_to_publish_in(viewer).filter(pk=w.space.pk).exists()
    return may, Try("/pisz/nowy/", {"title": "Nowy artykuł", "space": w.space.pk})


def _write(w, *, by=None, waits=False):
    page = _draft(w, by=by, waits=waits)
    typed = {
        "title": "Zmieniony tytuł", "space": w.space.pk, "audience": w.audience,
        "version": version_of(page.latest_revision),
    }  # fmt: skip
    return rules.may_edit(w.viewer(), page), Try(f"/pisz/{page.pk}/", typed)


def _own_text(w, door, data, *, by=None, waits=False):
    """A verb of whoever reads the drafts of a text."""
    page = _draft(w, by=by, waits=waits)
    return found(rules.find_written_page, w.viewer(), page.pk), Try(f"/pisz/{page.pk}/{door}/", data)


def _delete_published(w):
    page = _published(w, by=w.who)
    return False, Try(f"/pisz/{page.pk}/usun/", {})


def _decide(w, *, by=None):
    page = _draft(w, by=by, waits=True)
    typed = {"approve": "1", "version": version_of(page.latest_revision)}
    return rules.may_decide(w.viewer(), page), Try(f"/pisz/{page.pk}/decyzja/", typed)


def _answer_as_guest(w):
    token = invite_guest(by=w.other, page=_draft(w))
    return True, Try(f"/recenzja/{token}/", {"said": "agreed", "name": "Gość"})


def _record_step(w):
    viewer, page = w.viewer(), _published(w, RecommendationPage)
    may = found(rules.find_published_for, viewer, RecommendationPage, page.pk) and rules.may_record_steps(viewer, page)
    return may, Try(f"/zalecenie/{page.pk}/krok/", STEP)


def _lift(w, *, is_accepted=True):
    thread = w.thread()
    post = w.post(thread)
    if is_accepted:
        Thread.objects.filter(pk=thread.pk).update(accepted=post)
    post = Post.objects.select_related("thread__space").get(pk=post.pk)
    return rules.may_lift(w.viewer(), post), Try(f"/artykul-z-odpowiedzi/{post.pk}/", {"title": "Ze świata"})


def _of_city(w, model, door, data, *, seat="own"):
    """A verb of those with a seat: for the own city, for somebody else's, or without any."""
    page = _published(w) if model is ArticlePage else _published(w, RecommendationPage)
    city = _seat(w.who if seat == "own" else w.other, 0)
    if seat == "foreign":
        _seat(w.who, 1)
    viewer = w.viewer()
    sees = found(rules.find_published_for, viewer, model, page.pk)
    may = sees and rules.find_own_cities(viewer).filter(pk=city.pk).exists()
    return may, Try(door.format(page.pk), {**data, "miasto": city.slug})


def _confirm(w, seat="own"):
    return _of_city(w, RecommendationPage, "/zalecenie/{}/u-nas-tez/", {"text": "U nas to samo."}, seat=seat)


def _adopt(w, seat="own"):
    return _of_city(w, ArticlePage, "/praktyka/{}/", {"state": "considering"}, seat=seat)


LIBRARY = {
    "see-article": _see,
    "see-pdf": _see_pdf,
    "see-document": _see_document,
    "see-document-of-draft": lambda w: _see_document(w, is_draft=True),
    "see-article-draft": _see_draft,
    "see-own-article-draft": lambda w: _see_draft(w, by=w.who),
    "begin-article": _begin,
    "write-own": lambda w: _write(w, by=w.who),
    "write-other": _write,
    "write-own-waiting": lambda w: _write(w, by=w.who, waits=True),
    "submit-own": lambda w: _own_text(w, "wyslij", {}, by=w.who),
    "submit-other": lambda w: _own_text(w, "wyslij", {}),
    "take-back-own": lambda w: _own_text(w, "cofnij", {}, by=w.who, waits=True),
    "take-back-other": lambda w: _own_text(w, "cofnij", {}, waits=True),
    "delete-own-article": lambda w: _own_text(w, "usun", {}, by=w.who),
    "delete-other-article": lambda w: _own_text(w, "usun", {}),
    "delete-own-published": _delete_published,
    "comment-on-other": lambda w: _own_text(w, "uwagi", {"text": "Uwaga."}),
    "link-own": lambda w: _own_text(w, "link", {}, by=w.who),
    "link-other": lambda w: _own_text(w, "link", {}),
    "decide-article": _decide,
    "decide-own-article": lambda w: _decide(w, by=w.who),
    "answer-as-guest": _answer_as_guest,
    "lift-accepted": _lift,
    "lift-not-accepted": lambda w: _lift(w, is_accepted=False),
    "record-step": _record_step,
    "confirm-barrier": _confirm,
    "confirm-barrier-for-foreign-city": lambda w: _confirm(w, "foreign"),
    "confirm-barrier-without-seat": lambda w: _confirm(w, ""),
    "adopt": _adopt,
    "adopt-for-foreign-city": lambda w: _adopt(w, "foreign"),
    "adopt-without-seat": lambda w: _adopt(w, ""),
}
