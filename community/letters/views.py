"""The page of the link at the foot of a letter, and trying one's own address again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from community.base.addresses import address
from community.base.http import Refused, methods, page_before, signed_in
from community.base.languages import localised
from community.base.limits import too_many, too_many_of
from community.letters.actions.addresses import try_again
from community.letters.actions.stopping import pause_stream, restart_stream, stop_stream
from community.letters.forms import PAUSE, RESTART, USUAL_WEEKS, StopForm, is_one_click
from community.letters.queries.own_mail import stream_state
from community.letters.streams import streams
from community.letters.tokens import TokenExpired, TokenInvalid, read_stop_token
from community.people.models import Person
from community.people.requests import MemberRequest

_TEXT = "text/plain; charset=utf-8"
_PRESSES, _WITHIN = 30, 600
_TRIES, _IN_AN_HOUR = 5, 3600


@csrf_exempt
@methods("GET", "POST")
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Shows which letters a link stops, and stops, pauses or begins them again when a button is pressed.

    Opening it changes nothing: scanners open every link of a letter. The button of a mail program (RFC 8058) gets a
    line of text. Neither cookie nor session is asked or set, and there is no token against forged forms: who presses is
    whoever holds the link, and a forger who knew it could press by themselves.
    """
    try:
        person, stream = _meant(request, token)
    except _Over as over:
        return _link_over(request, over)
    if request.method == "POST" and is_one_click(request.POST):
        stop_stream(person=person, stream=stream, is_one_click=True)
        return _unseen(HttpResponse(_("Done: you get no more of these letters."), content_type=_TEXT))
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if too_many_of(person.pk, "letters", most=_PRESSES, seconds=_WITHIN):
            return _link_over(request, _too_many())
        _act(person, stream, form)
        return _unseen(redirect("stop_letters", token=token))
    state = stream_state(person, stream)
    context = {"state": state, "form": form, "settings_url": localised(state.settings_url)}
    return _unseen(render(request, "letters/stop.html", context, status=422 if form.errors else 200))


class _Over(Exception):
    """A link does nothing: the sentence that says why, and the status."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


def _too_many() -> _Over:
    return _Over(_("Too many attempts from here. Wait ten minutes and try again."), 429)


def _meant(request: HttpRequest, token: str) -> tuple[Person, str]:
    """Returns whose letters of which stream a link is about. Raises _Over."""
    try:
        meant = read_stop_token(token)
    except TokenExpired:
        raise _Over(_("This link is older than four months, so it changes nothing any more."), 410) from None
    except TokenInvalid:
        if too_many(request, "letters", most=_PRESSES, seconds=_WITHIN):
            raise _too_many() from None
        raise _Over(_("This link is not complete. Copy it whole from the letter."), 404) from None
    person = Person.objects.filter(pk=meant.person_id, is_active=True).first()
    if person is None or meant.stream not in streams:
        raise _Over(_("These letters do not go out any more: there is nothing to stop."), 410)
    return person, meant.stream


def _act(person: Person, stream: str, form: StopForm) -> None:
    chosen = form.cleaned_data
    if chosen["act"] == PAUSE:
        pause_stream(person=person, stream=stream, weeks=chosen["weeks"] or USUAL_WEEKS)
    elif chosen["act"] == RESTART:
        restart_stream(person=person, stream=stream)
    else:
        stop_stream(person=person, stream=stream)


def _link_over(request: HttpRequest, over: _Over) -> HttpResponse:
    """Returns the page of a link that does nothing, with the way to one's settings; it names nobody."""
    settings_url = next((localised(known.settings_url) for _name, known in streams.items()), address("profile_edit"))
    context = {"sentence": over.sentence, "settings_url": settings_url}
    return _unseen(render(request, "letters/link_over.html", context, status=over.status))


def _unseen(response: HttpResponse) -> HttpResponse:
    """Keeps a page whose address is a key out of caches, search engines and the next site's logs."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@methods("POST")
@signed_in
def try_address_again(request: MemberRequest) -> HttpResponse:
    """Takes letters to one's own address up again, when a mail server had refused them."""
    if too_many_of(request.user.pk, "try_address", most=_TRIES, seconds=_IN_AN_HOUR):
        raise Refused(
            _("You have tried it several times in an hour. Wait a little, or change the address."), status=429
        )
    if try_again(request.user):
        messages.success(request, _("We try again: the next letter goes to your address."))
    else:
        messages.info(request, _("Letters go to your address already."))
    return redirect(page_before(request) or "profile_edit")
