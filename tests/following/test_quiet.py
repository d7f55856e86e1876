"""Muting and ignoring people: secret, undone at will, and in effect wherever something would be told or offered."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.base.http import Refused
from community.catalogue.actions import relate_now
from community.catalogue.models import Entry
from community.catalogue.queries.around import around
from community.catalogue.queries.lists import latest_entries, space_entries, waiting_questions
from community.catalogue.queries.search import search
from community.catalogue.queries.suggesting import similar, suggestions
from community.catalogue.queries.within import passages_with
from community.catalogue.typed import read_query
from community.following.actions import MOST_QUIET, follow, hear_again, keep_quiet
from community.following.models import Follow, Level, Target
from community.following.queries import level_of, quiet_people
from community.notifications.actions import notify
from community.notifications.models import Notification
from community.notifications.queries import inbox
from community.spaces.rules import standing_of, without_ignored
from community.spaces.standing import forget_standing
from forum.actions import accept_answer, reply
from forum.models import Post
from forum.queries.lists import thread_list, threads_by
from tests.catalogue.reading import asked

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture(autouse=True)
def _nothing_waits(db):
    """What the demo left in the inboxes is read."""
    Notification.objects.update(read_at=timezone.now())


@pytest.fixture(params=[Level.MUTED, Level.IGNORED])
def quiet(request, anna, jan):
    """Jan, whom Anna has muted, or ignores."""
    keep_quiet(person=anna, other=jan, level=request.param)
    return jan


@pytest.fixture()
def ignored(anna, jan):
    keep_quiet(person=anna, other=jan, level=Level.IGNORED)
    return jan


@pytest.fixture()
def his_thread(jan, zielona):
    return asked(jan, zielona, "Kto kosi łąki kwietne?", "Wertykulator listwowy.")


def told(person):
    return Notification.objects.filter(person=person, read_at=None).count()


class TestNotifications:
    def test_reply_and_mention_of_a_quiet_person_are_not_told(self, anna, question, quiet):
        reply(author=quiet, thread=question, text="Odpowiedź dla @anna-borowik", key="quiet-reply")
        assert told(anna) == 0

    def test_acceptance_by_a_quiet_person_is_not_told(self, anna, jan, his_thread):
        post = reply(author=anna, thread=his_thread, text="My kosimy.", key="of-anna-1234")
        keep_quiet(person=anna, other=jan)
        accept_answer(by=jan, post=post)
        assert Notification.objects.filter(person=anna, kind="forum.accepted").count() == 0

    def test_others_are_told_as_before(self, anna, ewa, question, quiet):
        reply(author=ewa, thread=question, text="Odpowiedź dla @anna-borowik", key="loud-reply")
        assert told(anna) == 1

    def test_what_waits_of_a_person_counts_as_read_once_they_are_quiet(self, anna, jan, answer):
        assert told(anna) == 1
        keep_quiet(person=anna, other=jan)
        assert told(anna) == 0

    def test_duties_are_told_all_the_same(self, anna, quiet):
        notify("moderation.decided", to=[anna.pk], object_id=1, actor=quiet)
        assert told(anna) == 1

    def test_duties_that_wait_go_on_waiting(self, anna, jan, answer):
        notify("moderation.decided", to=[anna.pk], object_id=1, actor=jan)
        keep_quiet(person=anna, other=jan)
        waiting = Notification.objects.filter(person=anna, read_at=None)
        assert list(waiting.values_list("kind", flat=True)) == ["moderation.decided"]

    def test_heard_again_is_told_again(self, anna, question, quiet):
        hear_again(person=anna, other_id=quiet.pk)
        reply(author=quiet, thread=question, text="Odpowiedź.", key="heard-reply")
        assert told(anna) == 1

    def test_inbox_forgets_lines_of_the_ignored_only(self, anna, jan, answer):
        lines = []
        for level in (None, Level.MUTED, Level.IGNORED):
            if level:
                keep_quiet(person=anna, other=jan, level=level)
            forget_standing(anna)
            lines.append(len([line for line in inbox(anna).rows if answer.thread.title in line.sentence]))
        assert lines == [1, 1, 0]


class TestOffers:
    """Each list, search and suggestion: with the ignored person's thread, or passage, and without."""

    @pytest.fixture()
    def offered(self, anna, zielona, his_thread, question):
        """Returns a function: for each place, whether Jan's thread is offered to this viewer there."""
        beside = asked(anna, zielona, "Kto kosi łąki kwietne w mieście?", "Pytanie obok.")
        for thread in (his_thread, beside):
            relate_now(Entry.objects.get(subject_id=thread.pk, kind="question").pk)
        entry = Entry.objects.get(subject_id=beside.pk, kind="question")

        def places(viewer):
            title = his_thread.title
            typed = read_query("wertykulator")
            entries = space_entries(viewer, zielona)
            return {
                "latest": title in [row.title for row in latest_entries(viewer, limit=50)],
                "space": title in [row.title for row in entries.latest],
                "open": title in [row.title for row in entries.waiting],
                "waiting": title in [row.title for row in waiting_questions(viewer, space_ids=[zielona.pk], limit=50)],
                "threads": title in [row.title for row in thread_list(viewer, space=zielona).rows],
                "of the person": title in [row.title for row in threads_by(viewer, his_thread.author).rows],
                "search": search(viewer, typed).total == 1,
                "suggestions": title in [row.label for row in suggestions(viewer, "kosi lak", tag_label="x")],
                "similar": title in [row.title for row in similar(viewer, "Kto kosi łąki kwietne?")],
                "related": title in [row.title for row in around(viewer, entry.pk).related],
            }

        return places

    def test_everywhere_before_and_nowhere_after(self, anna, jan, offered):
        before = offered(anna)
        keep_quiet(person=anna, other=jan, level=Level.IGNORED)
        after = offered(anna)
        assert (before, after) == (dict.fromkeys(before, True), dict.fromkeys(before, False))

    def test_muted_people_are_offered_as_before(self, anna, jan, offered):
        keep_quiet(person=anna, other=jan, level=Level.MUTED)
        places = offered(anna)
        assert places == dict.fromkeys(places, True)

    def test_who_facilitates_meets_everything_there(self, ewa, maria, jan, offered):
        for who in (ewa, maria):
            keep_quiet(person=who, other=jan, level=Level.IGNORED)
            places = offered(who)
            places.pop("waiting")  # unanswered questions of the own networks
            assert places == dict.fromkeys(places, True)

    def test_passage_in_anothers_thread_is_not_found(self, anna, jan, question):
        reply(author=jan, thread=question, text="Polecam glebogryzarkę.", key="passage-1234")
        entry, typed = Entry.objects.get(subject_id=question.pk, kind="question"), read_query("glebogryzarka")

        def found():
            return search(anna, typed).total, passages_with(anna, entry, typed).total

        assert found() == (1, 1)
        keep_quiet(person=anna, other=jan, level=Level.IGNORED)
        assert found() == (0, 0)

    def test_own_texts_are_found_beside_those_of_the_ignored(self, anna, ignored, question):
        reply(author=ignored, thread=question, text="Polecam podlewanie.", key="passage-1234")
        assert search(anna, read_query("podlewanie")).total >= 1


