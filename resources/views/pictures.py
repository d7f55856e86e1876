"""The door by which the editor's pictures come in."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from community.base.http import Refused, methods, signed_in
from community.files.names import clean_alt
from community.people.requests import MemberRequest
from resources.actions.pictures import add_picture
from resources.rendering import shown
from resources.rules import may_write


@methods("POST")
@signed_in
def upload(request: MemberRequest) -> HttpResponse:
    """Takes one picture (`file`, with `alt`) and answers with its number and address, 201; else {"why"} 422/413/429."""
    if not may_write(request.user):
        return _refused(Refused(_("Only who writes articles adds pictures here.")))
    given = request.FILES.getlist("file")
    if len(given) != 1:
        return _refused(Refused(_("Choose one picture first."), status=422))
    alt = str(request.POST.get("alt", ""))
    try:
        picture = add_picture(by=request.user, upload=given[0], alt=alt)
    except Refused as refused:
        return _refused(refused)
    size = shown(picture, "")
    assert size is not None
    told = {"id": picture.pk, "src": size.src, "width": size.width, "height": size.height, "alt": clean_alt(alt)}
    return JsonResponse(told, status=201)


def _refused(refused: Refused) -> JsonResponse:
    return JsonResponse({"why": refused.sentence}, status=refused.status)
