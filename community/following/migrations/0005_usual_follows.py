"""Members from before digests follow their places as everybody does who joins one now: by the weekly digest."""

from django.db import migrations
from django.utils import timezone

BATCH = 1000


def follow_own_places(apps, _editor):
    """Makes members who follow no place follow all of theirs but those they muted. A query, and one for each batch.

    Follows of threads decide nothing: until now they came by writing.
    """
    Follow = apps.get_model("following", "Follow")
    Membership = apps.get_model("spaces", "Membership")
    decided = Follow.objects.filter(target="space").exclude(level="muted").values("person")
    rows = Membership.objects.exclude(person__in=decided).order_by("pk").values_list("person_id", "space_id")
    now = timezone.now()
    made = [
        Follow(person_id=person, target="space", target_id=space, level="weekly", by_itself=True, created_at=now)
        for person, space in rows
    ]
    Follow.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)


def forget_what_came_by_itself(apps, _editor):
    """Takes it back, with what came by joining since: before, nobody followed a place without having chosen to."""
    Follow = apps.get_model("following", "Follow")
    Follow.objects.filter(target="space", level="weekly", by_itself=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('following', '0004_levels'),
        ('spaces', '0002_hand_over'),
    ]

    operations = [migrations.RunPython(follow_own_places, forget_what_came_by_itself)]
