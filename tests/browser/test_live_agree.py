"""What frames make of a page is what a fresh page shows: for changes by chance and all kinds of viewers."""

import random

import pytest

from tests.browser.live_pages import a_thread, shown
from tests.browser.visitor import ANNA, EWA, JAN, number_of

pytestmark = pytest.mark.browser
STEPS = 14
VERBS = (
    "reply", "edit", "pomocne/", "pomocne/?wycofaj=1", "reakcja/u-nas-tez/", "reakcja/dziekuje/",
    "reakcja/u-nas-tez/?wycofaj=1", "przyjmij/", "otworz/", "usun/", "przywroc/",
)  # fmt: skip
APPLY = "(frames) => frames.forEach((frame) => document.querySelector('live-thread').take(frame))"


class Happenings:
    """Members who change a thread by chance; what the rules refuse changes nothing."""

    def __init__(self, hand_of, seed):
        self.chance, self.hands = random.Random(seed), [hand_of(key) for key in (JAN, ANNA, EWA)]
        self.thread = a_thread(self.hands[0], replies=2)
        self.stream = f"thread:{number_of(self.thread)}"
        self.versions = {}

    def step(self):
        hand, posts = self.chance.choice(self.hands), self.posts()
        what = self.chance.choice(VERBS)
        if what == "reply":
            hand.reply(self.thread, f"Odpowiedź po {len(posts)} wpisach.")
            return
        post = self.chance.choice(posts[1:])
        if what != "edit":
            hand.post(f"/wpisy/{post}/{what}", {})
            return
        version = self.versions.get(post, 1)
        form = {"text": f"Wersja {version + 1}.", "version": str(version)}
        if hand.post(f"/wpisy/{post}/edytuj/", form).status == 302:
            self.versions[post] = version + 1

    def posts(self):
        html = self.hands[0].get(self.thread).text()
        return [part.split('"')[0] for part in html.split('data-part="post-')[1:]]


def seen(page):
    """Returns what a page shows. That one has voted or deleted by another browser is what frames tell nobody."""
    secret = ("voted", "agreed", "same", "thanked", "deleter")
    return [{**row, "roles": [role for role in row["roles"].split() if role not in secret]} for row in shown(page)]


def frames_after(context, site, stream, since):
    answer = context.request.get(site.url(f"/live/{stream}?since={since}"))
    assert answer.status == 200, answer.text()
    return answer.json()


@pytest.mark.parametrize("way", ["at once", "one by one"])
@pytest.mark.parametrize("seed", [1, 3, 4])
def test_frames_make_the_page_that_a_fresh_load_shows(seed, way, browser_of, hand_of, site):
    happenings = Happenings(hand_of, seed)
    viewers = [browser_of(key) for key in (None, JAN, ANNA, EWA)]
    pages = []
    for viewer in viewers:
        page = viewer.new_page()
        page.route("**/live/thread:*", lambda route: route.abort())
        page.route_web_socket("**/live/ws*", lambda socket: socket.close())
        page.goto(site.url(happenings.thread))
        pages.append(page)
    since = {page: int(page.locator("live-thread").get_attribute("data-follow").split("@")[1]) for page in pages}
    for number in range(STEPS):
        happenings.step()
        if way == "one by one" or number == STEPS - 1:
            for viewer, page in zip(viewers, pages, strict=True):
                answer = frames_after(viewer, site, happenings.stream, since[page])
                page.evaluate(APPLY, answer["frames"])
                since[page] = answer["n"]
    for viewer, page in zip(viewers, pages, strict=True):
        fresh = viewer.new_page()
        fresh.goto(site.url(happenings.thread))
        assert seen(page) == seen(fresh)
        fresh.close()
