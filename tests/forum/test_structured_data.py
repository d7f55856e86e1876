"""JSON-LD of threads: of schema.org's shapes, true, only of public threads, and it never breaks out of its element."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser

from community.people.models import Person
from forum.actions import accept_answer, delete_post, reply, start_thread, upvote
from forum.models import Post, Thread
from forum.queries.structured import structured_data, thread_description
from forum.queries.threads import thread_page
from tests.forum.schema_org import faults

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HERE = "http://127.0.0.1:8000"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(browser, url):
    """Returns the one JSON-LD block of a page, None where there is none."""
    blocks = BLOCK.findall(browser.get(url).content.decode())
    assert len(blocks) <= 1
    return json.loads(blocks[0]) if blocks else None


def main_of(browser, url):
    found = data_of(browser, url)
    assert faults(found) == []
    return found["@graph"][0]


def question_of(browser, url):
    page = main_of(browser, url)
    assert page["@type"] == "QAPage"
    return page["mainEntity"]


def test_every_public_thread_of_the_demo_is_of_schema_orgs_shapes(as_):
    wrong = {}
    for thread in Thread.objects.live().filter(audience="public"):
        found = data_of(as_(), thread.url)
        if found is None or faults(found):
            wrong[thread.url] = found and faults(found)
    assert wrong == {}


def test_question_without_replies(as_, question, anna):
    Person.objects.filter(pk=anna.pk).update(is_profile_public=False)
    told = question_of(as_(), question.url)
    assert told == {
        "@type": "Question",
        "name": "Kto podlewa drzewa w upały?",
        "text": "Szukamy dobrych umów na podlewanie.",
        "answerCount": 0,
        "datePublished": told["datePublished"],
        "author": {"@type": "Person", "name": "Anna Borowik"},
    }


def test_accepted_answer_is_told_alone(as_, anna, ewa, answer):
    other = reply(author=ewa, thread=answer.thread, text="Też dobrze.", key="ld-other")
    upvote(by=anna, post=other)
    accept_answer(by=anna, post=answer)
    told = question_of(as_(), answer.thread.url)
    assert (told["acceptedAnswer"]["text"], "suggestedAnswer" in told) == (
        "U nas zakład komunalny, dwa razy w tygodniu.",
        False,
    )
    assert told["acceptedAnswer"]["url"] == f"{HERE}{answer.thread.url}#p2"
    assert told["answerCount"] == 2


def test_accepted_answer_of_a_later_page_is_told_on_the_first(as_, anna, jan, question):
    for number in range(2, 26):
        last = reply(author=jan, thread=question, text=f"Odpowiedź {number}", key=f"ld-{number:05}")
    accept_answer(by=anna, post=last)
    told = question_of(as_(), question.url)["acceptedAnswer"]
    assert (told["text"], told["url"]) == ("Odpowiedź 25", f"{HERE}{question.url}?strona=2#p25")


def test_answer_that_helped_most_is_suggested(as_, anna, jan, ewa, maria, answer):
    best = reply(author=ewa, thread=answer.thread, text="Najlepsza.", key="ld-best")
    for who in (anna, maria):
        upvote(by=who, post=best)
    upvote(by=anna, post=answer)
    told = question_of(as_(), answer.thread.url)
    assert (told["suggestedAnswer"]["text"], told["suggestedAnswer"]["upvoteCount"]) == ("Najlepsza.", 2)
    assert "acceptedAnswer" not in told


def test_own_words_of_who_asked_and_deleted_ones_are_no_answer(as_, anna, jan, question):
    reply(author=anna, thread=question, text="Dodam jeszcze.", key="ld-own-words")
    gone = reply(author=jan, thread=question, text="Pomyłka.", key="ld-gone-words")
    delete_post(by=jan, post=gone)
    assert "suggestedAnswer" not in question_of(as_(), question.url)


@pytest.mark.parametrize("kind", ["discussion", "announcement"])
def test_conversation_is_a_posting(kind, as_, ewa, jan, zielona):
    thread = start_thread(
        author=ewa, space=zielona, kind=kind, title="Spotkanie", text="W *czwartek*.", key="ld-talk-1"
    )
    reply(author=jan, thread=thread, text="Będę.", key="ld-talk-reply")
    told = main_of(as_(), f"/en{thread.url}")
    assert (told["@type"], told["headline"], told["text"]) == ("DiscussionForumPosting", "Spotkanie", "W czwartek.")
    assert told["url"] == f"{HERE}/en{thread.url}"
    assert told["interactionStatistic"]["userInteractionCount"] == 1


@pytest.mark.parametrize("is_public", [True, False])
def test_author_is_linked_only_with_a_public_profile(is_public, as_, jan, answer):
    Person.objects.filter(pk=jan.pk).update(is_profile_public=is_public)
    author = question_of(as_(), answer.thread.url)["suggestedAnswer"]["author"]
    assert author == {"@type": "Person", "name": jan.name} | ({"url": HERE + jan.url} if is_public else {})


def test_erased_author_has_a_word_for_a_name(as_, question):
    Post.objects.filter(thread=question).update(author=None)
    assert question_of(as_(), f"/en{question.url}")["author"] == {"@type": "Person", "name": "former member"}


def test_way_here_leads_through_the_network(as_, question, zielona):
    steps = data_of(as_(), question.url)["@graph"][1]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, zielona.name, f"{HERE}/s/zielona/"),
        (2, question.title, f"{HERE}{question.url}"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "--> ]]> &amp; &",
        "\u2028\u2029 \\u003c/script> \\",
        '"}]}; alert(1)//',
        "{{ 7*7 }} {% raw %}",
    ],
)
def test_hostile_words_stay_data(hostile, as_, anna, zielona):
    thread = start_thread(author=anna, space=zielona, kind="question", title="Zwykły", text=hostile, key="ld-hostile")
    Thread.objects.filter(pk=thread.pk).update(title=hostile)
    Person.objects.filter(pk=anna.pk).update(name=hostile)
    thread.refresh_from_db()
    html = as_().get(thread.url).content.decode()
    (block,) = BLOCK.findall(html)
    assert re.findall("[<>&\u2028\u2029]", block) == []
    told = json.loads(block)["@graph"][0]["mainEntity"]
    assert (told["name"], told["author"]["name"]) == (hostile, hostile)
    assert html.count("<script>") == 0
    head = html.partition("</head>")[0]
    assert re.findall(r'<meta property="og:title" content="([^"]*)">', head) != []
    assert "<!--" not in head


@pytest.mark.parametrize("audience", ["community", "members"])
def test_thread_that_is_not_public_tells_nothing(audience, as_, anna, zielona):
    thread = start_thread(
        author=anna, space=zielona, kind="question", title="Swoje", text="Tajna treść.", key="ld-own", audience=audience
    )
    page = thread_page(anna, thread.pk)
    assert (structured_data(page), thread_description(page)) == ("", "Swoje")
    head = as_(anna).get(thread.url).content.decode().partition("</head>")[0]
    assert '<meta name="robots" content="noindex">' in head
    assert "og:" not in head
    assert "ld+json" not in head
    assert "Tajna" not in head
    assert as_().get(thread.url).status_code == 404


def test_deleted_thread_tells_nothing(anna, question):
    delete_post(by=anna, post=question.posts.get(number=1))
    page = thread_page(anna, question.pk)
    assert (structured_data(page), thread_description(page)) == ("", question.title)


def test_members_download_nothing_that_is_for_search_engines(as_, anna, question):
    head = as_(anna).get(question.url).content.decode().partition("</head>")[0]
    assert ("ld+json" in head, "og:" in head) == (False, False)
    assert f'<link rel="canonical" href="{HERE}{question.url}">' in head


def test_only_the_first_page_is_told(as_):
    long = Thread.objects.get(client_key="demo-long")
    assert data_of(as_(), long.url) is not None
    assert data_of(as_(), f"{long.url}?strona=2") is None
    head = as_().get(f"{long.url}?strona=2&x=1").content.decode().partition("</head>")[0]
    assert f'<link rel="canonical" href="{HERE}{long.url}?strona=2">' in head


def test_public_thread_describes_itself_by_its_beginning(as_, question):
    head = as_().get(question.url).content.decode().partition("</head>")[0]
    assert '<meta name="description" content="Szukamy dobrych umów na podlewanie.">' in head
    assert '<meta property="og:description" content="Szukamy dobrych umów na podlewanie.">' in head
    assert '<meta property="og:title" content="Kto podlewa drzewa w upały?">' in head
    assert '<meta property="og:type" content="article">' in head


def test_telling_asks_the_database_nothing(question, django_assert_num_queries):
    page = thread_page(AnonymousUser(), question.pk)
    with django_assert_num_queries(0):
        structured_data(page)
        thread_description(page)
