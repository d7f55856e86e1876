"""Run within the site's own environment: prints, as JSON, what the database holds of some threads.

`python -m bench.chaos_truth 5 6`: for each the events of its stream and its posts in their order.
"""

import json
import sys
from typing import Any

import django


def truth(thread_ids: list[int]) -> dict[str, Any]:
    """Returns by stream: events [number, kind, object id], and posts [id, number, key, text's first word, deleted]."""
    from community.live.models import Event
    from forum.models import Post

    found: dict[str, Any] = {}
    for thread in thread_ids:
        events = Event.objects.filter(stream__key=f"thread:{thread}").order_by("seq")
        posts = Post.objects.filter(thread=thread).order_by("number")
        rows = posts.values_list("pk", "number", "client_key", "source", "deleted_at")
        found[f"thread:{thread}"] = {
            "events": [list(row) for row in events.values_list("seq", "kind", "object_id")],
            "posts": [[pk, number, key, text.split()[0], gone is not None] for pk, number, key, text, gone in rows],
        }
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(truth([int(word) for word in sys.argv[1:]])))
