"""Wagtail's admin: every one of its doors is for editors; visitors sign in first, others are refused in words."""

import pytest
from csp.constants import HEADER
from django.urls import NoReverseMatch, reverse

from resources.cms import gate

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
EXAMPLES = {
    "str": 1, "slug": "a", "int": 1, "uuid": "00000000-0000-0000-0000-000000000000", "path": "a", "unquote": "a",
}  # fmt: skip


def paths(patterns, before="/cms/"):
    """Yields an address for every pattern of the admin, with an example of each object."""
    for pattern in patterns:
        route = str(pattern.pattern)
        converters = pattern.pattern.converters
        if route.startswith("^"):
            if not hasattr(pattern, "url_patterns"):
                yield f"{before}no-such-address/"
            continue
        for name, converter in converters.items():
            kind = next((kind for kind in EXAMPLES if kind in type(converter).__name__.lower()), "int")
            route = route.replace(f"<{kind}:{name}>", str(EXAMPLES[kind])).replace(f"<{name}>", "a")
        if hasattr(pattern, "url_patterns"):
            yield from paths(pattern.url_patterns, before + route)
        elif "<" not in route:
            yield before + route


PATHS = sorted(set(paths(gate.urlpatterns)) - {"/cms/login/", "/cms/logout/"})
CLOSED = [
    "/cms/users/", "/cms/users/1/", "/cms/groups/new/", "/cms/sites/", "/cms/locales/", "/cms/password_reset/",
    "/cms/tag-autocomplete/", "/cms/failwhale/", "/cms/pages/1/privacy/", "/cms/collections/1/privacy/",
    "/cms/bulk/resources/picture/add_tags/",
]  # fmt: skip


def test_there_are_many_doors():
    assert len(PATHS) > 150


def test_every_door_sends_a_visitor_to_sign_in_and_back(as_):
    browser = as_()
    answers = {path: browser.get(path) for path in PATHS}
    wrong = {path: a.status_code for path, a in answers.items() if "/konto/login/?next=" not in a.get("Location", "")}
    assert wrong == {}


def test_every_door_refuses_people_who_are_no_editors_in_words(as_, maria):
    browser = as_(maria)
    answers = {path: browser.get(path) for path in PATHS}
    assert {path: a.status_code for path, a in answers.items() if a.status_code != 403} == {}
    assert {path for path, a in answers.items() if 'class="lede"' not in a.content.decode()} == set()


def test_pressed_doors_refuse_too(as_, anna):
    assert {as_(anna).post(path, {}).status_code for path in PATHS[:40]} == {403}


@pytest.mark.parametrize("path", CLOSED)
def test_what_goes_around_our_rules_is_closed_for_editors_too(path, as_, editor):
    assert [as_(editor).get(path).status_code, as_(editor).post(path, {}).status_code] == [403, 403]


def test_no_door_breaks_for_an_editor(as_, editor, pictures_there):
    browser = as_(editor)
    statuses = {path: browser.get(path).status_code for path in PATHS if "logout" not in path}
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


def test_signing_in_is_done_on_our_page(as_):
    assert as_().get("/cms/login/?next=/cms/")["Location"] == "/konto/login/?next=/cms/"
    assert as_().get("/cms/logout/")["Location"] == "/konto/logout/"


def test_editor_sees_lists_of_every_type_in_polish(as_, editor):
    home = as_(editor).get("/cms/")
    assert (home.status_code, 'lang="pl"' in home.content.decode()) == (200, True)
    for name in ("articles", "action_plans", "improvement_plans", "recommendations"):
        page = as_(editor).get(reverse(f"{name}:index"))
        assert (name, page.status_code) == (name, 200)


def test_list_can_be_narrowed_and_searched(as_, editor, article):
    html = as_(editor).get(f"/cms/articles/?space={article.space_id}&audience=public&q=ogród").content.decode()
    assert article.title in html
    assert article.title not in as_(editor).get("/cms/articles/?audience=members").content.decode()


def test_no_menu_leads_to_what_is_closed(as_, editor):
    html = as_(editor).get("/cms/").content.decode()
    assert [path for path in ("/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/locales/") if path in html] == []


def test_account_offers_language_and_look_only(as_, editor):
    html = as_(editor).get("/cms/account/").content.decode()
    fields = ("name_email", "avatar", "password", "notifications")
    assert [name for name in fields if f'name="{name}-' in html] == []
    assert 'name="locale-preferred_language"' in html


def test_there_is_no_public_api():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi:pages:listing")


def test_pages_of_the_admin_may_do_what_it_needs_and_ours_may_not(as_, editor):
    told = as_(editor).get("/cms/")
    assert "script-src 'self' 'unsafe-inline'" in told[HEADER]
    assert "frame-ancestors 'self'" in told[HEADER]
    assert told["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'self'" in as_(editor).get("/biblioteka/ogrod/")[HEADER].split("; ")
