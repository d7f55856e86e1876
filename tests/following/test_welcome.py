"""What comes by joining, and the page on which newcomers choose: led there once, open for ever."""

import re
from urllib.parse import urlencode

import pytest

from community.following.actions import follow
from community.following.models import Follow, Target, Welcome
from community.following.queries import level_of, levels_of_tags
from community.following.queries.welcoming import MOST_TOPICS, choosing_for
from community.spaces.actions import add_member, invite, join, leave
from community.spaces.models import Space
from community.spaces.tokens import invitation_token
from community.tags.models import Tag

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PATH = "/witaj/"


@pytest.fixture()
def ppp(db):
    return Space.objects.get(slug="ppp")


@pytest.fixture()
def newcomer(olaf, zielona):
    join(person=olaf, space=zielona)
    return type(olaf).objects.get(pk=olaf.pk)


def space_level(person, space):
    return level_of(person.pk, target=Target.SPACE, target_id=space.pk)


class TestJoining:
    def test_place_is_followed_weekly(self, newcomer, zielona):
        assert space_level(newcomer, zielona) == "weekly"

    @pytest.mark.parametrize("level", ["muted", "watch"])
    def test_what_was_decided_before_stays(self, level, olaf, zielona):
        follow(person=olaf, target=Target.SPACE, target_id=zielona.pk, level=level)
        join(person=olaf, space=zielona)
        assert space_level(olaf, zielona) == level

    def test_leaving_ends_what_came_by_itself(self, newcomer, zielona):
        leave(person=newcomer, space=zielona)
        assert space_level(newcomer, zielona) == ""

    def test_leaving_keeps_what_was_chosen(self, newcomer, zielona):
        follow(person=newcomer, target=Target.SPACE, target_id=zielona.pk, level="daily")
        leave(person=newcomer, space=zielona)
        assert space_level(newcomer, zielona) == "daily"

    def test_joining_twice_changes_nothing(self, newcomer, zielona):
        follow(person=newcomer, target=Target.SPACE, target_id=zielona.pk, level="instant")
        join(person=newcomer, space=zielona)
        assert space_level(newcomer, zielona) == "instant"

    def test_everybody_in_the_demo_hears_of_their_places(self, person):
        rows = Follow.objects.filter(person=person("rafal-szpak"), target=Target.SPACE)
        assert set(rows.values_list("level", "by_itself")) == {("weekly", True)}


class TestBeingLedThere:
    def test_who_joins_is_led_there_once(self, as_, olaf, zielona, ppp):
        browser = as_(olaf)
        assert browser.post("/s/zielona/dolacz/")["Location"] == "/witaj/?siec=zielona"
        assert browser.post("/s/ppp/dolacz/")["Location"] == "/s/ppp/"
        assert Welcome.objects.filter(person=olaf).count() == 1

    def test_invited_newcomer_is_led_there(self, as_, ewa, zielona):
        invitation = invite(by=ewa, space=zielona, email="nowa@welcome.example", name="Nowa Osoba")
        path = f"/zaproszenie/{invitation_token(invitation)}/"
        assert (
            as_().post(path, {"name": "Nowa Osoba", "password": "", "terms": "on"})["Location"]
            == "/witaj/?siec=zielona"
        )

    def test_invited_member_is_led_there(self, as_, olaf, ewa, zielona):
        invitation = invite(by=ewa, space=zielona, email=olaf.email)
        path = f"/zaproszenie/{invitation_token(invitation)}/"
        assert as_(olaf).post(path)["Location"] == "/witaj/?siec=zielona"
        assert as_(olaf).get("/witaj/?siec=zielona").status_code == 200

    def test_who_is_a_member_already_is_not(self, as_, anna, zielona):
        assert as_(anna).post("/s/zielona/dolacz/")["Location"] == "/s/zielona/"
        assert not Welcome.objects.filter(person=anna).exists()

    def test_visitor_signs_in(self, as_):
        assert as_().get(PATH)["Location"].startswith("/konto/login/")


class TestOffer:
    def test_topics_of_the_network_come_by_use(self, newcomer):
        topics = choosing_for(newcomer, slug="zielona").topics
        counts = [topic.entries for topic in topics]
        assert counts == sorted(counts, reverse=True)
        assert len(topics) == MOST_TOPICS
        spaces = set(Tag.objects.filter(pk__in=[topic.id for topic in topics]).values_list("space__slug", flat=True))
        assert spaces <= {"zielona", None}

    def test_followed_topics_are_always_there(self, newcomer):
        shown = {topic.id for topic in choosing_for(newcomer, slug="zielona").topics}
        rare = Tag.objects.filter(space__slug="zielona", merged_into=None).exclude(pk__in=shown)[0]
        follow(person=newcomer, target=Target.TAG, target_id=rare.pk)
        topics = choosing_for(newcomer, slug="zielona").topics
        assert [topic.id for topic in topics if topic.is_followed] == [rare.pk]

    def test_all_places_where_none_is_named_or_not_ones_own(self, newcomer, ppp):
        join(person=newcomer, space=ppp)
        fresh = type(newcomer).objects.get(pk=newcomer.pk)
        names = ["Sieć Zielona", "Sieć PPP"]
        assert [name for _pk, name in choosing_for(fresh).places] == names
        assert [name for _pk, name in choosing_for(fresh, slug="cyfrowa").places] == names
        assert [name for _pk, name in choosing_for(fresh, slug="ppp").places] == names[1:]

    def test_who_is_nowhere_is_offered_topics_of_all_networks(self, olaf):
        there = choosing_for(olaf)
        assert (there.places, len(there.topics)) == ([], MOST_TOPICS)

    def test_members_of_a_group_without_topics_are_offered_those_of_all(self, olaf, closed):
        add_member(person=olaf, space=closed)
        fresh = type(olaf).objects.get(pk=olaf.pk)
        assert len(choosing_for(fresh, slug=closed.slug).topics) == MOST_TOPICS


