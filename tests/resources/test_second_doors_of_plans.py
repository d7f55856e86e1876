"""Plans and recommendations that are not for everybody: nobody else meets them behind any door, nor counts them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.spaces.models import City, Membership
from community.tags.models import Tag
from resources.actions.following_up import record_step
from resources.actions.listing import relist_page
from resources.models import ActionPlanPage, Case, ImprovementPlanPage, RecommendationPage
from tests.resources.second_doors import OF_THE_THREAD, SECRET, TITLE, lists, met, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
KINDS = [ActionPlanPage, ImprovementPlanPage, RecommendationPage]


@pytest.fixture(params=["closed", "network"])
def place(request, closed, zielona):
    return closed if request.param == "closed" else zielona


@pytest.fixture()
def member(place):
    return Membership.objects.filter(space=place, role="member").order_by("pk").first().person


@pytest.fixture()
def secret(publish, place, member, maria):
    """Returns a function: a page of a kind, for members of the place, with all that could tell of it."""

    def made(model):
        common = {
            "owner": member, "space": place, "audience": "members", "summary": f"Wszystko o {SECRET}.",
            "tags": [Tag.objects.order_by("pk").first()], "cities": [City.objects.get(slug="raciborz")],
        }  # fmt: skip
        if model is not RecommendationPage:
            return publish(model=model, title=TITLE, slug=SECRET, **common)
        plan = publish(model=ImprovementPlanPage, title="Plan zamknięty", slug="plan-zamkniety", **common)
        barrier = f"<p>Nie rośnie {SECRET}.</p>"
        page = publish(model=model, parent=plan, title=TITLE, slug=SECRET, barrier=barrier, **common)
        record_step(by=maria, page=page, status="sent", at=timezone.localdate(), note=f"Rośnie {SECRET}.")
        city = City.objects.get(slug="raciborz")
        Case.objects.create(key=page.translation_key, city=city, text=f"Tu rośnie {SECRET}.", author=member)
        relist_page(page)
        return page

    return made


@pytest.mark.parametrize("model", KINDS)
def test_others_meet_it_nowhere_and_members_do(model, as_, olaf, member, secret):
    page = secret(model)
    assert (met(as_(), page), met(as_(olaf), page)) == (set(), set())
    assert {"page", "search", "library", "tag"} - met(as_(member), page) == set()


@pytest.mark.parametrize("model", KINDS)
def test_page_taken_back_leaves_its_closed_thread(model, as_, olaf, member, secret):
    page = secret(model)
    page.unpublish()
    people = Membership.objects.filter(space=page.space, role="member").exclude(person=member)
    insider = people.order_by("pk").last().person
    assert [met(as_(who), page) - OF_THE_THREAD for who in (None, olaf, insider)] == [set(), set(), set()]


@pytest.mark.parametrize("model", KINDS)
def test_draft_shows_behind_no_door(model, as_, olaf, anna, jan, publish, zielona):
    parent = publish(owner=anna, model=ImprovementPlanPage, slug="plan", title="Plan", space=zielona, audience="public")
    parents = {"parent": parent} if model is RecommendationPage else {}
    page = publish(owner=anna, draft=True, model=model, title=TITLE, slug=SECRET, space=zielona, **parents)
    assert [met(as_(who), page) for who in (None, olaf, jan)] == [set(), set(), set()]


def test_lists_and_numbers_are_the_same_with_and_without_it(as_, olaf, member, place, secret):
    """Existence: a count that grows says as much as a title."""
    tag = Tag.objects.order_by("pk").first()
    names = lists(place.slug, tag.slug, "raciborz", member.slug)

    def seen():
        return {
            (who and who.slug, name): words_of(as_(who).get(path))
            for who in (None, olaf)
            for name, path in names.items()
        }

    before = seen()
    for model in (ActionPlanPage, RecommendationPage):
        secret(model)
    after = seen()
    assert [key for key in before if before[key] != after[key]] == []


def test_open_plan_neither_names_nor_counts_its_closed_recommendation(as_, olaf, anna, publish, zielona):
    common = {"owner": anna, "space": zielona}
    plan = publish(model=ImprovementPlanPage, title="Otwarty plan", slug="plan", audience="public", **common)
    publish(model=RecommendationPage, parent=plan, title="Jawna", slug="jawna", audience="public", **common)
    before = [words_of(as_(who).get("/biblioteka/plan/")) for who in (None, olaf)]
    publish(model=RecommendationPage, parent=plan, title=TITLE, slug=SECRET, audience="members", **common)
    assert [words_of(as_(who).get("/biblioteka/plan/")) for who in (None, olaf)] == before
    assert SECRET in as_(anna).get("/biblioteka/plan/").content.decode()


def test_printed_plan_holds_no_closed_recommendation(client, anna, publish, zielona):
    from resources.queries.printed import document_of

    common = {"owner": anna, "space": zielona}
    plan = publish(model=ImprovementPlanPage, title="Otwarty plan", slug="plan", audience="public", **common)
    publish(model=RecommendationPage, parent=plan, title=TITLE, slug=SECRET, audience="members", **common)
    assert client.get(reverse("printout", args=[plan.pk])).status_code == 200
    assert SECRET not in document_of(plan).html
