"""Quotes, and what a reply is to: the door for scripts, the form without scripts, and what pages show."""

import pytest

from forum.actions import delete_post, lock_thread, reply, start_thread
from forum.models import Post
from forum.queries.quotes import LONGEST_QUOTE, quote_of
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
JSON = {"Accept": "application/json"}


def ask(browser, post):
    return browser.get(f"/wpisy/{post.pk}/cytat/", headers=JSON)


def quote_text(text, author, thread):
    return quote_of(reply(author=author, thread=thread, text=text, key="quoted-text-1")).markdown


def test_quote_begins_with_a_link_to_the_post(as_, anna, answer):
    said = ask(as_(anna), answer).json()
    assert said.pop("label").endswith("Jan Wierzba, #2")
    head = f"> [Jan Wierzba, #2](/watki/{answer.thread_id}/post/2/):"
    whole = f"{head}\n>\n> U nas zakład komunalny, dwa razy w tygodniu.\n\n"
    assert said == {"markdown": whole, "head": head, "reply_to": answer.pk}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("> stare\n\nNowe.", "> Nowe."),
        ("> tylko cudze", "> > tylko cudze"),
        ("Jeden\n\nDwa", "> Jeden\n>\n> Dwa"),
        ("Zob. ![plan](plik:7)", "> Zob. [plan](/watki/{t}/post/2/)"),
        ("Zob. [umowa.pdf](plik:8)", "> Zob. [umowa.pdf](/watki/{t}/post/2/)"),
        ("Pyta @anna-borowik.", "> Pyta Anna Borowik."),
        ("Pisz na jan@x.pl, @nikt-taki.", "> Pisz na jan@x.pl, @nikt-taki."),
        ("Tak[^1].\n\n[^1]: Przypis.", "> Tak."),
    ],
)
def test_quote_holds_the_posts_own_words(text, quoted, jan, question):
    assert quote_text(text, jan, question).split(":\n>\n", 1)[1].strip() == quoted.format(t=question.pk)


def test_long_post_is_cut_at_a_sentence(jan, question):
    said = quote_text("To jest zdanie. " * 300, jan, question)
    assert said.endswith("zdanie.\n>\n> […]\n\n")
    assert LONGEST_QUOTE / 3 < len(said) < LONGEST_QUOTE + 200


def test_quote_costs_few_queries(django_assert_num_queries, jan, question):
    post = reply(author=jan, thread=question, text="Pyta @anna-borowik.", key="quote-queries-1")
    post = Post.objects.select_related("author", "thread").get(pk=post.pk)
    with django_assert_num_queries(1):
        quote_of(post)


def test_quote_is_for_who_may_see_the_post(as_, olaf, maria, closed):
    thread = start_thread(
        author=maria, space=closed, kind="question", title="Tylko dla nas samych?", text="Tak.", key="closed-quote-1"
    )
    response = ask(as_(olaf), thread.posts.get())
    assert response.status_code == 404
    assert "Tak." not in response.content.decode()


def test_visitor_signs_in_first(as_, answer):
    assert as_().get(f"/wpisy/{answer.pk}/cytat/").status_code == 302


def test_quote_of_a_deleted_post_says_so(as_, anna, jan, answer):
    delete_post(by=jan, post=answer)
    for who, status in ((jan, 410), (anna, 404)):
        response = ask(as_(who), answer)
        assert response.status_code == status
        assert response.json()["why"].endswith(".")


def test_closed_thread_is_not_quoted(as_, anna, ewa, answer):
    lock_thread(by=ewa, thread=answer.thread)
    assert ask(as_(anna), answer).status_code == 409


def test_wrong_method_is_refused(as_, anna, answer):
    assert as_(anna).post(f"/wpisy/{answer.pk}/cytat/").status_code == 405


def test_without_scripts_the_link_leads_to_the_form_with_the_quote(as_, anna, answer):
    page = as_(anna).get(f"/wpisy/{answer.pk}/cytat/", follow=True)
    assert page.redirect_chain == [(f"/odpowiedz/{answer.thread_id}/?cytuj={answer.pk}", 302)]
    shown = fields(page)
    assert (shown["text"], shown["reply_to"]) == (quote_of(answer).markdown, str(answer.pk))


def test_form_for_a_quote_of_what_is_gone_says_so(as_, jan, anna, answer):
    delete_post(by=jan, post=answer)
    for who in (jan, anna):
        page = as_(who).get(f"/odpowiedz/{answer.thread_id}/?cytuj={answer.pk}")
        assert page.status_code == 200
        assert page.content.decode().count("notice--warning") == 1
        assert fields(page)["text"] == ""


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "0", "٣"])
def test_form_for_a_quote_of_nonsense_is_a_form(value, as_, anna, question):
    assert as_(anna).get(f"/odpowiedz/{question.pk}/", {"cytuj": value}).status_code == 200


def test_reply_shows_what_it_is_to(as_, anna, ewa, answer, question):
    typed = {"text": "Dziękuję.", "key": "reply-to-shown-1", "reply_to": str(answer.pk)}
    as_(anna).post(f"/odpowiedz/{question.pk}/", typed)
    post = Post.objects.get(client_key="reply-to-shown-1")
    assert post.reply_to == answer
    html = as_(ewa).get(question.url).content.decode()
    assert html.count('class="post__to"') == 1
    assert html.split('class="post__to"')[1].split("</p>")[0].endswith("Jan Wierzba, #2</a>")
    delete_post(by=ewa, post=answer)
    html = as_().get(question.url).content.decode()
    assert html.split('class="post__to"')[1].split("</p>")[0].endswith("#2</a>")
    assert "Jan Wierzba, #2" not in html.split('class="post__to"')[1].split("</p>")[0]


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, ""])
def test_reply_to_nonsense_is_a_reply(value, as_, anna, question):
    as_(anna).post(f"/odpowiedz/{question.pk}/", {"text": "Tak.", "key": "to-nonsense-1", "reply_to": value})
    assert Post.objects.get(client_key="to-nonsense-1").reply_to is None


def test_reply_to_a_post_of_another_thread_or_a_deleted_one_names_none(as_, anna, jan, ewa, zielona, question, answer):
    asked = {"kind": "question", "title": "Inne pytanie?", "text": "A.", "key": "other-thread"}
    other = start_thread(author=jan, space=zielona, **asked)
    delete_post(by=jan, post=answer)
    for place, post in enumerate((other.posts.get(), answer)):
        sent = reply(author=ewa, thread=question, text=f"Tak {place}.", key=f"to-elsewhere-{place}", reply_to=post)
        assert sent.reply_to is None
