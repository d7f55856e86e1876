"""The follow button: every target and level, with and without a script; who may press it, and what is refused."""

import re

import pytest

from community.catalogue.models import Entry
from community.following.actions import MOST_FOLLOWS, follow
from community.following.models import Follow, SavedSearch, Target
from community.following.offers import wishes_for
from community.following.queries import level_of
from community.tags.actions import merge_tags
from community.tags.models import Tag
from forum.models import Thread

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
LEVELS = {"watch": "watch", "instant": "instant", "daily": "daily", "weekly": "weekly", "mute": "muted"}


@pytest.fixture()
def numbers(question, zielona, jan, anna):
    """Returns the number of something to follow for each target, as Anna may."""
    search = SavedSearch.objects.create(person=anna, name="Drzewa", query="q=drzewa")
    return {
        Target.ENTRY: Entry.objects.get(kind="question", subject_id=question.pk).pk, Target.SPACE: zielona.pk,
        Target.TAG: Tag.objects.get(name="retencja").pk, Target.PERSON: jan.pk, Target.SEARCH: search.pk,
    }  # fmt: skip


def press(browser, target, number, level, **more):
    return browser.post(f"/sledzenie/{target}/{number}/", {"level": level, "back": "/sieci/"}, **more)


@pytest.mark.parametrize(
    ("target", "wish"), [(target, wish) for target in Target.values for wish in wishes_for(target) if wish != "forget"]
)
def test_button_sets_each_level_of_each_target_and_undoes_it(target, wish, as_, anna, numbers):
    browser, number = as_(anna), numbers[target]
    assert press(browser, target, number, wish)["Location"] == "/sieci/"
    wanted = "ignored" if wish == "ignore" else LEVELS[wish]
    assert level_of(anna.pk, target=target, target_id=number) == wanted
    press(browser, target, number, "forget")
    assert level_of(anna.pk, target=target, target_id=number) == ""


@pytest.mark.parametrize("target", Target.values)
def test_answer_to_a_script_is_the_button_with_the_focus(target, as_, anna, numbers):
    number = numbers[target]
    html = press(as_(anna), target, number, "weekly", headers={"HX-Request": "true"}).content.decode()
    focused = re.findall(r"<(\w+)[^>]*autofocus", html)
    said = html.count("You follow: weekly digest") + html.count("cotygodniow")
    assert (html.count("<form"), focused, re.findall(r'value="(\w+)" aria-current', html)) == (
        1, ["summary"], ["weekly"],
    )  # fmt: skip
    assert said or "state--good" in html


@pytest.mark.parametrize("target", [*Target.values[:4]])
def test_button_without_a_wish_follows_with_one_press(target, as_, anna, numbers):
    number = numbers[target]
    browser = as_(anna)
    press(browser, target, number, "weekly")
    html = press(browser, target, number, "forget", headers={"HX-Request": "true"}).content.decode()
    first = re.search(rf'<button class="button" id="follow-{target}-{number}"[^>]* name="level" value="(\w+)"', html)
    assert first[1] == ("watch" if target == "entry" else "weekly")
    assert re.findall(r"<(\w+)[^>]*autofocus", html) == ["button"]


def test_letting_a_search_go_deletes_it(as_, anna, numbers):
    press(as_(anna), "search", numbers[Target.SEARCH], "forget")
    assert not SavedSearch.objects.filter(pk=numbers[Target.SEARCH]).exists()


@pytest.mark.parametrize(
    ("target", "wish"),
    [("entry", "ignore"), ("search", "watch"), ("search", "mute"), ("entry", ""), ("tag", "x"), ("person", "ignored")],
)
def test_what_cannot_be_wished_is_refused_in_words(target, wish, as_, anna, numbers):
    before = level_of(anna.pk, target=target, target_id=numbers[target])
    assert press(as_(anna), target, numbers[target], wish).status_code == 400
    assert level_of(anna.pk, target=target, target_id=numbers[target]) == before


