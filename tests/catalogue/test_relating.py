"""Relatives: threads that share tags and words of their titles, worked out after a change, for their readers."""

import re
from html import unescape

import pytest

from community.catalogue.actions.relating import KEPT
from community.catalogue.models import Entry, Related
from community.catalogue.queries.around import MOST_RELATED, around
from community.tags.models import Tag
from forum.actions import delete_post, edit_post, restore_post
from tests.catalogue.reading import asked, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture()
def done(django_capture_on_commit_callbacks):
    """Returns a function: does something and all that follows from it."""

    def do(act, *args, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **given)

    return do


def entry_of(thread):
    return Entry.objects.get(kind=thread.kind, subject_id=thread.pk)


def near(thread):
    """Returns the titles of a thread's relatives, the nearest first."""
    rows = Related.objects.filter(entry=entry_of(thread)).order_by("-score", "-other")
    return list(rows.values_list("other__title", flat=True))


def test_threads_with_the_same_words_are_related_in_any_form(done, anna, zielona):
    first = done(asked, anna, zielona, "Hydrofornia i kosodrzewina")
    second = done(asked, anna, zielona, "Kosodrzewiny przy hydroforni")
    done(asked, anna, zielona, "Gołoledź, latarnik, wiatromierz")
    assert (near(first), near(second)) == ([second.title], [first.title])


def test_threads_with_the_same_tag_are_related(done, anna, zielona):
    tag, other = Tag.objects.create(name="Temat bliski"), Tag.objects.create(name="Temat dawny")
    first = done(asked, anna, zielona, "Hydrofornia", tags=[tag])
    second = done(asked, anna, zielona, "Kosodrzewina", tags=[tag])
    third = done(asked, anna, zielona, "Wiatromierz", tags=[other])
    assert (near(first), near(second), near(third)) == (["Kosodrzewina"], ["Hydrofornia"], [])
    Tag.objects.filter(pk=other.pk).update(merged_into=tag)
    done(edit_post, by=anna, post=third.posts.get(number=1), text="Treść pytania.", version=1, title="Wiatromierze")
    assert sorted(near(third)) == ["Hydrofornia", "Kosodrzewina"]


def test_tags_and_words_together_come_first(done, anna, zielona):
    tag = Tag.objects.create(name="Temat bliski")
    done(asked, anna, zielona, "Kosodrzewina", tags=[tag])
    both = done(asked, anna, zielona, "Hydrofornia i latarnik", tags=[tag])
    done(asked, anna, zielona, "Hydrofornia bez latarnika")
    own = done(asked, anna, zielona, "Latarnik i hydrofornia", tags=[tag])
    assert near(own) == [both.title, "Hydrofornia bez latarnika", "Kosodrzewina"]


def test_title_that_changed_changes_the_relatives(done, anna, zielona):
    first = done(asked, anna, zielona, "Hydrofornia i kosodrzewina")
    second = done(asked, anna, zielona, "Kosodrzewina i hydrofornia")
    done(
        edit_post, by=anna, post=second.posts.get(number=1), text="Inna treść.", version=1, title="Zupełnie wiatromierz"
    )
    assert (near(first), near(second)) == ([], [])


def test_deleted_thread_has_no_relatives_until_it_is_restored(done, anna, zielona):
    first = done(asked, anna, zielona, "Hydrofornia i kosodrzewina")
    second = done(asked, anna, zielona, "Kosodrzewina i hydrofornia")
    post = second.posts.get(number=1)
    done(delete_post, by=anna, post=post)
    assert (near(first), Related.objects.filter(entry=entry_of(second)).count()) == ([], 0)
    done(restore_post, by=anna, post=post)
    assert (near(first), near(second)) == ([second.title], [first.title])


def test_people_and_places_are_no_relatives(done, anna, zielona):
    thread = done(asked, anna, zielona, "Racibórz i Sieć Zielona")
    moving = Entry.objects.filter(pk__in=Related.objects.filter(entry=entry_of(thread)).values("other"))
    assert set(moving.values_list("moves", flat=True)) <= {True}
    assert Related.objects.filter(entry__moves=False).count() == 0


@pytest.mark.parametrize("title", ["🌳🌳🌳🌳🌳🌳🌳🌳", '"""""""" ****', "a i o u w z na do"])
def test_title_without_words_has_no_relatives(title, done, anna, zielona):
    assert near(done(asked, anna, zielona, title)) == []


class TestAround:
    def test_thread_page_shows_the_nearest_and_the_tags(self, as_, done, anna, zielona):
        tag = Tag.objects.create(name="Temat bliski")
        titles = [done(asked, anna, zielona, f"Hydrofornia {word}", tags=[tag]).title for word in
                  ("krasnal", "latarnik", "osmoza", "pergola", "wiatromierz", "gołoledź")]  # fmt: skip
        thread = done(asked, anna, zielona, "Hydrofornia kosodrzewina", tags=[tag])
        html = page_of(as_().get(thread.url))
        section = html[html.index('id="related"') :]
        shown = re.findall(r'<li><a href="(/watki/[^"]+)">([^<]+)</a>', section[: section.index("</section>")])
        assert [unescape(title) for _url, title in shown] == sorted(titles)[:MOST_RELATED]
        assert html.count('href="/tematy/temat-bliski/"') == 1

    def test_relatives_are_shown_to_whom_they_are_open(self, done, anna, olaf, zielona, closed, person):
        from django.contrib.auth.models import AnonymousUser

        thread = done(asked, anna, zielona, "Hydrofornia i kosodrzewina")
        insider = person("leszek-czyzyk")
        for space, author, audience in (
            (closed, insider, "members"),
            (zielona, anna, "community"),
            (zielona, anna, "members"),
        ):
            done(asked, author, space, f"Hydrofornia, kosodrzewina: {space.slug} {audience}", audience=audience)
        pk = entry_of(thread).pk
        shown = [len(around(viewer, pk).related) for viewer in (AnonymousUser(), olaf, anna, insider)]
        assert shown == [0, 1, 2, 2]

    def test_nearer_threads_that_are_closed_push_no_open_one_out(self, done, anna, zielona, closed, person):
        from django.contrib.auth.models import AnonymousUser

        thread = done(asked, anna, zielona, "Hydrofornia i kosodrzewina przy latarniku")
        opened = done(asked, anna, zielona, "Hydrofornia bez kosodrzewiny")
        insider, pk = person("leszek-czyzyk"), entry_of(thread).pk
        for _number in range(KEPT + 1):
            done(asked, insider, closed, thread.title, audience="members")
        assert [row.title for row in around(AnonymousUser(), pk).related] == [opened.title]
        assert [row.title for row in around(insider, pk).related] == [thread.title] * MOST_RELATED
        assert Related.objects.filter(entry=pk).count() == KEPT + 1
        done(
            edit_post, by=anna, post=thread.posts.get(number=1), text="Inna treść.", version=1, title=thread.title + "!"
        )
        assert [row.title for row in around(AnonymousUser(), pk).related] == [opened.title]

    def test_nothing_stands_around_what_is_not_listed(self, anna):
        assert (around(anna, None).tags, around(anna, None).related) == ([], [])

    def test_one_query_with_any_number(self, done, anna, zielona, django_assert_num_queries):
        pk = entry_of(done(asked, anna, zielona, "Hydrofornia i kosodrzewina")).pk
        around(anna, pk)  # asks once where Anna stands
        for size in (1, 8):
            for number in range(size):
                done(asked, anna, zielona, f"Hydrofornia i kosodrzewina {size} {number}")
            with django_assert_num_queries(1):
                around(anna, pk)
