"""Choosing posts of a thread, page by page, and making a thread of their own out of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.base.http import methods, signed_in
from community.base.languages import localised
from community.people.requests import MemberRequest
from forum import actions
from forum.facilitating_forms import SplitForm, numbers_in
from forum.models import Post, Thread, page_of
from forum.queries.facilitating import ChoicePage, choice_page, chosen_rows, what_splitting_means
from forum.views.facilitating import find_facilitated


@methods("GET", "POST")
@signed_in
def split(request: MemberRequest, thread_id: int) -> HttpResponse:
    """Shows the posts to choose from; which are chosen goes along from page to page. Asks again before it splits.

    Buttons say what is next: `strona` (another page), `od` (this post and all after it), `dalej` (what would follow),
    `podziel` (do it).
    """
    thread = find_facilitated(request, thread_id)
    if request.method != "POST":
        return _begin(request, thread)
    chosen = numbers_in(request.POST.getlist("wpis") + request.POST.getlist("inne"))
    if "podziel" in request.POST or "dalej" in request.POST:
        return _go_on(request, thread, chosen)
    form = SplitForm(initial=request.POST.dict())
    start = request.POST.get("od", "")
    page = choice_page(thread, _number(start or request.POST.get("strona", "1"), bool(start)))
    chosen |= _from(page, start)
    return _choose(request, thread, form, page, chosen)


def _begin(request: MemberRequest, thread: Thread) -> HttpResponse:
    """Shows the first page, or the one of the post from which on (`od`) all are chosen."""
    start = request.GET.get("od", "")
    page = choice_page(thread, _number(start or request.GET.get("strona", "1"), bool(start)))
    return _choose(request, thread, SplitForm(), page, _from(page, start))


def _choose(
    request: MemberRequest, thread: Thread, form: SplitForm, page: ChoicePage, chosen: set[int], why: str = ""
) -> HttpResponse:
    here = {row.number for row in page.rows}
    elsewhere = sorted(chosen & page.all_numbers - here)
    context = {
        "thread": thread, "form": form, "page": page, "chosen": chosen & here, "why": why,
        "elsewhere": ",".join(map(str, elsewhere)), "count": len(elsewhere) + len(chosen & here),
        "back": localised(thread.url),
    }  # fmt: skip
    return render(request, "forum/split.html", context, status=422 if why or form.errors else 200)


def _go_on(request: MemberRequest, thread: Thread, chosen: set[int]) -> HttpResponse:
    """Says what would follow, or does it; leads back to the choice with what is wrong."""
    form = SplitForm(request.POST)
    page = choice_page(thread, _number(request.POST.get("tu", "1"), False))
    why = "" if chosen & page.all_numbers else actions.NothingChosen().sentence
    if chosen - page.all_numbers:
        why = (actions.FirstChosen() if 1 in chosen else actions.ChosenChanged()).sentence
    if not form.is_valid() or (why and not _was_split(thread, form)):
        return _choose(request, thread, form, page, chosen, why)
    if "podziel" in request.POST:
        return _split(request, thread, form, chosen)
    rows = chosen_rows(Post.objects.filter(thread=thread, number__in=chosen).order_by("number"))
    context = {
        "thread": thread, "form": form, "rows": rows, "means": what_splitting_means(thread, chosen),
        "numbers": ",".join(map(str, sorted(chosen))), "here": page.number, "back": localised(thread.url),
    }  # fmt: skip
    return render(request, "forum/split_confirm.html", context)


def _split(request: MemberRequest, thread: Thread, form: SplitForm, chosen: set[int]) -> HttpResponse:
    new = actions.split_thread(by=request.user, thread=thread, numbers=chosen, **form.cleaned_data)
    messages.success(request, _("The posts stand in a thread of their own now. This is it."))
    return redirect(localised(new.url))


def _was_split(thread: Thread, form: SplitForm) -> bool:
    """Returns whether this very form has done its work already: sent twice, it leads to the same thread."""
    key = form.cleaned_data.get("key", "")
    return bool(key) and Thread.objects.filter(client_key=key, posts__moved_from__thread=thread).exists()


def _from(page: ChoicePage, typed: str) -> set[int]:
    first = numbers_in([typed])
    return {number for number in page.all_numbers if number >= min(first)} if first else set()


def _number(typed: str, is_post: bool) -> int:
    number = next(iter(numbers_in([typed])), 1)
    return page_of(number) if is_post else number
