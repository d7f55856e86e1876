"""Files sent along with a form where no script uploads them: they become lines at the end of its text."""

from dataclasses import dataclass, field

from django.http import QueryDict

from community.files.actions import attach_all
from community.people.requests import MemberRequest


@dataclass(frozen=True)
class Sent:
    """What a form sent: `data` with the files' lines in its text, and why some files were refused.

    `stays`: the form is shown again, because one pressed "attach" only, or a file was refused.
    """

    data: QueryDict
    refusals: list[str] = field(default_factory=list)
    stays: bool = False

    @property
    def initial(self) -> dict[str, str]:
        """Returns the fields to show again; what was typed and ticked under one name becomes one line."""
        return {name: ", ".join(map(str, values)) for name, values in self.data.lists()}


def take_files(request: MemberRequest, template: str = "") -> Sent:
    """Stores the files that came with a form and returns what it sent, with `template` when the form asks for it."""
    wants_template = bool(template) and "wzor" in request.POST
    stays, uploads = "attach" in request.POST or "wzor" in request.POST, request.FILES.getlist("files")
    if not (uploads or wants_template):
        return Sent(request.POST, stays=stays)
    lines, refusals = attach_all(owner=request.user, uploads=uploads) if uploads else ([], [])
    parts = [request.POST.get("text", "").rstrip(), template if wants_template else "", "\n\n".join(lines)]
    data = request.POST.copy()
    data["text"] = "\n\n".join(part for part in parts if part)
    return Sent(data, refusals, stays or bool(refusals))
