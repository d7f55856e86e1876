"""Every form of a word finds every other, with Polish letters and without; words that only look alike do not.

All texts of the data files stand in one index, so that whatever else they say has its chance to be in the way. It
holds nothing else: a word typed without letters is read as another only where nothing has it as it stands.
"""

import pytest
from django.db import connection, transaction

from community.catalogue.models import Entry
from community.tags.models import Tag
from tests.catalogue.looking import entry_ids, listed, pairs

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]

INFLECTED = pairs("inflected_pairs.txt")
UNMARKED = pairs("unmarked_pairs.txt", "")
UNMARKED_TEXTS = pairs("unmarked_pairs.txt", "unmarked texts")
LIMITS = pairs("unmarked_pairs.txt", "known limits")
APART = pairs("apart.txt")
TEXTS = [
    *(form for pair in INFLECTED for form in pair),
    *(text for _typed, text in UNMARKED),
    *(text for pair in APART for text in pair),
]


@pytest.fixture(scope="module")
def index(django_db_setup, django_db_blocker):
    """The texts by entry, in an index of their own; the demo comes back when the module is through."""
    with django_db_blocker.unblock(), transaction.atomic():
        Entry.objects.update(is_listed=False)
        Tag.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalogue_knownform")
            cursor.execute("DELETE FROM catalogue_knownlemma")
        yield listed(TEXTS)
        transaction.set_rollback(True)


def test_there_are_enough_pairs():
    assert (len(INFLECTED) >= 200, len(UNMARKED) >= 45, len(APART) >= 40) == (True, True, True)


@pytest.mark.parametrize(("one", "other"), INFLECTED)
def test_forms_find_each_other(index, one, other):
    assert other in {index[found] for found in entry_ids(one)}
    assert one in {index[found] for found in entry_ids(other)}


@pytest.mark.parametrize(("typed", "text"), UNMARKED)
def test_word_typed_without_polish_letters_finds(index, typed, text):
    assert text in {index[found] for found in entry_ids(typed)}


@pytest.mark.parametrize(("typed", "text"), UNMARKED_TEXTS)
def test_text_typed_without_polish_letters_is_found(index, typed, text):
    assert set(listed([text])) <= set(entry_ids(typed))


@pytest.mark.parametrize(("typed", "text"), LIMITS)
def test_known_limit_is_still_one(index, typed, text):
    assert not set(listed([text])) & set(entry_ids(typed))


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_look_alike_stay_apart(index, one, other):
    assert other not in {index[found] for found in entry_ids(one)}
    assert one not in {index[found] for found in entry_ids(other)}
