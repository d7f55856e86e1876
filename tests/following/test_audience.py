"""Who is told of a change in the moment it happens: followers less the muted, as far as they may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.catalogue.models import Entry
from community.following.actions import follow, follow_by_writing, unfollow
from community.following.models import FOLLOWED, Follow, Level, Target
from community.following.queries import audience_of, level_of, only_who_see, who_muted
from community.following.silence import muted_of
from community.notifications.models import Notification
from community.people.models import Person
from community.tags.actions import merge_tags
from community.tags.models import Tag
from forum.actions import reply, start_thread

pytestmark = pytest.mark.django_db
NEW = (Target.SPACE, Target.TAG, Target.PERSON)
EVERYTHING = (Target.ENTRY, *NEW)


@pytest.fixture(autouse=True)
def _nothing_followed(db):
    Follow.objects.all().delete()


@pytest.fixture()
def topic(db):
    return Tag.objects.get(name="drzewa przyuliczne")


@pytest.fixture()
def thread(anna, zielona, topic):
    return start_thread(
        author=anna, space=zielona, kind="question", title="Kto liczy drzewa?", text="Szukamy.", key="audience-1",
        tags=[topic],
    )  # fmt: skip


@pytest.fixture()
def entry(thread):
    found = Entry.objects.get(kind="question", subject_id=thread.pk)
    Follow.objects.all().delete()
    return found


@pytest.fixture()
def numbers(entry, topic, anna):
    """Returns by target the number under which the entry's thread is followed."""
    return {
        Target.ENTRY: entry.pk, Target.SPACE: entry.space_id, Target.TAG: topic.pk, Target.PERSON: anna.pk,
    }  # fmt: skip


def told(entry, kind):
    found = audience_of(entry, kind)
    return set(found.people), set(found.at_once)


@pytest.mark.parametrize("target", EVERYTHING)
@pytest.mark.parametrize("kind", ["reply", "new"])
def test_change_is_told_to_who_follows_what_leads_to_it(kind, target, entry, numbers, olaf):
    follow(person=olaf, target=target, target_id=numbers[target])
    leads = target == Target.ENTRY if kind == "reply" else target in NEW
    assert told(entry, kind) == ({olaf.pk} if leads else set(), set())


@pytest.mark.parametrize("target", EVERYTHING)
@pytest.mark.parametrize("level", FOLLOWED)
def test_level_says_whether_and_how_one_is_told(level, target, entry, numbers, olaf):
    follow(person=olaf, target=target, target_id=numbers[target], level=level)
    wanted = {
        Level.WATCH: ({olaf.pk}, set()), Level.INSTANT: ({olaf.pk}, {olaf.pk}), Level.DAILY: (set(), set()),
        Level.WEEKLY: (set(), set()),
    }  # fmt: skip
    assert told(entry, "reply" if target == Target.ENTRY else "new") == wanted[level]


def test_closest_of_several_ways_counts(entry, numbers, olaf):
    follow(person=olaf, target=Target.SPACE, target_id=numbers[Target.SPACE], level=Level.WATCH)
    follow(person=olaf, target=Target.TAG, target_id=numbers[Target.TAG], level=Level.INSTANT)
    assert told(entry, "new") == ({olaf.pk}, {olaf.pk})


@pytest.mark.parametrize("muted", EVERYTHING)
@pytest.mark.parametrize("followed", EVERYTHING)
def test_muting_wins_over_everything(followed, muted, entry, numbers, olaf):
    follow(person=olaf, target=followed, target_id=numbers[followed], level=Level.INSTANT)
    follow(person=olaf, target=muted, target_id=numbers[muted], level=Level.MUTED)
    assert told(entry, "reply" if followed == Target.ENTRY else "new") == (set(), set())
    assert who_muted(entry) == {olaf.pk}


