"""What is made of what somebody typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.catalogue.engine.terms import Phrase
from community.catalogue.typed import LONGEST_QUERY, MOST_WORDS, read_query

pytestmark = pytest.mark.django_db


def texts(typed):
    return [word.text for word in read_query(typed).words]


@pytest.mark.parametrize("typed", ["", "  ", '"', '""', "'", "*", "(", "&|!<->", "🌳", "\x00", "\u202e"])
def test_nothing_to_look_for(typed):
    assert read_query(typed).is_empty


def test_joining_words_are_left_out():
    assert texts("jak przekonać radnych do placu i ulicy") == ["przekonać", "radnych", "placu", "ulicy"]


def test_joining_words_alone_are_a_phrase():
    assert read_query("jak to").phrases == (Phrase(("jak", "to")),)
    assert read_query("nie ma").words == ()


@pytest.mark.parametrize("typed", ['"Plan Adaptacji"', "„plan adaptacji”", "“plan, adaptacji!”"])
def test_words_in_quotes_are_a_phrase(typed):
    query = read_query(typed)
    assert (query.words, query.phrases) == ((), (Phrase(("plan", "adaptacji")),))


def test_quotation_mark_that_is_not_closed_is_nothing():
    assert texts('"plan adaptacji') == ["plan", "adaptacji"]


def test_operators_are_words():
    assert texts("ryzyko AND umowa NEAR koncesja") == ["ryzyko", "umowa", "NEAR", "koncesja"]


def test_long_queries_are_cut_and_say_so():
    query = read_query(" ".join(f"słowo{number}" for number in range(40)))
    assert (len(query.words), query.is_cut) == (MOST_WORDS, True)
    assert not read_query("umowa").is_cut
    assert len(read_query("x" * 10_000).words[0].text) == LONGEST_QUERY


def test_known_word_means_itself_and_could_mean_another():
    (word,) = read_query("sądu").words
    assert word.strict == frozenset({"sąd", "e_sądu"})
    assert word.strict <= word.wide


def test_query_costs_two_statements_however_long(django_assert_max_num_queries):
    for typed in ("umowa", "umowa ryzyko miescie zrodel urzad", "żółw " * 60):
        with django_assert_max_num_queries(2):
            read_query(typed).clauses(wide=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400))
def test_any_text_is_read_and_the_same_twice(typed):
    query = read_query(typed)
    assert query == read_query(typed)
    assert query.is_empty == (query.clauses() == [])
    assert len(query.clauses(wide=True)) == len(query.clauses())
