"""Who wants to know: followers less the muted, as far as they may see."""

import pytest

from community.catalogue.models import Entry
from community.following.actions import follow, follow_by_writing, unfollow
from community.following.models import Follow, Level, Target
from community.following.queries import audience_of, level_of, only_who_see

pytestmark = pytest.mark.django_db


@pytest.fixture()
def entry(question):
    return Entry.objects.get(kind="question", subject_id=question.pk)


def test_audience_of_a_reply_is_who_follows_the_entry(entry, anna, jan, olaf):
    follow(person=olaf, target=Target.ENTRY, target_id=entry.pk)
    follow(person=jan, target=Target.SPACE, target_id=entry.space_id)
    assert audience_of(entry, "reply") == {anna.pk, olaf.pk}
    assert audience_of(entry, "new") == {jan.pk}


@pytest.mark.parametrize("muted", [Target.ENTRY, Target.SPACE])
@pytest.mark.parametrize("watched", [Target.ENTRY, Target.SPACE])
def test_mute_wins_over_watch(muted, watched, entry, jan):
    numbers = {Target.ENTRY: entry.pk, Target.SPACE: entry.space_id}
    follow(person=jan, target=watched, target_id=numbers[watched])
    follow(person=jan, target=muted, target_id=numbers[muted], level=Level.MUTED)
    kind = "reply" if watched == Target.ENTRY else "new"
    assert audience_of(entry, kind) & {jan.pk} == set()


@pytest.mark.parametrize("audience", ["public", "community", "members"])
def test_audience_is_only_who_may_see(audience, entry, anna, olaf, maria):
    entry.audience = audience
    wanted = {anna.pk, maria.pk} | ({olaf.pk} if audience != "members" else set())
    assert only_who_see(entry, {anna.pk, olaf.pk, maria.pk}) == wanted


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


@pytest.mark.parametrize(("wish", "level"), [("watch", "watch"), ("mute", "muted"), ("forget", "")])
def test_button_sets_the_level_and_leads_back(wish, level, as_, entry, anna):
    response = as_(anna).post(f"/sledzenie/entry/{entry.pk}/", {"level": wish, "back": entry.url})
    assert response["Location"] == entry.url
    assert level_of(anna.pk, target=Target.ENTRY, target_id=entry.pk) == level


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_button_never_leads_elsewhere(back, as_, entry, anna):
    assert as_(anna).post(f"/sledzenie/entry/{entry.pk}/", {"level": "watch", "back": back})["Location"] == "/"