def test_ignored_author_is_not_heard_of(entry, numbers, olaf):
    follow(person=olaf, target=Target.SPACE, target_id=numbers[Target.SPACE])
    follow(person=olaf, target=Target.PERSON, target_id=numbers[Target.PERSON], level=Level.IGNORED)
    assert told(entry, "new") == (set(), set())


def test_nothing_muted_elsewhere_counts(entry, jan, olaf, closed):
    other = Tag.objects.get(name="retencja")
    for target, number in ((Target.TAG, other.pk), (Target.SPACE, closed.pk), (Target.PERSON, jan.pk)):
        follow(person=olaf, target=target, target_id=number, level=Level.MUTED)
    follow(person=olaf, target=Target.ENTRY, target_id=entry.pk)
    assert (told(entry, "reply"), who_muted(entry)) == (({olaf.pk}, set()), set())


class TestMergedTags:
    @pytest.fixture()
    def into(self, topic, ewa):
        other = Tag.objects.get(name="las kieszonkowy")
        return merge_tags(by=ewa, tag=topic, into=other)

    @pytest.mark.parametrize("followed_as", ["merged", "counts as"])
    def test_follower_of_either_is_told(self, followed_as, entry, topic, into, olaf):
        number = topic.pk if followed_as == "merged" else into.pk
        Follow.objects.create(person=olaf, target=Target.TAG, target_id=number, level=Level.WATCH)
        assert told(entry, "new") == ({olaf.pk}, set())
        assert level_of(olaf.pk, target=Target.TAG, target_id=into.pk) == Level.WATCH

    @pytest.mark.parametrize("muted_as", ["merged", "counts as"])
    def test_muting_either_holds_for_both(self, muted_as, entry, topic, into, olaf):
        muted, other = (topic.pk, into.pk) if muted_as == "merged" else (into.pk, topic.pk)
        Follow.objects.create(person=olaf, target=Target.TAG, target_id=muted, level=Level.MUTED)
        Follow.objects.create(person=olaf, target=Target.TAG, target_id=other, level=Level.INSTANT)
        assert told(entry, "new") == (set(), set())
        assert level_of(olaf.pk, target=Target.TAG, target_id=into.pk) == Level.MUTED

    def test_a_new_wish_takes_the_place_of_both(self, topic, into, olaf):
        for number in (topic.pk, into.pk):
            Follow.objects.create(person=olaf, target=Target.TAG, target_id=number, level=Level.WATCH)
        follow(person=olaf, target=Target.TAG, target_id=into.pk, level=Level.DAILY)
        rows = Follow.objects.filter(person=olaf, target=Target.TAG).values_list("target_id", "level")
        assert list(rows) == [(into.pk, "daily")]
        unfollow(person=olaf, target=Target.TAG, target_id=into.pk)
        assert not Follow.objects.filter(person=olaf).exists()


@pytest.mark.parametrize("audience", ["public", "community", "members"])
def test_audience_is_only_who_may_see(audience, entry, anna, olaf, maria):
    entry.audience = audience
    wanted = {anna.pk, maria.pk} | ({olaf.pk} if audience != "members" else set())
    assert only_who_see(entry, {anna.pk, olaf.pk, maria.pk}) == wanted


@pytest.mark.parametrize("kind", ["reply", "new"])
def test_audience_costs_the_same_for_few_and_many(kind, entry, numbers):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = audience_of(entry, kind)
        return len(captured), len(found.people)

    people = list(Person.objects.filter(is_active=True).order_by("pk")[:20])
    counts = []
    for person in people:
        for target in EVERYTHING:
            follow(person=person, target=target, target_id=numbers[target])
        counts.append(cost())
    assert (counts[0], counts[-1]) == ((2, 1), (2, 20))