class TestThreadPage:
    def test_post_is_folded_for_who_ignores_its_author(self, as_, anna, olaf, ignored, answer):
        html = {who: as_(who).get(answer.thread.url).content.decode() for who in (anna, olaf, None)}
        slot = f'data-part="post-{answer.pk}" data-roles="'
        roles = html[anna].split(slot)[1].split('"')[0]
        assert "ignored" in roles.split()
        shown = html[anna].split("<template")[0] + html[anna].split("</template>")[1]
        folds = [shown.count('<details class="ignored">'), *(html[who].count("ignored") for who in (olaf, None))]
        assert folds == [1, 0, 0]

    def test_live_thread_knows_whom_to_fold(self, as_, anna, olaf, ignored, question):
        names = f'data-ignored="{ignored.pk}"'
        assert [as_(who).get(question.url).content.decode().count(names) for who in (anna, olaf)] == [1, 0]

    def test_facilitator_has_nothing_folded(self, as_, ewa, jan, answer):
        keep_quiet(person=ewa, other=jan, level=Level.IGNORED)
        assert as_(ewa).get(answer.thread.url).content.decode().count("ignored") == 0

    def test_ignoring_costs_no_query(self, as_, anna, jan, answer):
        def cost():
            with CaptureQueriesContext(connection) as captured:
                browser.get(answer.thread.url)
            return len(captured)

        browser = as_(anna)
        browser.get(answer.thread.url)
        before = cost()
        keep_quiet(person=anna, other=jan, level=Level.IGNORED)
        assert cost() == before