class TestSecrets:
    def test_closed_thread_and_space_are_not_found(self, as_, olaf, closed):
        thread = Thread.objects.filter(space=closed, kind="question")[0]
        entry = Entry.objects.get(kind="question", subject_id=thread.pk)
        answers = [press(as_(olaf), target, number, "weekly").status_code for target, number in (
            ("entry", entry.pk), ("space", closed.pk), ("tag", 10**9), ("person", 10**9), ("search", 1), ("x", 1),
        )]  # fmt: skip
        assert answers == [404] * 6
        assert not Follow.objects.filter(person=olaf).exists()

    def test_search_of_somebody_else_is_not_found(self, as_, jan, numbers):
        assert press(as_(jan), "search", numbers[Target.SEARCH], "daily").status_code == 404
        assert press(as_(jan), "search", numbers[Target.SEARCH], "forget").status_code == 404
        assert SavedSearch.objects.filter(pk=numbers[Target.SEARCH]).exists()

    def test_tag_of_a_closed_space_is_not_found(self, as_, olaf, closed):
        tag = Tag.objects.create(name="tajny temat", space=closed)
        assert press(as_(olaf), "tag", tag.pk, "watch").status_code == 404

    def test_what_is_closed_by_now_can_be_let_go(self, as_, olaf, closed):
        follow(person=olaf, target="space", target_id=closed.pk)
        assert press(as_(olaf), "space", closed.pk, "forget").status_code == 302
        assert not Follow.objects.filter(person=olaf).exists()

    def test_nobody_follows_themselves(self, as_, anna):
        assert press(as_(anna), "person", anna.pk, "weekly").status_code == 404

    def test_closed_account_is_not_found(self, as_, anna, jan):
        type(jan).objects.filter(pk=jan.pk).update(is_active=False)
        assert press(as_(anna), "person", jan.pk, "weekly").status_code == 404

    def test_nobody_learns_who_follows_them(self, as_, anna, jan):
        pages = [f"/ludzie/{jan.slug}/", "/konto/sledzone/", "/powiadomienia/", "/"]
        before = [as_(jan).get(path).content.decode().count(anna.name) for path in pages]
        follow(person=anna, target="person", target_id=jan.pk, level="watch")
        assert [as_(jan).get(path).content.decode().count(anna.name) for path in pages] == before

    def test_visitor_signs_in(self, as_, numbers):
        response = press(as_(), "tag", numbers[Target.TAG], "weekly")
        assert response["Location"].startswith("/konto/login/")
        assert as_().get(f"/sledzenie/tag/{numbers[Target.TAG]}/")["Location"].startswith("/konto/login/")


def test_merged_tag_is_followed_as_what_it_counts_as(as_, anna, ewa):
    tag, into = Tag.objects.get(name="deszczówka"), Tag.objects.get(name="wody opadowe")
    merge_tags(by=ewa, tag=tag, into=into)
    Follow.objects.filter(person=anna, target="tag").delete()
    press(as_(anna), "tag", tag.pk, "daily")
    rows = Follow.objects.filter(person=anna, target="tag").values_list("target_id", "level")
    assert list(rows) == [(into.pk, "daily")]


class TestLimit:
    @pytest.fixture()
    def full(self, anna):
        Follow.objects.filter(person=anna).delete()
        Follow.objects.bulk_create(
            Follow(person=anna, target="entry", target_id=10**6 + n, level="watch") for n in range(MOST_FOLLOWS)
        )
        return anna

    def test_one_more_is_refused_with_a_sentence(self, as_, full, zielona):
        response = press(as_(full), "space", zielona.pk, "weekly")
        assert response.status_code == 409
        assert "500" in response.content.decode()
        assert Follow.objects.filter(person=full).count() == MOST_FOLLOWS

    def test_what_is_followed_already_can_be_changed(self, as_, full, question):
        entry = Entry.objects.get(kind="question", subject_id=question.pk)
        Follow.objects.filter(person=full, target="entry", target_id=entry.pk).delete()
        Follow.objects.filter(person=full, target_id=10**6).update(target_id=entry.pk)
        assert press(as_(full), "entry", entry.pk, "daily").status_code == 302
        assert level_of(full.pk, target="entry", target_id=entry.pk) == "daily"

    def test_what_comes_by_itself_neither_counts_nor_is_refused(self, as_, full, zielona):
        from forum.actions import start_thread

        thread = start_thread(author=full, space=zielona, kind="question", title="Nowe?", text="T.", key="limit-1234")
        entry = Entry.objects.get(kind="question", subject_id=thread.pk)
        assert level_of(full.pk, target="entry", target_id=entry.pk) == "instant"
        Follow.objects.filter(person=full, target_id=10**6).delete()
        assert press(as_(full), "space", zielona.pk, "weekly").status_code == 302

    def test_mute_of_a_person_has_a_limit_of_its_own(self, as_, full, jan):
        assert press(as_(full), "person", jan.pk, "mute").status_code == 302


