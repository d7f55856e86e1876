"""Over the whole demo, for everybody: what lists show equals what objects say, one by one."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.catalogue.models import Entry
from community.catalogue.rules import entries_visible_to
from community.people.models import Person
from community.spaces.models import Space
from community.spaces.rules import find_space_for, may_see, people_visible_to, spaces_visible_to
from forum.actions import delete_post, start_thread
from forum.models import Post, Thread, ThreadKind
from forum.rules import (
    find_post_for,
    find_thread_for,
    may_see_post,
    may_see_thread,
    posts_visible_to,
    threads_visible_to,
)
from resources.actions.listing import subject_id_of
from resources.models import KINDS, ResourcePage
from resources.rules import find_page_for, may_read
from resources.rules.reading import below_root
from tests.permissions.library_scene import pages_of
from tests.permissions.trying import found

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture()
def viewers(olaf):
    """Everybody in the demo, a visitor, an outsider and someone whose account was closed."""
    closed_account = Person.objects.create(email="x@closed.example", name="Konto zamknięte", slug="x", is_active=False)
    return [*Person.objects.all(), AnonymousUser(), closed_account]


@pytest.fixture(autouse=True)
def _more_kinds_of_things(zielona, closed, anna, jan, ewa):
    """Adds what the demo lacks: a closed thread in an open space, a deleted thread, a deleted post."""
    for audience in ("community", "members"):
        start_thread(
            author=anna, space=zielona, kind="question", title="Pytanie do swoich", text="Treść.",
            key=f"matrix-{audience}", audience=audience,
        )  # fmt: skip
    posts = Post.objects.filter(thread__space__in=[zielona, closed], number=2).select_related("thread")
    delete_post(by=ewa, post=posts[0])
    gone = start_thread(
        author=jan, space=zielona, kind="question", title="Pytanie, które znika", text="Treść.", key="matrix-deleted"
    )
    delete_post(by=jan, post=gone.posts.get(number=1))


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def test_spaces_in_lists_equal_spaces_that_open(viewers):
    spaces = list(Space.objects.all())
    for viewer in viewers:
        may = {space.pk for space in spaces if may_see(viewer, audience=space.audience, space_id=space.pk)}
        opens = {space.pk for space in spaces if found(find_space_for, viewer, space.slug)}
        assert ids(spaces_visible_to(viewer)) == may == opens


def test_threads_in_lists_equal_threads_that_may_be_seen(viewers):
    threads = list(Thread.objects.select_related("space"))
    assert {(t.audience, t.deleted_at is None) for t in threads} >= {("public", False), ("members", True)}
    for viewer in viewers:
        assert ids(threads_visible_to(viewer)) == {t.pk for t in threads if may_see_thread(viewer, t)}


def test_posts_in_lists_equal_posts_that_may_be_seen(viewers):
    posts = list(Post.objects.select_related("thread").defer("html", "source"))
    for viewer in viewers:
        assert ids(posts_visible_to(viewer)) == {p.pk for p in posts if may_see_post(viewer, p)}


def test_entries_in_lists_equal_entries_that_may_be_seen(viewers):
    entries = list(Entry.objects.all())
    for viewer in viewers:
        may = {e.pk for e in entries if e.is_listed and may_see(viewer, audience=e.audience, space_id=e.space_id)}
        assert ids(entries_visible_to(viewer)) == may


def test_entries_of_threads_in_lists_equal_threads_in_lists(viewers):
    for viewer in viewers:
        entries = entries_visible_to(viewer).filter(kind__in=ThreadKind.values)
        assert set(entries.values_list("subject_id", flat=True)) == ids(threads_visible_to(viewer))


def test_threads_that_open_are_those_in_lists_and_deleted_ones_for_their_keepers(viewers):
    some = {t.pk: t for t in Thread.objects.order_by("audience", "space_id", "pk")[::4]}
    deleted = Thread.objects.get(client_key="matrix-deleted")
    some[deleted.pk] = deleted
    for viewer in viewers[::3] + viewers[-2:]:
        opens = {pk for pk in some if found(find_thread_for, viewer, pk)}
        assert opens - {deleted.pk} == ids(threads_visible_to(viewer)) & set(some) - {deleted.pk}
    keepers = {v.pk for v in viewers if found(find_thread_for, v, deleted.pk)}
    assert keepers == set(
        Person.objects.filter(slug__in=["jan-wierzba", "ewa-olszyna", "maria-kalina"]).values_list("pk", flat=True)
    )


def test_posts_that_open_are_those_in_lists_and_deleted_ones_for_their_keepers(viewers):
    some = list(Post.objects.filter(number=2).values_list("pk", "deleted_at"))
    for viewer in viewers[::5] + viewers[-2:]:
        listed = ids(posts_visible_to(viewer))
        opens = {pk for pk, deleted_at in some if deleted_at is None and found(find_post_for, viewer, pk)}
        assert opens == {pk for pk, _ in some} & listed


def test_entries_of_people_and_spaces_in_lists_equal_people_and_spaces_in_lists(viewers):
    for viewer in viewers:
        entries = entries_visible_to(viewer)
        people = set(entries.filter(kind="person").values_list("subject_id", flat=True))
        assert people == ids(people_visible_to(viewer))
        assert set(entries.filter(kind="space").values_list("subject_id", flat=True)) == ids(spaces_visible_to(viewer))


def test_pages_in_lists_equal_pages_that_open(viewers, jan, zielona, closed):
    for space in (zielona, closed):
        pages_of(space, jan, space is closed)
    pages = [page for model in ResourcePage.__subclasses__() for page in model.objects.select_related("locale")]
    pages = [page for page in pages if page.kind in KINDS]
    assert {(page.audience, page.live) for page in pages} >= {("public", True), ("members", True), ("public", False)}
    for viewer in viewers:
        entries = entries_visible_to(viewer).filter(kind__in=KINDS).values_list("kind", "subject_id")
        assert set(entries) == {(p.kind, subject_id_of(p)) for p in pages if may_read(viewer, p)}
    for viewer in viewers[::5] + viewers[-2:]:
        assert all(found(find_page_for, viewer, below_root(p.url_path)) == may_read(viewer, p) for p in pages)


def test_people_in_lists_are_all_for_the_signed_in_and_public_ones_for_visitors(viewers):
    everybody = ids(Person.objects.filter(is_active=True))
    public = ids(Person.objects.filter(is_active=True, is_profile_public=True))
    for viewer in viewers:
        is_inside = viewer.is_authenticated and viewer.is_active
        assert ids(people_visible_to(viewer)) == (everybody if is_inside else public)
