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
