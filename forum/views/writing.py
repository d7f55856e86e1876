"""What helps while one writes: the preview, the tools of the composer, and quotes."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from community.base.http import TEXT_LIMIT_BYTES, Refused, TextTooLarge, methods, signed_in, wants_json
from community.base.limits import too_many_of
from community.base.numbers import number_in
from community.people.requests import MemberRequest
from forum import actions
from forum.forms import LONGEST_TEXT, LONGEST_TITLE
from forum.models import Post
from forum.queries.quotes import Quote, quote_of
from forum.rules import find_post_for, may_edit, may_quote

PREVIEWS_A_MINUTE = 90
_TOOLS_FOR = 60 * 60


@methods("POST")
@signed_in
def preview(request: MemberRequest) -> HttpResponse:
    """Answers with a fragment: the text as it will be published."""
    if too_many_of(request.user.pk, "preview", most=PREVIEWS_A_MINUTE, seconds=60):
        raise Refused(_("The preview was asked for very often. Wait a moment; your text is safe."), status=429)
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode(errors="replace")) > TEXT_LIMIT_BYTES:
        raise TextTooLarge
    html = actions.preview_text(text[:LONGEST_TEXT], by=request.user, post=_edited(request))
    return render(request, "forum/_previewed.html", {"html": html})


def _edited(request: MemberRequest) -> Post | None:
    """Returns the post whose text is being changed, as a form says it (`post`): its files are shown, too."""
    post_id = number_in(request.POST.get("post"))
    post = find_post_for(request.user, post_id) if post_id is not None else None
    return post if post and may_edit(request.user, post) else None


@methods("GET")
@signed_in
def tools(request: MemberRequest) -> HttpResponse:
    """Answers with a fragment: the composer's buttons and words in the language of the page, the same for everybody."""
    context = {"longest_text": LONGEST_TEXT, "longest_title": LONGEST_TITLE}
    answer = render(request, "forum/_tools.html", context)
    patch_cache_control(answer, private=True, max_age=_TOOLS_FOR)
    return answer


@methods("GET")
@signed_in
def quote(request: MemberRequest, post_id: int) -> HttpResponse:
    """Answers a script with a post as a quote; leads others to the form of a reply, with the quote in it."""
    if not wants_json(request):
        return redirect(f"{reverse('reply', args=[find_post_for(request.user, post_id).thread_id])}?cytuj={post_id}")
    try:
        found = quoted(request, post_id)
    except Http404:
        return JsonResponse({"why": _gone()}, status=404)
    except Refused as refused:
        return JsonResponse({"why": refused.sentence}, status=refused.status)
    return JsonResponse(
        {
            "markdown": found.markdown,
            "head": found.head,
            "reply_to": found.post_id,
            "label": _("In reply to %(name)s, #%(number)d") % {"name": found.name, "number": found.number},
        }
    )


def quoted(request: MemberRequest, post_id: int) -> Quote:
    """Returns the quote of a post; raises Http404 when one may not see it, Refused when it is gone or closed."""
    post = find_post_for(request.user, post_id)
    if post.deleted_at:
        raise Refused(_gone(), status=410)
    if not may_quote(request.user, post):
        raise Refused(_("This thread is closed, so nothing can be added to it."), status=409)
    return quote_of(post)


def reply_target(request: HttpRequest, thread_id: int, post_id: int | None) -> Post | None:
    """Returns the post of this thread that a form says it replies to, None when it is not there any more."""
    if not post_id:
        return None
    rows = Post.objects.filter(pk=post_id, thread_id=thread_id, deleted_at=None)
    post = rows.select_related("thread", "author").first()
    return post if post and may_quote(request.user, post) else None


def _gone() -> str:
    return _("This post was deleted meanwhile, so it cannot be quoted. What you typed is still here.")
