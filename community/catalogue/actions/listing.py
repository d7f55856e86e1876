"""Listing things in the catalogue. Called by the actions of the apps that own the things, inside their transaction."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.base.language import forms_of, normal
from community.base.letters import fold
from community.catalogue import engine
from community.catalogue.actions.relating import relate_later
from community.catalogue.engine.indexing import lemmas_in, passage_words, title_words
from community.catalogue.engine.terms import Words
from community.catalogue.models import Entry, EntryTag, EntryTrait, KnownForm, KnownLemma, Passage, Related

FIRST = 1
_CHUNK = 500
_LONGEST = 64


@dataclass(frozen=True)
class Listing:
    """What the catalogue needs to know of a subject. `url` carries no language prefix.

    `moves` is False for what is there rather than happens (a city, a person): it is found, but never “the latest”.
    `traits` are pairs of a facet and a value that the owning app narrows its lists by. `about_id`: the entry of which
    this is the discussion. `other_…`: what it is called, where it is and what it says in its other language, for those
    who may read the one; empty where there is no other.
    """

    title: str
    url: str
    audience: str
    published_at: datetime
    last_activity_at: datetime
    space_id: int | None = None
    author_id: int | None = None
    city_id: int | None = None
    summary: str = ""
    language: str = "pl"
    other_language: str = ""
    other_title: str = ""
    other_url: str = ""
    other_summary: str = ""
    about_id: int | None = None
    replies: int = 0
    is_solved: bool = False
    is_outdated: bool = False
    is_duplicate: bool = False
    moves: bool = True
    tag_ids: tuple[int, ...] = ()
    traits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Text:
    """A stretch of plain text of an entry. Number 1 is its opening; `anchor` (“?strona=2#p25”) leads to its place.

    `language` where it is not the entry's.
    """

    number: int
    text: str
    at: datetime
    anchor: str = ""
    author_id: int | None = None
    language: str = ""


def list_entry(kind: str, subject_id: int, listing: Listing) -> Entry:
    """Creates or brings up to date the entry of a subject, with its tags, and returns it.

    Texts are listed on their own by `list_texts`; those already there follow a changed title at once.
    """
    year = timezone.localtime(listing.published_at).year if listing.moves else 0
    columns = {**asdict(listing), "is_listed": True, "year": year}
    tag_ids, traits = set(columns.pop("tag_ids")), set(columns.pop("traits"))
    entry, is_new = Entry.objects.select_for_update(no_key=True).get_or_create(
        kind=kind, subject_id=subject_id, defaults=columns
    )
    was = (entry.title, entry.language)
    changed = [name for name, value in columns.items() if getattr(entry, name) != value]
    if changed:
        for name in changed:
            setattr(entry, name, columns[name])
        entry.save(update_fields=changed)
    _set_traits(entry, traits, is_new=is_new)
    is_retagged = _set_tags(entry, tag_ids, is_new=is_new)
    if is_retagged or was != (entry.title, entry.language):
        _retitle(entry, tag_ids)
    if entry.moves and (is_new or is_retagged or {"is_listed", "audience"} & set(changed) or was[0] != entry.title):
        relate_later(entry.pk)
    return entry


def list_texts(entry: Entry, texts: Iterable[Text]) -> None:
    """Makes these texts of an entry findable, in place of what stood under their numbers. Others stay."""
    rows = list(texts)
    if not rows:
        return
    passages = Passage.objects.bulk_create(
        [_passage(entry, text) for text in rows],
        update_conflicts=True,
        unique_fields=["entry", "number"],
        update_fields=["anchor", "author", "at", "language", "text"],
    )
    if any(passage.pk is None for passage in passages):  # an engine that does not return the ids of updated rows
        raise AssertionError("The database returned no ids.")
    tag_ids = _tag_ids(entry)
    engine.write([(passage.pk, _words(entry, passage, tag_ids)) for passage in passages])
    learn([entry.title, *(passage.text for passage in passages)])


def replace_texts(entry: Entry, texts: Iterable[Text]) -> None:
    """Makes exactly these texts of an entry findable; what stood under other numbers is found no more."""
    rows = list(texts)
    list_texts(entry, rows)
    gone = Passage.objects.filter(entry=entry).exclude(number__in=[text.number for text in rows])
    _erase(list(gone.values_list("pk", flat=True)))


def withdraw_text(entry: Entry, number: int) -> None:
    """Takes one text of an entry off the catalogue."""
    withdraw_texts(entry, [number])


def withdraw_texts(entry: Entry, numbers: Collection[int]) -> None:
    """Takes the texts of these numbers off the catalogue."""
    _erase(list(Passage.objects.filter(entry=entry, number__in=numbers).values_list("pk", flat=True)))


def rename_subject(kind: str, subject_id: int, *, to: int) -> None:
    """Makes the entry of a subject that of another one of its kind, which must have none: who follows, keeps or has

    read it goes along. One query; what the entry says is brought up to date by `list_entry`.
    """
    Entry.objects.filter(kind=kind, subject_id=subject_id).update(subject_id=to)


@transaction.atomic
def withdraw_entry(kind: str, subject_id: int) -> None:
    """Takes a subject off the catalogue, with its texts: it is found nowhere. Who follows or keeps it still does,

    should it be listed again.
    """
    entries = Entry.objects.filter(kind=kind, subject_id=subject_id)
    entries.update(is_listed=False)
    engine.one_by_one("relatives")
    Related.objects.filter(Q(entry__in=entries) | Q(other__in=entries)).delete()
    passages = Passage.objects.filter(entry__kind=kind, entry__subject_id=subject_id)
    _erase(list(passages.values_list("pk", flat=True)))


def learn(texts: Iterable[str]) -> None:
    """Remembers the lemmas of these texts, and their forms as one types them without Polish letters."""
    lemmas = {lemma.lower()[:_LONGEST]: lemma for lemma in sorted(lemmas_in(texts))}
    new = sorted(set(lemmas) - _known(sorted(lemmas)))
    if not new:
        return
    engine.one_by_one("vocabulary")
    KnownLemma.objects.bulk_create(
        [KnownLemma(lemma=lower, folded=fold(lower)[:_LONGEST]) for lower in new], ignore_conflicts=True
    )
    pairs = {(fold(form)[:_LONGEST], lower) for lower in new for form in forms_of(lemmas[lower]) if fold(form) != form}
    rows = [KnownForm(folded=folded, lemma=lower) for folded, lower in sorted(pairs)]
    KnownForm.objects.bulk_create(rows, batch_size=_CHUNK, ignore_conflicts=True)


def _known(lemmas: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(lemmas), _CHUNK):
        rows = KnownLemma.objects.filter(lemma__in=lemmas[start : start + _CHUNK])
        known.update(rows.values_list("lemma", flat=True))
    return known


def _passage(entry: Entry, text: Text) -> Passage:
    return Passage(
        entry=entry, number=text.number, anchor=text.anchor, author_id=text.author_id, at=text.at,
        language=text.language or entry.language, text=normal(text.text),
    )  # fmt: skip


def _words(entry: Entry, passage: Passage, tag_ids: set[int]) -> Words:
    title = title_words(entry.title, language=entry.language, tag_ids=tag_ids, is_first=passage.number == FIRST)
    return passage_words(title, passage.text, language=passage.language)


def _set_tags(entry: Entry, tag_ids: set[int], *, is_new: bool) -> bool:
    """Brings the entry's tags up to date; returns whether they changed."""
    has = set() if is_new else _tag_ids(entry)
    if has == tag_ids:
        return False
    EntryTag.objects.filter(content_object=entry, tag_id__in=has - tag_ids).delete()
    EntryTag.objects.bulk_create([EntryTag(content_object=entry, tag_id=tag_id) for tag_id in sorted(tag_ids - has)])
    return True


def _set_traits(entry: Entry, traits: set[tuple[str, str]], *, is_new: bool) -> None:
    """Brings the entry's traits up to date. One query when it has none, at most three."""
    rows = EntryTrait.objects.filter(entry=entry)
    has = {} if is_new else {(facet, value): pk for pk, facet, value in rows.values_list("pk", "facet", "value")}
    gone = [pk for pair, pk in has.items() if pair not in traits]
    if gone:
        rows.filter(pk__in=gone).delete()
    new = [EntryTrait(entry=entry, facet=facet, value=value) for facet, value in sorted(traits - has.keys())]
    EntryTrait.objects.bulk_create(new)


def _tag_ids(entry: Entry) -> set[int]:
    return set(EntryTag.objects.filter(content_object=entry).values_list("tag_id", flat=True))


def _retitle(entry: Entry, tag_ids: set[int]) -> None:
    """Gives the entry's passages its present title and tags, without reading their texts again."""
    first = title_words(entry.title, language=entry.language, tag_ids=tag_ids, is_first=True)
    others = title_words(entry.title, language=entry.language, tag_ids=tag_ids, is_first=False)
    rows = Passage.objects.filter(entry=entry).values_list("pk", "number")
    engine.retitle([(pk, first if number == FIRST else others) for pk, number in rows])
    learn([entry.title])


@transaction.atomic
def _erase(passage_ids: list[int]) -> None:
    engine.erase(passage_ids)
    Passage.objects.filter(pk__in=passage_ids).delete()