class TestDoors:
    def press(self, as_, who, other_id, level, **more):
        data = {"level": level, "back": "/ludzie/"}
        return as_(who).post(f"/sledzenie/person/{other_id}/", data, **more)

    @pytest.mark.parametrize(("wish", "level"), [("mute", "muted"), ("ignore", "ignored"), ("forget", "")])
    def test_button_sets_and_undoes(self, wish, level, as_, anna, jan, quiet):
        assert self.press(as_, anna, jan.pk, wish)["Location"] == "/ludzie/"
        assert level_of(anna.pk, target=Target.PERSON, target_id=jan.pk) == level

    def test_button_answers_a_script_with_itself(self, as_, anna, jan):
        html = self.press(as_, anna, jan.pk, "ignore", headers={"HX-Request": "true"}).content.decode()
        assert re.findall(r'value="(\w+)" aria-current', html) == ["ignore"]
        assert [html.count(f'name="level" value="{word}"') for word in ("forget", "ignore", "mute")] == [1, 1, 1]

    @pytest.mark.parametrize("wish", ["ignored", "", "x"])
    def test_other_wishes_are_refused_in_words(self, wish, as_, anna, jan):
        assert self.press(as_, anna, jan.pk, wish).status_code == 400
        assert Follow.objects.filter(person=anna, target=Target.PERSON, target_id=jan.pk).count() == 0

    def test_following_a_quiet_person_hears_them_again(self, as_, anna, jan, ignored):
        self.press(as_, anna, jan.pk, "watch")
        assert quiet_people(anna) == []
        assert standing_of(type(anna).objects.get(pk=anna.pk)).ignored == frozenset()

    def test_people_whom_one_follows_are_not_in_the_list_of_quiet_ones(self, anna, jan, olaf):
        follow(person=anna, target=Target.PERSON, target_id=olaf.pk, level=Level.WEEKLY)
        keep_quiet(person=anna, other=jan)
        assert [row.id for row in quiet_people(anna)] == [jan.pk]

    def test_ignore_is_for_people_only(self, as_, anna, question):
        entry = Entry.objects.get(subject_id=question.pk, kind="question")
        assert as_(anna).post(f"/sledzenie/entry/{entry.pk}/", {"level": "ignore"}).status_code == 400

    def test_nobody_ignores_themselves(self, as_, anna):
        assert self.press(as_, anna, anna.pk, "ignore").status_code == 404
        with pytest.raises(Refused):
            keep_quiet(person=anna, other=anna)

    def test_nobody_there_is_not_found(self, as_, anna):
        assert self.press(as_, anna, 999_999, "mute").status_code == 404

    def test_closed_account_can_be_let_go(self, as_, anna, ignored):
        type(ignored).objects.filter(pk=ignored.pk).update(is_active=False)
        assert self.press(as_, anna, ignored.pk, "forget").status_code == 302
        assert quiet_people(anna) == []

    def test_five_hundred_are_as_many_as_one_can(self, as_, anna, jan):
        ids = range(10**6, 10**6 + MOST_QUIET)
        Follow.objects.bulk_create(Follow(person=anna, target=Target.PERSON, target_id=n, level="muted") for n in ids)
        assert self.press(as_, anna, jan.pk, "mute").status_code == 409

    def test_list_is_ones_own(self, as_, anna, jan, quiet):
        link = f'action="/sledzenie/person/{jan.pk}/"'
        assert [as_(who).get("/konto/wyciszone/").content.decode().count(link) for who in (anna, jan)] == [1, 0]

    def test_profile_has_the_button_but_not_ones_own(self, as_, anna, jan):
        door, path = f"/sledzenie/person/{jan.pk}/", f"/ludzie/{jan.slug}/"
        shown = [as_(who).get(path).content.decode().count(door) for who in (anna, jan)]
        assert shown == [2, 0]  # in action and for the script

    def test_nobody_else_learns_of_it(self, as_, anna, jan, question):
        pages = ["/", f"/ludzie/{anna.slug}/", question.url, "/powiadomienia/"]
        before = [as_(jan).get(path).content.decode().count("ignor") for path in pages]
        keep_quiet(person=anna, other=jan, level=Level.IGNORED)
        assert [as_(jan).get(path).content.decode().count("ignor") for path in pages] == before
        assert Notification.objects.filter(actor=anna, person=jan).count() == 0


def test_filter_equals_the_rule_for_all_posts(anna, ewa, maria, jan, answer):
    others = Post.objects.filter(author__isnull=False).exclude(author__in=[anna, ewa, maria])
    for who in (anna, ewa, maria):
        for other in [jan, *(post.author for post in others.order_by("pk")[:40:10])]:
            keep_quiet(person=who, other=other, level=Level.IGNORED)
        shown = set(Post.objects.filter(without_ignored(who, space="thread__space_id")).values_list("pk", flat=True))
        rows = Post.objects.values_list("pk", "author_id", "thread__space_id")
        rule = {pk for pk, author, space in rows if not standing_of(who).ignores(author, space_id=space)}
        assert shown == rule
        assert (len(shown) < len(rows)) == (who != maria)