def test_follow_twice_is_one_follow_at_the_last_level(entry, jan):
    for level in (Level.WATCH, Level.MUTED):
        follow(person=jan, target=Target.ENTRY, target_id=entry.pk, level=level)
    assert list(
        Follow.objects.filter(person=jan, target_id=entry.pk, target="entry").values_list("level", flat=True)
    ) == ["muted"]
    follow_by_writing(person=jan, entry_id=entry.pk)
    assert level_of(jan.pk, target=Target.ENTRY, target_id=entry.pk) == "muted"
    unfollow(person=jan, target=Target.ENTRY, target_id=entry.pk)
    assert level_of(jan.pk, target=Target.ENTRY, target_id=entry.pk) == ""


class TestWriting:
    """What the verbs of the forum make of it."""

    def level(self, person, thread):
        entry = Entry.objects.get(kind=thread.kind, subject_id=thread.pk)
        return level_of(person.pk, target=Target.ENTRY, target_id=entry.pk)

    def test_who_asks_hears_at_once_and_who_replies_in_the_app(self, anna, jan, question, answer):
        assert (self.level(anna, question), self.level(jan, question)) == (Level.INSTANT, Level.WATCH)

    def mails(self, kind, **about):
        rows = Notification.objects.filter(kind=kind, **about)
        return dict(rows.values_list("person__slug", "wants_mail"))

    def test_reply_is_mailed_to_who_follows_at_once(self, anna, jan, ewa, question, answer):
        post = reply(author=ewa, thread=question, text="Dziękuję.", key="audience-12")
        assert self.mails("forum.reply", object_id=post.pk) == {"anna-borowik": True, "jan-wierzba": False}

    def test_new_thread_reaches_followers_of_tag_space_and_author(self, anna, jan, ewa, olaf, maria, zielona, topic):
        follow(person=jan, target=Target.TAG, target_id=topic.pk, level=Level.INSTANT)
        follow(person=ewa, target=Target.SPACE, target_id=zielona.pk)
        follow(person=olaf, target=Target.PERSON, target_id=anna.pk)
        follow(person=maria, target=Target.SPACE, target_id=zielona.pk, level=Level.DAILY)
        made = start_thread(
            author=anna, space=zielona, kind="question", title="Nowe?", text="Tak.", key="audience-13", tags=[topic]
        )
        assert self.mails("forum.asked", object_id=made.posts.get(number=1).pk) == {
            "jan-wierzba": True, "ewa-olszyna": False, "olaf-obcy": False,
        }  # fmt: skip

    def test_mention_is_not_told_to_who_muted_a_tag_of_the_thread(self, jan, ewa, thread, topic):
        follow(person=ewa, target=Target.TAG, target_id=topic.pk, level=Level.MUTED)
        post = reply(author=jan, thread=thread, text="Może @ewa-olszyna wie?", key="audience-14")
        assert self.mails("forum.mention", object_id=post.pk) == {}

    def test_new_page_reaches_followers_of_its_topics_by_its_discussion(self, anna, olaf, zielona):
        page = Entry.objects.get(url="/biblioteka/ogrod/")
        tag_id = page.tagged.values_list("tag_id", flat=True)[0]
        follow(person=olaf, target=Target.TAG, target_id=tag_id)
        made = start_thread(
            author=anna, space=zielona, kind="discussion", title=page.title, text="T.", key="audience-15", about=page
        )
        assert self.mails("forum.asked", object_id=made.posts.get(number=1).pk) == {"olaf-obcy": False}

    def test_what_was_muted_meanwhile_is_told_by_no_letter(self, anna, jan, thread, topic, zielona):
        name, entry = f"question:{thread.pk}", Entry.objects.get(kind="question", subject_id=thread.pk)
        targets = {"entry": entry.pk, "space": zielona.pk, "tag": topic.pk, "person": anna.pk}
        found = []
        for target, number in targets.items():
            Follow.objects.all().delete()
            follow(person=jan, target=target, target_id=number, level=Level.MUTED)
            found.append(muted_of({jan.pk: {name}, anna.pk: {name}}))
        assert found == [{jan.pk: {name}, anna.pk: set()}] * 4
