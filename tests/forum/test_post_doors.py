"""Who may do what with a post, said twice: as doors with relations for everybody, and as one viewer's abilities."""

from dataclasses import asdict

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.people.models import Person
from community.spaces.rules import may_see
from forum.actions import accept_answer, delete_post, reply, start_thread
from forum.models import Post, Thread
from forum.queries.threads import thread_page
from forum.rules import (
    may_accept,
    may_restore_thread,
    post_abilities,
    post_doors,
    relations_of,
)
from tests.forum.parts import attributes_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def posts(zielona, closed, anna, jan, ewa):
    """Returns posts of every state: of the demo, and deleted, locked, accepted and closed ones."""
    made = []
    for state in ("open", "locked", "deleted"):
        for kind in ("question", "discussion"):
            thread = start_thread(
                author=anna, space=zielona, kind=kind, title="Stany wpisów", text="Treść.", key=f"doors-{state}-{kind}"
            )
            first = thread.posts.get(number=1)
            for number, who in enumerate((jan, anna, jan), start=2):
                reply(author=who, thread=thread, text="Odpowiedź.", key=f"doors-{state}-{kind}-{number}")
            second, third = thread.posts.get(number=2), thread.posts.get(number=3)
            if kind == "question":
                accept_answer(by=anna, post=second)
            delete_post(by=anna, post=third)
            if state == "locked":
                Thread.objects.filter(pk=thread.pk).update(locked_at=timezone.now())
            if state == "deleted":
                delete_post(by=ewa, post=first)
            made.append(thread.pk)
    some = Thread.objects.order_by("space_id", "pk")[::6]
    rows = Post.objects.filter(thread_id__in=[*made, *(thread.pk for thread in some)]).filter(number__lte=6)
    return list(rows.select_related("thread__space").defer("html", "source"))


@pytest.fixture()
def viewers(olaf):
    return [
        *Person.objects.all(),
        AnonymousUser(),
        Person.objects.create(email="x@x.example", slug="x", is_active=False),
    ]


def test_abilities_are_the_doors_that_relations_open(posts, viewers):
    seen = set()
    for post in posts:
        doors = asdict(post_doors(post))
        for viewer in viewers:
            sees = may_see(viewer, audience=post.thread.audience, space_id=post.thread.space_id)
            has = relations_of(viewer, post)
            opened = {f"may_{act}": sees and bool(has & set(door.split())) for act, door in doors.items()}
            assert asdict(post_abilities(viewer, post)) == opened
            seen |= set(opened.items())
    assert len(seen) == 2 * len(doors)


def test_rules_of_the_thread_agree_with_the_doors_of_its_posts(posts, viewers):
    for post in posts:
        for viewer in viewers:
            can = post_abilities(viewer, post)
            if post.number == 1:
                assert can.may_restore == may_restore_thread(viewer, post.thread)
            elif post.deleted_at is None:
                assert (can.may_accept or can.may_unaccept) == may_accept(viewer, post.thread)


def test_visitors_and_closed_accounts_have_no_relation(posts, viewers):
    assert {relations_of(viewer, post) for viewer in viewers[-2:] for post in posts} == {frozenset()}


def test_page_shows_of_its_buttons_what_the_viewer_may(as_, posts, anna, jan, ewa, olaf):
    for thread in {post.thread for post in posts if post.thread.deleted_at is None}:
        for who in (anna, jan, ewa, olaf):
            if not may_see(who, audience=thread.audience, space_id=thread.space_id):
                continue
            roles = thread_page(who, thread.pk).roles_by_post
            slots = attributes_of(as_(who).get(thread.url).content.decode())
            for post in (post for post in posts if post.thread_id == thread.pk):
                assert slots[f"post-{post.pk}"]["data-roles"] == roles[post.pk]
                shown = {
                    act
                    for act, door in asdict(post_doors(post)).items()
                    if set(door.split()) & set(roles[post.pk].split())
                }
                may = {name.removeprefix("may_") for name, value in asdict(post_abilities(who, post)).items() if value}
                assert shown == may


def test_page_of_a_visitor_has_no_roles_and_no_buttons(as_, answer):
    html = as_().get(answer.thread.url).content.decode()
    assert (html.count("data-roles"), html.count("data-for"), html.count("formaction")) == (0, 0, 0)