class TestChoices:
    """What the folded button of a thread fetches, and what it leads to without a script."""

    @pytest.mark.parametrize("target", Target.values)
    def test_page_offers_every_wish_with_a_sentence(self, target, as_, anna, numbers):
        html = as_(anna).get(f"/sledzenie/{target}/{numbers[target]}/?back=/watki/").content.decode()
        is_followed = level_of(anna.pk, target=target, target_id=numbers[target])
        wanted = [word for word in wishes_for(target) if word != "forget" or is_followed]
        assert re.findall(r'name="level" value="(\w+)"', html) == wanted
        assert (html.count("<small>"), html.count('name="back" value="/watki/"')) == (len(set(wanted) - {"forget"}), 1)

    def test_script_gets_the_button_with_its_menu_open(self, as_, anna, numbers):
        path = f"/sledzenie/entry/{numbers[Target.ENTRY]}/?back=/watki/"
        html = as_(anna).get(path, headers={"HX-Request": "true"}).content.decode()
        assert (html.count("<form"), html.count(" open>"), html.count("</html>")) == (1, 1, 0)

    def test_answer_is_folded_again(self, as_, anna, numbers):
        data = {"level": "daily", "back": "/watki/", "manner": "folded"}
        path = f"/sledzenie/entry/{numbers[Target.ENTRY]}/"
        html = as_(anna).post(path, data, headers={"HX-Request": "true"}).content.decode()
        assert (html.count("<details"), html.count(f'href="{path}?back=/watki/"')) == (0, 1)

    def test_what_is_closed_is_not_found(self, as_, olaf, closed, numbers):
        paths = [f"/sledzenie/space/{closed.pk}/", f"/sledzenie/search/{numbers[Target.SEARCH]}/", "/sledzenie/x/1/"]
        assert [as_(olaf).get(path).status_code for path in paths] == [404, 404, 404]

    def test_name_of_what_was_closed_since_is_not_told(self, as_, olaf, closed):
        follow(person=olaf, target="space", target_id=closed.pk)
        assert as_(olaf).get(f"/sledzenie/space/{closed.pk}/").status_code == 404


class TestPages:
    """Each page that has the button, with the address that it presses."""

    def test_pages_have_the_button_for_members_only(self, as_, anna, question, zielona, jan, numbers):
        pages = {
            question.url: f"/sledzenie/entry/{numbers[Target.ENTRY]}/", zielona.url: f"/sledzenie/space/{zielona.pk}/",
            "/tematy/retencja/": f"/sledzenie/tag/{numbers[Target.TAG]}/",
            f"/ludzie/{jan.slug}/": f"/sledzenie/person/{jan.pk}/",
        }  # fmt: skip
        shown = {path: as_(anna).get(path).content.decode().count(f'action="{door}"') for path, door in pages.items()}
        assert shown == dict.fromkeys(pages, 1)
        assert [as_().get(path).content.decode().count("/sledzenie/") for path in list(pages)[:3]] == [0, 0, 0]

    def test_article_has_the_button(self, as_, anna):
        assert as_(anna).get("/biblioteka/ogrod/").content.decode().count('action="/sledzenie/entry/') == 1

    def test_own_profile_has_none(self, as_, anna):
        assert as_(anna).get(f"/ludzie/{anna.slug}/").content.decode().count("/sledzenie/person/") == 0

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x()"])
    def test_button_never_leads_elsewhere(self, back, as_, anna, zielona):
        assert as_(anna).post(f"/sledzenie/space/{zielona.pk}/", {"level": "watch", "back": back})["Location"] == "/"
