"""The policy of contents: the same on every answer, unless a view says otherwise."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from django.http import HttpResponse
from django.test import RequestFactory

from community.base.middleware import PolicyMiddleware


def answered(view):
    return PolicyMiddleware(view)(RequestFactory().get("/"))


def plain(_request):
    return HttpResponse("page")


def test_answers_have_the_policy_and_nothing_inline():
    policies = {answered(plain)[HEADER] for _ in range(3)}
    assert len(policies) == 1
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policies.pop().split("; "))


def answered_at(path, view):
    return PolicyMiddleware(view)(RequestFactory().get(path))


def test_the_admin_alone_writes_scripts_inline_and_shows_frames_of_its_own():
    told = answered_at("/cms/pages/", plain)
    policy = set(told[HEADER].split("; "))
    assert {"default-src 'none'", "script-src 'self' 'unsafe-inline'", "frame-ancestors 'self'"} <= policy
    assert (told["X-Frame-Options"], "X-Frame-Options" in answered(plain)) == ("SAMEORIGIN", False)
    assert "'unsafe-inline'" not in answered_at("/cmsy/", plain)[HEADER]


def test_a_page_that_the_admin_previews_may_stand_in_its_frame():
    inside = answered(plain)
    preview = answered_at("/cms/pages/1/edit/preview/", lambda _request: inside)
    assert preview[HEADER] == answered_at("/cms/", plain)[HEADER]


def test_a_policy_of_its_own_stays_in_the_admin_too():
    sandbox = HttpResponse(headers={HEADER: "sandbox"})
    assert answered_at("/cms/documents/1/", lambda _request: sandbox)[HEADER] == "sandbox"


def test_djangos_page_about_a_fault_is_not_spoiled_while_developing(settings):
    settings.DEBUG = True
    assert HEADER not in answered(lambda _request: HttpResponse(status=500))
    assert HEADER in answered(plain)


def test_policy_that_an_answer_brings_stays():
    assert answered(lambda _request: HttpResponse(headers={HEADER: "sandbox"}))[HEADER] == "sandbox"


@pytest.mark.parametrize(("decorate", "wanted"), [(csp_exempt(), None), (csp_update({"img-src": ["*"]}), "data: *")])
def test_what_a_view_says_of_its_policy_holds(decorate, wanted):
    policy = answered(decorate(plain)).get(HEADER)
    assert policy is None if wanted is None else wanted in policy
    assert HEADER in answered(plain)