class TestChoosing:
    def choose(self, browser, zielona, topics=(), level="weekly", rhythm="weekly", **more):
        data = {f"place-{zielona.pk}": level, "topics": [str(pk) for pk in topics], "rhythm": rhythm, **more}
        return browser.post("/witaj/?siec=zielona", data)

    @pytest.fixture()
    def topics(self, newcomer):
        return [topic.id for topic in choosing_for(newcomer, slug="zielona").topics]

    def test_page_shows_boxes_and_what_holds_already(self, as_, newcomer, zielona, topics):
        follow(person=newcomer, target=Target.TAG, target_id=topics[3], level="daily")
        html = as_(newcomer).get("/witaj/?siec=zielona").content.decode()
        checked = re.findall(r'<input[^>]*value="([^"]*)"[^>]*checked', html)
        assert (html.count('name="topics"'), checked) == (MOST_TOPICS, ["weekly", str(topics[3]), "daily"])

    def test_choice_is_stored_and_leads_on(self, as_, newcomer, zielona, topics):
        response = self.choose(as_(newcomer), zielona, topics[:3], level="watch", rhythm="daily")
        assert response["Location"] == "/s/zielona/"
        assert space_level(newcomer, zielona) == "watch"
        assert levels_of_tags(newcomer.pk) == dict.fromkeys(topics[:3], "daily")

    def test_what_is_unticked_is_let_go_and_closer_ones_stay(self, as_, newcomer, zielona, topics):
        for number, level in zip(topics[:4], ("weekly", "weekly", "instant", "muted"), strict=True):
            follow(person=newcomer, target=Target.TAG, target_id=number, level=level)
        self.choose(as_(newcomer), zielona, [topics[1], topics[2]], rhythm="daily")
        assert levels_of_tags(newcomer.pk) == {topics[1]: "daily", topics[2]: "instant", topics[3]: "muted"}

    def test_not_at_all_lets_the_place_go(self, as_, newcomer, zielona):
        self.choose(as_(newcomer), zielona, level="")
        assert space_level(newcomer, zielona) == ""

    def test_muted_place_stays_muted(self, as_, newcomer, zielona):
        follow(person=newcomer, target=Target.SPACE, target_id=zielona.pk, level="muted")
        self.choose(as_(newcomer), zielona, level="")
        assert space_level(newcomer, zielona) == "muted"

    def test_unchanged_place_is_still_one_that_came_by_itself(self, as_, newcomer, zielona):
        self.choose(as_(newcomer), zielona)
        assert Follow.objects.get(person=newcomer, target=Target.SPACE, target_id=zielona.pk).by_itself

    @pytest.mark.parametrize("wrong", [{"rhythm": "watch"}, {"topics": ["0"]}, {"topics": ["x"]}])
    def test_what_was_not_offered_is_explained(self, wrong, as_, newcomer, zielona):
        response = self.choose(as_(newcomer), zielona, **wrong) if "rhythm" in wrong else self.choose(
            as_(newcomer), zielona, wrong["topics"]
        )  # fmt: skip
        assert (response.status_code, levels_of_tags(newcomer.pk)) == (422, {})

    def test_closed_place_is_not_offered(self, as_, newcomer, closed):
        as_(newcomer).post("/witaj/", {f"place-{closed.pk}": "watch", "rhythm": "weekly"})
        assert space_level(newcomer, closed) == ""

    def test_without_a_place_it_leads_to_the_list(self, as_, newcomer):
        assert as_(newcomer).post(PATH, {"rhythm": "weekly"})["Location"] == "/konto/sledzone/"


@pytest.mark.parametrize("slug", ["../../x", "//evil.example", "a b", "nie-ma-takiej", "<b>", "ppp"])
def test_word_in_the_address_that_is_no_place_of_theirs_leads_to_what_they_follow(slug, newcomer, as_):
    browser = as_(newcomer)
    page = browser.get(PATH, {"siec": slug})
    assert page.status_code == 200
    assert 'href="/konto/sledzone/"' in page.content.decode()
    answer = browser.post(f"{PATH}?{urlencode({'siec': slug})}", {"rhythm": "weekly"})
    assert (answer.status_code, answer["Location"]) == (302, "/konto/sledzone/")
