"""Who could answer a question: suggestions, and asking somebody with one press."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in
from community.base.languages import localised
from community.base.numbers import number_in
from community.people.requests import MemberRequest
from community.spaces.rules import Viewer
from forum import actions
from forum.models import Thread
from forum.queries.answerers import who_can_answer
from forum.rules import find_question_to_spread_for, is_in_charge, may_ask_people


@methods("GET", "POST")
@signed_in
def who(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Suggests a few people who could answer, and asks the one that was pressed (`person`, an id)."""
    thread = find_question_to_spread_for(request.user, thread_id)
    if request.method == "POST":
        asked = actions.ask_person(by=request.user, thread=thread, person_id=_person_id(request))
        messages.success(request, _("%(name)s is asked, here and by mail.") % {"name": asked.name})
        return redirect("who_can_answer", thread_id=thread.pk)
    context = {
        "thread": thread,
        "thread_url": localised(thread.url),
        "page": who_can_answer(request.user, thread),
        "for_somebody": is_in_charge(request.user, thread),
    }
    return render(request, "forum/who_can_answer.html", context)


def address_after_asking(viewer: Viewer, thread: Thread) -> str:
    """Returns where one goes on after starting a thread: whom to ask, when there is anybody; else the thread."""
    if may_ask_people(viewer, thread) and not who_can_answer(viewer, thread).is_empty:
        return reverse("who_can_answer", args=[thread.pk])
    return localised(thread.url)


def _person_id(request: MemberRequest) -> int:
    person_id = number_in(request.POST.get("person"))
    if person_id is None:
        raise Http404(_("There is no such person here, or the account was closed."))
    return person_id
