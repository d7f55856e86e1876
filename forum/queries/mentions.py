"""How many people a text may tell by mentioning them, and what is said when it would tell more."""

import re

from django.utils.translation import gettext as _

from community.base.letters import fold
from community.base.markup import mention_candidates
from community.people.models import Person

MOST_MENTIONED = 20
_EVERYBODY = re.compile(r"(?<![\w@/.])@(wszyscy|wszystkich|everyone|everybody|all|channel|here)\b", re.IGNORECASE)


def fault_of_mentions(text: str) -> str:
    """Returns why a text's mentions cannot be sent: too many people, or "everybody"; empty when they can.

    One query where a text names more than 20 people or so, none otherwise.
    """
    if "@" not in text:
        return ""
    everybody = _EVERYBODY.search(fold(text))
    if everybody and not Person.objects.filter(slug=everybody[1]).exists():
        said = _("“@%(word)s” tells nobody: who follows this place is told anyway. Take out the @ and send it again.")
        return said % {"word": everybody[1]}
    candidates = mention_candidates(text)
    if len(candidates) <= MOST_MENTIONED:
        return ""
    known = Person.objects.filter(slug__in=list(candidates)[:2000], is_active=True).count()
    if known <= MOST_MENTIONED:
        return ""
    said = _("You mention %(count)d people, and one text can tell %(most)d. Mention fewer; who follows is told anyway.")
    return said % {"count": known, "most": MOST_MENTIONED}
