"""What happened to the demo's texts after they were written: an answer changed twice, and somebody asked by name."""

from datetime import timedelta

from community.base import clock
from community.people.models import Person
from forum import actions
from forum.models import Post, Thread

_CHANGED, _QUESTION = "demo-Z9-1", "demo-Z10"
_ADDED = "Dopisek po pół roku: trzymamy się tego do dziś, zmienił się tylko jeden załącznik."
_CORRECTED = "Dopisek po pół roku: trzymamy się tego do dziś, zmieniły się tylko dwa załączniki."


def load_changes(people: dict[str, Person]) -> None:
    """Changes an answer twice, by its author and by the facilitator, and lets an open question ask one person."""
    answer = Post.objects.select_related("thread", "author").get(client_key=_CHANGED)
    assert answer.author
    text = answer.source
    for number, (by, line) in enumerate(((answer.author, _ADDED), (people["ewa-olszyna"], _CORRECTED)), start=1):
        with clock.replaying(answer.created_at + timedelta(days=2 * number, hours=number)):
            actions.edit_post(by=by, post=answer, text=f"{text}\n\n{line}", version=number)
    question = Thread.objects.select_related("author").get(client_key=_QUESTION)
    assert question.author
    with clock.replaying(question.created_at + timedelta(minutes=4)):
        actions.ask_person(by=question.author, thread=question, person_id=people["artur-drozd"].pk)
