"""What a profile shows of somebody's activity: counted, through the rules, page by page."""

import pytest

from community.people.models import Person
from community.spaces.models import Membership
from forum.actions import accept_answer, delete_post, reply, start_thread
from forum.models import Post, Thread
from forum.queries.activity import activity

pytestmark = pytest.mark.django_db


def again(person):
    return Person.objects.get(pk=person.pk)


def counts(viewer, person):
    done = activity(viewer, person)
    return done.thread_count, done.answer_count, done.accepted_count


@pytest.fixture()
def ola(db):
    """Somebody who has written nothing yet."""
    from community.people.actions import create_person

    return create_person(email="ola@activity.example", name="Ola Nowa", slug="ola-nowa")


def test_threads_replies_and_accepted_answers_are_counted(anna, ola, question, zielona):
    first, second = (
        reply(author=ola, thread=question, text=f"Odpowiedź {n}.", key=f"reply-of-ola-{n}") for n in (1, 2)
    )
    accept_answer(by=anna, post=first)
    start_thread(author=ola, space=zielona, kind="question", title="Pytanie Oli", text="Treść.", key="question-of-ola")
    done = activity(anna, ola)
    assert (done.thread_count, done.answer_count, done.accepted_count) == (1, 2, 1)
    assert [row.title for row in done.threads] == ["Pytanie Oli"]
    assert [(row.lead, row.is_accepted) for row in done.answers] == [("Odpowiedź 2.", False), ("Odpowiedź 1.", True)]
    assert [row.url for row in done.accepted] == [f"{question.url}#p{first.number}"]
    assert second.number == first.number + 1


def test_deleted_replies_are_not_counted(anna, ola, question):
    delete_post(by=ola, post=reply(author=ola, thread=question, text="Nie to.", key="reply-gone-1"))
    assert counts(anna, ola) == (0, 0, 0)


def test_closed_threads_are_counted_for_those_inside_only(as_, closed, anna, ola):
    thread = Thread.objects.filter(space=closed, audience="members").first()
    Membership.objects.create(space=closed, person=ola)
    reply(author=ola, thread=thread, text="Tajna odpowiedź.", key="reply-inside-1")
    inside = thread.author
    assert [counts(who, ola) for who in (again(anna), again(inside))] == [(0, 0, 0), (0, 1, 0)]
    pages = [as_(who).get("/ludzie/ola-nowa/odpowiedzi/").content.decode() for who in (anna, inside)]
    assert ["Tajna" in html for html in pages] == [False, True]


def test_profile_shows_the_newest_five_and_leads_to_all(as_, anna, ola, question):
    for n in range(7):
        reply(author=ola, thread=question, text=f"Odpowiedź {n}.", key=f"reply-many-{n}")
    html = as_(anna).get(ola.url).content.decode()
    assert (html.count('class="row__lead"'), html.count("/ludzie/ola-nowa/odpowiedzi/")) == (5, 1)
    assert as_(anna).get("/ludzie/ola-nowa/odpowiedzi/").content.decode().count('class="row__lead"') == 7


def test_pages_go_on_by_keyset(as_, anna, ola, question):
    for n in range(23):
        reply(author=ola, thread=question, text=f"Odpowiedź {n}.", key=f"reply-paged-{n}")
    browser = as_(anna)
    first = browser.get("/ludzie/ola-nowa/odpowiedzi/").content.decode()
    older = first.split('rel="next" href="')[1].split('"')[0]
    assert browser.get(older).content.decode().count('class="row__lead"') == 3


@pytest.mark.parametrize("part", ["pytania", "odpowiedzi", "przyjete"])
def test_parts_open_for_whom_the_profile_opens(part, as_, anna, jan):
    path = f"{jan.url}{part}/"
    assert as_().get(path)["Location"] == f"/konto/login/?next=%2Fludzie%2Fjan-wierzba%2F{part}%2F"
    Person.objects.filter(pk=jan.pk).update(is_profile_public=True)
    assert [as_(who).get(path).status_code for who in (None, anna)] == [200, 200]
    Person.objects.filter(pk=jan.pk).update(is_active=False)
    assert [as_(who).get(path).status_code for who in (None, anna)] == [302, 404]
    assert as_(anna).get(f"/ludzie/nie-ma-takiej/{part}/").status_code == 404


@pytest.mark.parametrize("part", ["pytania", "odpowiedzi", "przyjete"])
def test_malformed_cursor_is_not_found(part, as_, anna, jan):
    assert as_(anna).get(f"{jan.url}{part}/?od=x").status_code == 404


def test_profile_costs_the_same_with_1_and_with_30(as_, anna, ola, question, django_assert_num_queries):
    browser = as_(anna)
    reply(author=ola, thread=question, text="Pierwsza.", key="reply-cost-0")
    browser.get(ola.url)
    with django_assert_num_queries(12) as few:
        browser.get(ola.url)
    for n in range(1, 30):
        reply(author=ola, thread=question, text=f"Odpowiedź {n}.", key=f"reply-cost-{n}")
    accept_answer(by=anna, post=Post.objects.get(client_key="reply-cost-9"))
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get(ola.url)


def test_own_profile_leads_to_what_only_its_owner_sees(as_, anna, jan):
    own, others = (as_(who).get(anna.url).content.decode() for who in (anna, jan))
    for path in ("/szkice/", "/zakladki/", "/konto/sledzone/", "/przekaz/"):
        assert (f'{path}"' in own.split("<main")[1], f'{path}"' in others.split("<main")[1]) == (True, False)


def test_not_wanting_to_be_asked_is_said_in_the_profile(as_, anna):
    form = {"name": anna.name, "contact_audience": "nobody", "language": "pl"}
    as_(anna).post("/konto/profil/", form)
    assert again(anna).may_be_asked is False
    as_(anna).post("/konto/profil/", {**form, "may_be_asked": "on"})
    assert again(anna).may_be_asked is True
