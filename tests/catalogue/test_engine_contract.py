"""What a search engine owes us, whichever the test database is: SQLite here, PostgreSQL in `./dev test --services`."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from community.catalogue import engine
from community.catalogue.actions import Text, list_texts, withdraw_text
from community.catalogue.engine.indexing import passage_words, title_words
from community.catalogue.engine.terms import Clause, Phrase, Words
from community.catalogue.models import Entry, Passage
from community.catalogue.typed import read_query
from tests.catalogue.looking import listed

pytestmark = pytest.mark.django_db
HOSTILE = [
    "", " ", '"', "'", "*", "(", ")", "a*", "AND", "OR", "NOT", "NEAR", "NEAR(ryzyko, 2)", "ryzyko AND", "a OR b",
    '"a" "b"',
    "x" * 10_000, "zażółć gęślą " * 1_000, "🌳🏙️", "ryzyko\x00ryzyko", "\u202eoknyzyr\u202c", "\\", "\\'",
    "'; DROP TABLE x; --",
    ":A", ":*", "&|!<->", "a & b | !c", "a <-> b", "{title}:", "title:ryzyko", "^ryzyko", "+a -b", "%", "_", "%s",
    "%(x)s",
    "½ Ⅷ ²", "日本語 中文", "مدينة", "e\u0301e\u0300", "\ud7ff", "t_1", "n_ryzyko", "s_dane", "p_",
    '"nie ma"', '""', '"!"',
]  # fmt: skip


def words(text, title="", *, is_first=True):
    return passage_words(title_words(title, language="pl", is_first=is_first), text, language="pl")


def write(*rows):
    """Writes passages under an entry each, with these words; returns their ids."""
    ids = []
    for row in rows:
        (entry_id,) = listed(["abcabc"])
        passage = Passage.objects.get(entry=entry_id)
        engine.write([(passage.pk, row)])
        ids.append(passage.pk)
    return ids


def rows_of(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def look(*clauses, among, **how):
    """Returns which of these passages are hits, the best first."""
    hits, params = engine.hits(clauses, **how)
    found = rows_of(f"SELECT h.passage_id, h.entry_id, h.number FROM ({hits}) h ORDER BY h.rank, h.passage_id", params)
    for passage_id, entry_id, number in found:
        assert Passage.objects.filter(pk=passage_id, entry=entry_id, number=number).exists()
    return [row[0] for row in found if row[0] in among]


def named(*begun, among):
    return {row[0] for row in rows_of(*engine.names(begun))} & set(among)


def term(*tokens):
    return Clause(((frozenset(tokens),),))


def phrase(text):
    return Clause((Phrase(tuple(text.split())),))


def test_written_words_are_found_by_any_token_of_a_term():
    ids = write(words("qqumowa o ryzyku"), words("nic"))
    assert look(term("qqumowa", "nieznane"), among=ids) == ids[:1]
    assert look(term("nieznane"), among=ids) == []


def test_writing_again_replaces():
    (one,) = write(words("qqstare"))
    engine.write([(one, words("qqnowe"))])
    assert look(term("qqstare"), among=[one]) == []
    assert look(term("qqnowe"), among=[one]) == [one]


def test_erased_words_are_found_no_more():
    ids = write(words("qqerase"), words("qqerase"))
    engine.erase(ids[:1])
    assert look(term("qqerase"), among=ids) == ids[1:]


def test_nothing_to_do_is_no_fault():
    engine.write([])
    engine.retitle([])
    engine.erase([])


def test_all_clauses_or_any():
    ids = write(words("qqalfa qqbeta"), words("qqalfa"), words("qqbeta"))
    assert look(term("qqalfa"), term("qqbeta"), among=ids) == ids[:1]
    assert sorted(look(term("qqalfa"), term("qqbeta"), among=ids, any_of=True)) == ids
    assert look(term("qqalfa"), term("qqbeta"), among=ids, any_of=True)[0] == ids[0]


def test_alternatives_of_several_terms():
    ids = write(words("qqmid"), words("qqmiejska daleko qqinicjatywa"), words("qqmiejska"))
    either = Clause(((frozenset({"qqmid"}),), (frozenset({"qqmiejska"}), frozenset({"qqinicjatywa"}))))
    assert sorted(look(either, among=ids)) == ids[:2]


def test_title_weighs_more_than_text():
    ids = write(words("qqwaga i inne rzeczy obok niej"), words("inne rzeczy obok niej są tu", "Qqwaga"))
    assert look(term("qqwaga"), among=ids) == ids[::-1]


def test_opening_post_comes_before_a_reply_of_the_same_thread():
    ids = write(words("tekst o czym innym", "Qqtytul", is_first=False), words("tekst o czym innym", "Qqtytul"))
    assert look(term("qqtytul"), among=ids) == ids[::-1]


def test_reply_is_found_by_its_own_word_and_one_of_the_title():
    ids = write(words("qqwlasne słowo", "Qqtytul", is_first=False))
    assert look(term("qqtytul"), term("qqwlasne"), among=ids) == ids


def test_more_mentions_come_first():
    ids = write(words("qqczesto " + "inne " * 30), words("qqczesto " * 6 + "inne " * 25))
    assert look(term("qqczesto"), among=ids) == ids[::-1]


def test_titles_only():
    ids = write(words("tekst", "Qqtylko"), words("qqtylko", "Inny"), words("tekst", "Qqtylko", is_first=False))
    assert look(term("qqtylko"), among=ids, titles_only=True) == ids[:1]


def test_phrase_is_exact_and_in_its_order_in_text_and_title():
    ids = write(
        words("qqplan i qqadaptacji"),
        words("qqplan qqadaptacji"),
        words("qqadaptacji qqplan"),
        words("x", "Qqplan qqadaptacji"),
    )
    assert sorted(look(phrase("qqplan qqadaptacji"), among=ids)) == [ids[1], ids[3]]
    assert look(phrase("qqplanu qqadaptacji"), among=ids) == []


def test_phrase_does_not_run_from_the_title_into_the_text():
    ids = write(words("qqtekst", "Qqtytul"))
    assert look(phrase("qqtytul qqtekst"), among=ids) == []


def test_phrase_deep_in_a_long_text():
    ids = write(words("słowo " * 5_000 + "qqplan qqadaptacji"))
    assert look(phrase("qqplan qqadaptacji"), among=ids) == ids


def test_retitled_passage_keeps_its_text_and_its_phrases_however_often():
    ids = write(words("qqtekst zostaje tu", "Qqstary tytuł"))
    for number in range(70):
        title = f"Qqnowy{number} tytuł miejski"
        engine.retitle([(ids[0], title_words(title, language="pl", is_first=True))])
    assert look(term("qqstary"), among=ids) == []
    assert look(term("qqnowy69"), among=ids, titles_only=True) == ids
    assert look(phrase("qqnowy69 tytul miejski"), among=ids) == ids
    assert look(phrase("qqtekst zostaje tu"), among=ids) == ids
    assert look(term("qqtekst"), term("qqnowy69"), among=ids) == ids


def test_names_begin_with_all_words_and_are_folded():
    ids = write(words("x", "Qqłódź miejska"), words("x", "Qqlodzianie"), words("qqlodz miejska"))
    assert named("qqlod", among=ids) == set(ids[:2])
    assert named("qqlod", "miej", among=ids) == set(ids[:1])
    assert named("qqlodz", "zzz", among=ids) == set()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text):
    with transaction.atomic():
        ids = write(
            Words(title=(text,), title_forms=(text,), context=(text,), text=(text, "qqobok"), text_forms=(text,))
        )
        assert look(term("qqobok"), among=ids) == ids
        look(term(text), among=ids)
        look(Clause((Phrase((text, text)),)), among=ids)
        named(text, among=ids)
        ids = write(words(text, text[:300]))
        clauses = read_query(text).clauses()
        if clauses:
            look(*clauses, among=ids)


def test_enormous_text_of_unknown_words_is_kept():
    ids = write(words("qqnapoczatku " + " ".join(f"q{number:x}zz{number * 7:x}" for number in range(14_000))))
    assert look(term("qqnapoczatku"), among=ids) == ids


@pytest.fixture()
def two_passages():
    (entry_id,) = listed(["qqpierwszy tekst"])
    entry = Entry.objects.get(pk=entry_id)
    list_texts(entry, [Text(number=2, text="qqdrugi tekst", at=timezone.now())])
    return entry, list(entry.passages.order_by("number").values_list("pk", flat=True))


def counted(ids):
    key = "passage_id" if connection.vendor == "postgresql" else "rowid"
    marks = ", ".join(["%s"] * len(ids))
    return rows_of(f"SELECT count(*) FROM catalogue_words WHERE {key} IN ({marks})", ids)[0][0]


def test_withdrawn_text_forgets_its_words(two_passages):
    entry, ids = two_passages
    withdraw_text(entry, 2)
    assert counted(ids) == 1


def test_deleting_by_cascade_forgets_the_words(two_passages):
    entry, ids = two_passages
    assert counted(ids) == 2
    entry.delete()
    assert counted(ids) == 0


def test_deleting_passages_by_hand_forgets_the_words(two_passages):
    _entry, ids = two_passages
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_passage WHERE id = %s", [ids[0]])
    assert counted(ids) == 1


def test_trigger_that_forgets_is_there():
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'catalogue_passage'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'catalogue_passage'::regclass",
    }
    found = {row[0] for row in rows_of(names[connection.vendor], [])}
    assert "catalogue_words_of_passage" in found
    assert connection.vendor == "sqlite" or "catalogue_words_of_passages" in found
