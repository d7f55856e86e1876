"""Publishing pages of the library in tests."""

from itertools import count

from wagtail.models import Locale

from community.spaces.models import Membership, Role
from resources.models import ActionPlanPage, ImprovementPlanPage, LibraryPage, RecommendationPage

_numbers = count(1)


def published(page, *, parent=None):
    """Publishes a page under the library, or under another page, and returns it."""
    (parent or LibraryPage.objects.get(locale=Locale.get_default())).add_child(instance=page)
    page.save_revision(user=page.owner).publish()
    page.refresh_from_db()
    return page


def improvement_plan(author, space, **given):
    """Publishes an improvement plan without recommendations."""
    said = {"title": "Plan Ulepszeń w próbie", "slug": f"plan-{next(_numbers)}", "summary": "Próba."}
    return published(ImprovementPlanPage(owner=author, space=space, **said | given))


def recommendation(plan, **given):
    """Publishes a recommendation in a plan."""
    number = next(_numbers)
    said = {"title": f"Rekomendacja {number}", "slug": f"rekomendacja-{number}", "summary": "Próba."}
    return published(RecommendationPage(owner=plan.owner, space=plan.space, **said | given), parent=plan)


def recorder(page):
    """Returns somebody who adds to the history of a recommendation: a facilitator of its network."""
    return Membership.objects.filter(space=page.space, role=Role.FACILITATOR).order_by("pk").first().person


def action_plan(author, space, **given):
    """Publishes an action plan; rows are given by the name of their relation."""
    relations = {name: given.pop(name) for name in list(given) if isinstance(given[name], list)}
    said = {"title": "Plan w próbie", "slug": f"mid-{next(_numbers)}", "summary": "Próba."}
    page = ActionPlanPage(owner=author, space=space, **said | given)
    for name, rows in relations.items():
        setattr(page, name, rows)
    return published(page)
