"""Things that are not for everybody, each with a word of its own in it, and who may meet that word anywhere.

The words begin alike ("przeciek…"), so that a search for the beginning would find them all; nobody types one whole.
Whoever adds something that can be hidden adds it here.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from community.catalogue.actions import add_bookmark, relate_now
from community.catalogue.models import Entry
from community.files.actions import use
from community.live.queries import heads_of
from community.moderation import actions as moderation
from community.moderation.models import Decision
from community.moderation.queries import subjects_of
from community.spaces.models import Membership
from forum import actions
from forum.actions.merging import merge_threads
from forum.actions.polls import Ballot
from forum.models import Draft, Post, Thread
from tests.files.sending import pdf_of

BEGINNING = "przeciek"
AUTHOR, FACILITATOR, LEADER, INSIDER = "author", "facilitator", "leader", "insider"
KEEPERS = {AUTHOR, FACILITATOR, LEADER}

# Each word, and who meets it somewhere: exactly they, since who meets none of them would prove nothing.
WHO_MEETS = {
    "hidden post": KEEPERS,
    "file on a hidden post": KEEPERS,
    "reason for hiding": KEEPERS,
    "report": {FACILITATOR, LEADER},
    "appeal": KEEPERS,
    "deleted post": KEEPERS,
    "title of a hidden thread": KEEPERS,
    "text of a hidden thread": KEEPERS,
    "choice in a hidden poll": {FACILITATOR, LEADER},
    "reply in a hidden thread": {FACILITATOR, LEADER},
    "title of a deleted thread": KEEPERS,
    "draft": {AUTHOR},
    "choice in a draft": {AUTHOR},
    "held post": KEEPERS,
    "refused draft": {AUTHOR},
    "reason for refusing": {AUTHOR},
    "scheduled thread": {FACILITATOR},
    "title in a closed group": {INSIDER, LEADER},
    "reply in a closed group": {INSIDER, LEADER},
    "title of a closed article": {INSIDER, LEADER},
    "text of a closed article": {INSIDER, LEADER},
    "name of a closed document": {INSIDER, LEADER},
    "note of an adoption": {INSIDER, LEADER},
    "closed recommendation": {INSIDER, LEADER},
    "step of a recommendation": {INSIDER, LEADER},
    "case of a city": {INSIDER, LEADER},
    "title of an unpublished article": {AUTHOR, LEADER},
    "text of an unpublished article": {AUTHOR, LEADER},
    "comment on an article": {AUTHOR, LEADER},
    "words of a guest": {AUTHOR, LEADER},
    "changed text of an article": {AUTHOR, LEADER},
}


def word(name):
    """Returns the word of a hidden thing: letters only, so that it stays one word wherever it is shown."""
    return BEGINNING + "".join(letter for letter in name if letter.isalpha())


@dataclass
class Scene:
    """What addresses name: threads, posts, drafts, decisions; the streams with the numbers to ask from.

    `pages` are the values of what the library's addresses take.
    """

    threads: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    decisions: list = field(default_factory=list)
    attachments: list = field(default_factory=list)
    streams: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)


def hide_everything(people, zielona, closed):
    """Makes every hidden thing of the table by the real actions, and returns the scene. `people` are by their roles."""
    jan, anna, ewa = people["author"], people["member"], people["facilitator"]
    lists = [f"threads:{space.pk}:{audience}" for space in (zielona, closed) for audience in ("public", "members")]
    scene = Scene(streams=heads_of(lists))
    open_thread = _start(jan, zielona, "Gdzie są przecieki w rurach?", "open")
    attached = pdf_of(jan, f"{word('file on a hidden post')}.pdf")
    text = f"Szkic dla @anna-borowik: {word('hidden post')}. [plan](plik:{attached.pk})"
    post = _reply(jan, open_thread, text, "hidden")
    use(holder="forum.post", holder_id=post.pk, attachment_ids=[attached.pk])
    deleted = _reply(jan, open_thread, f"Było: {word('deleted post')}.", "deleted")
    _reply(anna, open_thread, "Zwykła odpowiedź.", "plain")
    poll = Ballot("Ile rur?", (word("choice in a hidden poll"), "Dwie"))
    title, text = f"Tytuł {word('title of a hidden thread')}", f"Tekst {word('text of a hidden thread')}."
    hidden = _start(jan, zielona, title, "b", text, poll=poll)
    _reply(anna, hidden, f"Odpowiedź {word('reply in a hidden thread')}.", "in-hidden")
    gone = _start(jan, zielona, f"Tytuł {word('title of a deleted thread')}", "c")
    merged = _start(jan, zielona, "Wątek, który będzie scalony z innym", "d")
    inside = _start(people[INSIDER], closed, f"Tytuł {word('title in a closed group')}", "e")
    _reply(people[INSIDER], inside, f"Odpowiedź {word('reply in a closed group')}.", "in-closed")
    for thread in (open_thread, hidden, gone, merged):
        entry = Entry.objects.get(kind="question", subject_id=thread.pk)
        relate_now(entry.pk)
        for person in people.values():
            add_bookmark(person=person, entry=entry)
    _report_and_hide(people, post, hidden)
    actions.delete_post(by=jan, post=deleted)
    actions.delete_post(by=jan, post=gone.posts.get(number=1))
    merge_threads(by=ewa, thread=merged, into=open_thread)
    _drafts(jan, ewa, zielona)
    scene.threads = list(Thread.objects.filter(pk__in=[t.pk for t in (open_thread, hidden, gone, merged, inside)]))
    scene.posts = list(Post.objects.filter(thread__in=scene.threads).select_related("thread"))
    scene.drafts = list(Draft.objects.filter(author__in=[jan, ewa]))
    scene.decisions = list(Decision.objects.filter(subject_id__in=[post.pk for post in scene.posts]))
    scene.attachments = [attached]
    scene.streams |= {thread.stream: 0 for thread in scene.threads}
    return scene


def _start(author, space, title, key, text="Treść.", **more):
    return actions.start_thread(
        author=author, space=space, kind="question", title=title, text=text, key=f"leak-thread-{key}", **more
    )


def _reply(author, thread, text, key):
    return actions.reply(author=author, thread=thread, text=text, key=f"leak-reply-{key}")


def _report_and_hide(people, post, hidden):
    ewa = people["facilitator"]
    opening = post.thread.posts.get(number=1)
    subject = subjects_of([("post", opening.pk)])[("post", opening.pk)]
    moderation.report(subject=subject, fault="other", text=f"Zgłaszam: {word('report')}.", reporter=people["outsider"])
    reason = f"Powód: {word('reason for hiding')}."
    decision = actions.hide_post(by=ewa, post=post, fault="personal", reason=reason)
    actions.hide_post(by=ewa, post=hidden.posts.get(number=1), fault="personal", reason=reason)
    moderation.appeal(by=people["author"], decision=decision, text=f"Proszę: {word('appeal')}.")


def _drafts(jan, ewa, space):
    now = timezone.now()
    poll = Ballot("Ile?", (word("choice in a draft"), "Dwa")).kept()
    made = [
        (jan, "draft", {"poll": poll}),
        (jan, "held post", {"held_at": now}),
        (jan, "refused draft", {"refused_at": now, "refused_reason": word("reason for refusing")}),
        (ewa, "scheduled thread", {"publish_at": now + timezone.timedelta(days=1)}),
    ]
    for author, name, state in made:
        Draft.objects.create(
            author=author, space=space, kind="question", audience="public", client_key=f"leak-{name}",
            title=f"Szkic {word(name)}", text=f"Treść {word(name)}.", **state,
        )  # fmt: skip


def insider_of(closed):
    """Returns a member of the closed group who facilitates nothing."""
    return Membership.objects.filter(space=closed, role="member").order_by("pk").first().person
