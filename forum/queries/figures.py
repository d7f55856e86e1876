"""Living numbers about the forum."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from forum.models import Thread, ThreadKind

MONTH = timedelta(days=30)


def answered_this_month() -> dict[int, int]:
    """Returns, by space id, how many public questions got an accepted answer in the last 30 days. One query."""
    rows = Thread.objects.live().filter(kind=ThreadKind.QUESTION, audience="public")
    recent = rows.filter(accepted_at__gte=timezone.now() - MONTH).values_list("space_id")
    return dict(recent.annotate(n=Count("pk")))
