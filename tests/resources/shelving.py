"""Publishing pages for tests, and listing many at once without writing them."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale

from community.catalogue.models import Entry, EntryTrait
from resources.models import ArticlePage, ImprovementPlanPage, LibraryPage, RecommendationPage

_numbers = count(1)


def publish(page, *, parent=None, tags=(), networks=(), cities=(), practices=()):
    """Publishes a page that is there already or put below its parent, and returns it."""
    page.tags, page.networks, page.cities = list(tags), list(networks), list(cities)
    if practices:
        page.practices = list(practices)
    if page.pk is None:
        (parent or LibraryPage.objects.get(locale=Locale.get_default())).add_child(instance=page)
    page.save_revision(user=page.owner).publish()
    return page


def article(owner, space, title, *, body=(), audience="public", summary="Krótko o tym.", **given):
    """Publishes an article and returns it; `body` are pairs of a block's type and raw value."""
    relations = {name: given.pop(name) for name in ("tags", "networks", "cities") if name in given}
    page = ArticlePage(
        title=title, slug=_slug(title), summary=summary, owner=owner, space=space, audience=audience, body=_body(body),
        **given,
    )  # fmt: skip
    return publish(page, **relations)


def recommendation(owner, space, title, *, practices=(), audience="public"):
    """Publishes a recommendation under a plan of its own, and returns it."""
    common = {"summary": "Krótko o tym.", "owner": owner, "space": space, "audience": audience}
    plan = publish(ImprovementPlanPage(title=f"Plan: {title}", slug=_slug(f"plan {title}"), **common))
    page = RecommendationPage(title=title, slug=_slug(title), barrier="<p>Bariera.</p>", **common)
    return publish(page, parent=plan, practices=practices)


def listed(number, space, *, kind="article", audience="public", traits=(), author=None, days=0):
    """Lists something of the library without writing it, older by days, and returns its entry."""
    at = timezone.now() - timedelta(days=days)
    entry = Entry.objects.create(
        kind=kind, subject_id=9_000_000 + number, title=f"Tekst {number}", url=f"/biblioteka/tekst-{number}/",
        author=author, space=space, audience=audience, published_at=at, last_activity_at=at,
        year=timezone.localtime(at).year,
    )  # fmt: skip
    pairs = {("network", space.slug), ("language", "pl"), *traits}
    EntryTrait.objects.bulk_create(EntryTrait(entry=entry, facet=facet, value=value) for facet, value in pairs)
    return entry


def _body(blocks):
    raw = [{"type": kind, "id": str(uuid.uuid4()), "value": value} for kind, value in blocks]
    return ArticlePage.body.field.stream_block.to_python(raw)


def _slug(title):
    return f"{slugify(title)[:40]}-{next(_numbers)}"
