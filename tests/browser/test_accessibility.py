"""Every page type on a phone and a desk, and in both themes: no axe violation (WCAG 2.2 AA), no overflow, no error."""

import pytest

from tests.browser.findings import tell
from tests.browser.page_types import PageType
from tests.browser.scripts import script
from tests.browser.site import ROOT

pytestmark = pytest.mark.browser
COLOURS = ["color-contrast", "link-in-text-block"]
PLACES = [*COLOURS, "target-size", "scrollable-region-focusable"]
# By width and theme, which rules are asked (None: all). All of them once for every page type: pages that people come to
# on the desk, their states on the phone. The dark theme differs in colours only, another width in places, too; colours
# follow from tags, classes and states, so dark is looked at only where a page brings some that were not seen before.
ON_THE_DESK = ((1280, "light", None), (1280, "dark", COLOURS), (390, "light", PLACES))
ON_THE_PHONE = ((390, "light", None), (390, "dark", COLOURS))
FRAME = [".site-header", ".site-footer"]  # as many pages have it: looked at once for each way it looks
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Tab:
    """One tab of a person's browser: it opens page types and notes what is wrong with them."""

    def __init__(self, standing, context, findings):
        self.standing, self.findings = standing, findings
        self.page = context.new_page()
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.found(f"error in a script: {error}"))

    def found(self, what):
        self.findings.append((what, self.place))

    def hear(self, message):
        is_own_status = (
            "Failed to load resource" in message.text and message.location["url"].partition("#")[0] == self.address
        )
        was_left = "WebSocket is closed before the connection is established" in message.text
        if message.type in ("error", "warning") and not is_own_status and not was_left:
            self.found(f"console: {message.text}")

    def open(self, type_):
        """Goes there; an answer that was kept is put in as the answer to a navigation, with its headers."""
        self.place, self.address = f"{type_.name} ({type_.who}, {type_.path})", self.standing.site.url(type_.path)
        if type_.answer:
            headers = without_sandbox(type_.answer.headers)
            self.page.route(self.address, lambda route: route.fulfill(response=type_.answer, headers=headers), times=1)
        response = self.page.goto(self.address)
        if response.status != type_.status:
            self.found(f"answers {response.status} instead of {type_.status}")
        if type_.opened:
            self.page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        self.basics("en" if type_.path.startswith("/en/") else "pl")

    def basics(self, language):
        seen = self.page.evaluate(script("look"))
        if seen["headings"] != 1:
            self.found(f"{seen['headings']} visible h1")
        if seen["lang"] != language:
            self.found(f"the language of the page is “{seen['lang']}”")
        if not seen["title"]:
            self.found("no title")
        if seen["twins"]:
            self.found(f"ids twice: {seen['twins']}")

    def resize(self, width):
        self.page.set_viewport_size({"width": width, "height": 844})
        wider = self.page.evaluate(script("wider"))
        if wider:
            self.found(f"at {width} px the page is wider: {wider}")

    def brings_new_colours(self):
        """Returns whether something shows whose kind was not seen in the dark yet, and remembers it."""
        signs = set(self.page.evaluate(script("signs")))
        is_new = not signs <= self.standing.seen_in_the_dark
        self.standing.seen_in_the_dark |= signs
        return is_new

    def start_axe(self, scheme, rules):
        """Starts axe on the page, without the parts of its frame that were looked at in this way before."""
        self.page.emulate_media(color_scheme=scheme)
        ways = {name: (name, signs, scheme, self.page.viewport_size["width"], str(rules)) for name, signs in
                self.page.evaluate(script("frame"), FRAME)}  # fmt: skip
        known = [name for name, way in ways.items() if way in self.standing.seen_frames]
        self.standing.seen_frames.update(ways.values())
        self.page.evaluate(script("start_axe"), {"tags": TAGS, "rules": rules, "without": known})

    def read_axe(self, look):
        for rule, target, html, message in self.page.evaluate(script("read_axe")):
            self.found(f"axe {rule} in {look}: {target}  {html}  {message}")

    def finish(self):
        """Looks at the narrowest width, and reads what the policy had to stop."""
        self.resize(320)
        for violation in self.page.evaluate("() => window.__violations"):
            self.found(f"the CSP was violated: {violation}")


