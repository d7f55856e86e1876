"""The same frames over HTTP, for browsers whose network lets no socket through; and the gauges."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from community.base.http import methods
from community.live import frames, sentences
from community.live.gauges import registry
from community.live.kinds import Happening, View
from community.live.limits import MOST_BEHIND
from community.live.queries import events_after, heads_of
from community.live.store import readers_of
from community.live.words import words_now

_HIGHEST = 2**63
_FOR_EVER = 31536000


@methods("GET")
def stream(request: HttpRequest, key: str) -> HttpResponse:
    """Answers with the events of a stream beyond `since`, as frames, after its rule has said yes; 404 otherwise."""
    since = _number(request.GET.get("since", ""))
    if since is None:
        return _answer({"why": sentences.no_number()}, status=400)
    person_id: int | None = request.user.pk if request.user.is_authenticated else None
    readers = readers_of(key, [person_id] if person_id else [])
    if not (person_id in readers.people if person_id else readers.visitors):
        return _answer({"why": sentences.no_such_stream()}, status=404)
    head = heads_of([key])[key]
    happenings = events_after(key, since, limit=MOST_BEHIND + 1) if 0 <= since <= head else []
    if not _is_whole(happenings, since, head):
        return _answer({"n": head, "reset": True})
    view = View(get_language() or settings.LANGUAGE_CODE, person_id is not None)
    shown = frames.render(key, happenings, view) if happenings else []
    found = [frames.event(key, *pair, view) for pair in zip(happenings, shown, strict=True)]
    return _answer({"n": happenings[-1].seq if happenings else head, "frames": found})


@methods("GET")
def words(request: HttpRequest, version: str) -> HttpResponse:
    """Answers with the words of the elements as they are now; who asks for these by their sign keeps them for ever."""
    now, html = words_now()
    answer = HttpResponse(html)
    kept = {"public": True, "max_age": _FOR_EVER, "immutable": True} if version == now else {"no_store": True}
    patch_cache_control(answer, **kept)
    return answer


@methods("GET")
def metrics(request: HttpRequest) -> HttpResponse:
    """Answers with the gauges of this process in Prometheus' text format, to who knows METRICS_TOKEN."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN:
        return HttpResponse("no such page\n", status=404, content_type="text/plain")
    if not constant_time_compare(given, settings.METRICS_TOKEN):
        return HttpResponse("not for you\n", status=401, content_type="text/plain")
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_whole(happenings: Sequence[Happening], since: int, head: int) -> bool:
    """Returns whether the events follow on `since` without a hole (pruned ones leave one) and are not too many."""
    if len(happenings) > MOST_BEHIND or not 0 <= since <= head:
        return False
    if not happenings:
        return since == head
    return happenings[0].seq == since + 1


def _number(text: str) -> int | None:
    try:
        number = int(text) if len(text) <= 20 and text.isascii() else None
    except ValueError:
        return None
    return number if number is None or -_HIGHEST < number < _HIGHEST else None


def _answer(content: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "private, no-store"})
