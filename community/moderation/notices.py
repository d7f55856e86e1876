"""What the notifications about reports and decisions say, from current rows. Three queries each at most."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from community.moderation.models import Decision, Report, Verb
from community.moderation.rules import may_decide, may_read
from community.moderation.subjects import subjects_of
from community.notifications.kinds import Told
from community.people.models import Person
from community.spaces.rules import standing_of

# A sentence with the title, and one without for who may no longer read where the text stands.
Said = tuple[str, str]


def tell_report(person: Person, report_ids: Sequence[int]) -> dict[int, Told]:
    """Somebody reported something where the person decides."""
    rows = list(Report.objects.filter(pk__in=report_ids))
    subjects = subjects_of([(row.kind, row.subject_id) for row in rows])
    told = {}
    for row in rows:
        subject = subjects.get((row.kind, row.subject_id))
        if subject and may_decide(person, subject):
            sentence = _("Somebody reported a text in “%(title)s”") % {"title": subject.title}
            address = f"{subject.space.url}zgloszenia/{row.kind}/{row.subject_id}/"
            told[row.pk] = Told(sentence, address, about=f"report:{row.kind}:{row.subject_id}")
    return told


def tell_decided(person: Person, decision_ids: Sequence[int]) -> dict[int, Told]:
    """A facilitator decided about the person's text, or about what the person reported."""
    return _tell(person, decision_ids, lambda row: _decided(row, is_author=row.author_id == person.pk))


def tell_appeal(person: Person, decision_ids: Sequence[int]) -> dict[int, Told]:
    """An author asks for another look where the person may answer."""
    standing = standing_of(person)
    said = (
        _("Please look again: an author disagrees with a decision about “%(title)s”"),
        _("Please look again: an author disagrees with a decision"),
    )
    return _tell(person, decision_ids, lambda row: said if standing.leads(row.space_id) else None)


def tell_answered(person: Person, decision_ids: Sequence[int]) -> dict[int, Told]:
    """A decision about the person's text was looked at again, and stands."""
    said = (
        _("Your text in “%(title)s” was looked at again: the decision stands"),
        _("Your text was looked at again: the decision stands"),
    )
    return _tell(person, decision_ids, lambda row: said if row.author_id == person.pk else None)


def _decided(row: Decision, *, is_author: bool) -> Said | None:
    if not is_author:
        return _("Your report about “%(title)s” was looked at"), _("Your report was looked at")
    return {
        Verb.HIDDEN.value: (
            _("A facilitator hid your text in “%(title)s” and says why"), _("A facilitator hid your text and says why")
        ),
        Verb.RESTORED.value: (_("Your text in “%(title)s” is shown again"), _("Your text is shown again")),
    }.get(row.verb)  # fmt: skip


def _tell(person: Person, decision_ids: Sequence[int], words: Callable[[Decision], Said | None]) -> dict[int, Told]:
    rows = list(Decision.objects.filter(pk__in=decision_ids))
    subjects = subjects_of([(row.kind, row.subject_id) for row in rows])
    told = {}
    for row in rows:
        if said := words(row):
            subject = subjects.get((row.kind, row.subject_id))
            reads = subject and may_read(person, subject)
            sentence = said[0] % {"title": subject.title} if subject and reads else said[1]
            told[row.pk] = Told(sentence, f"/decyzje/{row.pk}/", about=f"decision:{row.pk}")
    return told