def without_sandbox(headers):
    """Returns headers without a policy that lets no script run: nothing could look at such a page (a letter)."""
    is_closed = "sandbox" in headers.get("content-security-policy", "")
    return {name: value for name, value in headers.items() if not (is_closed and name == "content-security-policy")}


def look_at(tabs, types, looks):
    """Looks at as many page types as there are tabs; axe runs in all of them at the same time."""
    at_work = list(zip(tabs, types, strict=False))
    for tab, type_ in at_work:
        tab.page.set_viewport_size({"width": 1280, "height": 844})
        tab.open(type_)
    for width, scheme, rules in looks:
        looking = [tab for tab, _ in at_work if scheme != "dark" or tab.brings_new_colours()]
        for tab in looking:
            tab.resize(width)
            tab.start_axe(scheme, rules)
        for tab in looking:
            tab.read_axe(f"{scheme} at {width} px")
    for tab, _ in at_work:
        tab.finish()


def new_context(standing, axe, **options):
    """A browser that knows axe, without transitions, so that axe sees no colour on its way to another one."""
    context = standing.chromium.new_context(reduced_motion="reduce", **options)
    context.grant_permissions(["local-network-access"])  # pages put in by `open` have no address, so no way to the site
    context.add_init_script(script("watch"))
    context.add_init_script(axe)
    return context


def look(standing, axe, types):
    """What was found on these page types."""
    findings = []
    for who in dict.fromkeys(type_.who for type_ in types):
        context = new_context(standing, axe, storage_state=standing.hand(who).context.storage_state())
        tabs = [Tab(standing, context, findings) for _ in range(2)]
        for is_state, looks in ((False, ON_THE_DESK), (True, ON_THE_PHONE)):
            own = [type_ for type_ in types if type_.who == who and type_.is_state == is_state]
            for start in range(0, len(own), len(tabs)):
                look_at(tabs, own[start : start + len(tabs)], looks)
        context.close()
    return findings


# Four tests instead of one, so that a failing run says where; together they look at every page type.
@pytest.mark.parametrize("part", range(4))
def test_page_types_are_accessible_in_both_themes_at_two_widths(standing, axe, part):
    ordered = sorted(standing.pages, key=lambda type_: type_.who)
    size = -(-len(ordered) // 4)
    findings = look(standing, axe, ordered[part * size : (part + 1) * size])
    assert not findings, tell(findings)


FAULTY = """<!doctype html><html><head><title></title><style>p { color: red }</style></head>
<body><h1>Jeden</h1><h1>Dwa</h1><p style="color:#ccc;background:#fff">Zbyt blade</p><img src="/static/img/favicon.svg">
<div style="width:2000px">Za szerokie</div><i id="a"></i><i id="a"></i></body></html>"""


def test_checks_see_what_they_look_for(standing, axe):
    context = new_context(standing, axe)
    found = []
    tab = Tab(standing, context, found)
    policy = standing.hand("visitor").get("/").headers["content-security-policy"]
    answer = {"status": 200, "body": FAULTY, "content_type": "text/html; charset=utf-8"}
    context.route("**/faulty", lambda route: route.fulfill(**answer))
    look_at([tab], [PageType("faulty", "visitor", "/faulty", status=404)], ON_THE_DESK)
    answer["headers"] = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}
    look_at([tab], [PageType("faulty, with the policy", "visitor", "/faulty")], ON_THE_PHONE)
    said = tell(found)
    for expected in (
        "answers 200 instead of 404", "2 visible h1", "the language of the page is “”", "no title", "ids twice: ['a']",
        "at 390 px the page is wider: 2", "axe image-alt in light at 1280 px", "axe color-contrast in dark at 1280 px",
        "the CSP was violated: style-src-elem inline",
    ):  # fmt: skip
        assert expected in said
    context.close()


def test_page_of_a_fault_is_accessible_without_the_rest_of_the_site(standing, axe):
    html = (ROOT / "templates/errors/500.html").read_text(encoding="utf-8")
    context = standing.chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.route("**/fault", lambda route: route.fulfill(status=500, body=html, content_type="text/html; charset=utf-8"))
    page.goto(standing.site.url("/fault"))
    page.evaluate(axe)
    page.evaluate(
        script("start_axe"), {"tags": TAGS}
    )  # in light only: axe takes the browser's own dark canvas for white
    assert page.evaluate(script("read_axe")) == []
    assert page.evaluate(script("wider")) == ""
    context.close()
