"""Every page type in both themes on a phone and a desk: no axe violation (WCAG 2.2 AA), no overflow, no error."""

import pytest
from playwright.sync_api import Error

from tests.browser.findings import tell
from tests.browser.site import ROOT

pytestmark = pytest.mark.browser
SCHEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START_AXE = """tags => { window.__axe = axe.run(document, {
    runOnly: {type: "tag", values: tags}, rules: {"target-size": {enabled: true}},
    resultTypes: ["violations"], preload: false,
}); }"""
READ_AXE = """async () => (await window.__axe).violations.flatMap(v => v.nodes.map(n => [v.id, n.target.join(" "), n.html.slice(0, 160),
    (n.any.concat(n.all, n.none)[0] || {message: ""}).message]))"""
LOOK = """() => ({
    headings: [...document.querySelectorAll("h1")].filter(h => h.checkVisibility()).length,
    lang: document.documentElement.lang,
    title: document.title.trim(),
    violations: window.__violations,
    twins: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i),
})"""
WIDER = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return "";
    const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
    return `${page.scrollWidth} px, because of ${wide.slice(-3).map(e => e.tagName.toLowerCase() + "." + e.className).join(", ")}`;
}"""
WATCH = """window.__violations = [];
document.addEventListener("securitypolicyviolation", e => window.__violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"""


class Looker:
    """One person's two browsers, light and dark, and what was found in them."""

    def __init__(self, standing, who, axe, findings):
        self.standing, self.axe, self.findings = standing, axe, findings
        state = standing.hand(who).context.storage_state()
        self.contexts = [standing.chromium.new_context(storage_state=state, color_scheme=scheme) for scheme in SCHEMES]
        self.pages = []
        for context in self.contexts:
            context.add_init_script(WATCH)
            page = context.new_page()
            page.on("console", self.hear)
            page.on("pageerror", lambda error: self.found(f"error in a script: {error}"))
            self.pages.append(page)

    def found(self, what):
        self.findings.append((what, self.place))

    def hear(self, message):
        is_own_status = "Failed to load resource" in message.text and message.location["url"].partition("#")[0] == self.address
        if message.type in ("error", "warning") and not is_own_status:
            self.found(f"console: {message.text}")

    def look_at(self, type_):
        """Opens a page type in both themes and looks at it in three widths."""
        self.place, self.address = f"{type_.name} ({type_.who}, {type_.path})", self.standing.site.url(type_.path)
        for page in self.pages:
            page.set_viewport_size({"width": 1280, "height": 900})
            self.open(page, type_)
        self.basics(type_)
        self.check("1280")
        for page in self.pages:
            page.set_viewport_size({"width": 390, "height": 844})
        self.overflow("390")
        self.check("390")
        self.pages[0].set_viewport_size({"width": 320, "height": 640})
        self.overflow("320")
        for violation in self.pages[0].evaluate("() => window.__violations"):
            self.found(f"the CSP was violated: {violation}")

    def open(self, page, type_):
        """Goes there; a POST is sent as a navigation, so that page, address and policy are the real ones."""
        if type_.form is not None:
            answer = self.standing.hand(type_.who).post(type_.path, type_.form)
            page.route(self.address, lambda route: route.fulfill(response=answer), times=1)
        response = page.goto(self.address)
        if response.status != type_.status:
            self.found(f"answers {response.status} instead of {type_.status}")
        if type_.opened:
            page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(self.axe)

    def basics(self, type_):
        seen = self.pages[0].evaluate(LOOK)
        if seen["headings"] != 1:
            self.found(f"{seen['headings']} visible h1")
        if seen["lang"] != ("en" if type_.path.startswith("/en/") else "pl"):
            self.found(f"the language of the page is “{seen['lang']}”")
        if not seen["title"]:
            self.found("no title")
        if seen["twins"]:
            self.found(f"ids twice: {seen['twins']}")

    def overflow(self, width):
        wider = self.pages[0].evaluate(WIDER)
        if wider:
            self.found(f"at {width} px the page is wider: {wider}")

    def check(self, width):
        """Runs axe in both browsers at the same time."""
        for page in self.pages:
            page.evaluate(START_AXE, TAGS)
        for page, scheme in zip(self.pages, SCHEMES, strict=True):
            for rule, target, html, message in page.evaluate(READ_AXE):
                self.found(f"axe {rule} in {scheme} at {width}: {target}  {html}  {message}")

    def close(self):
        for context in self.contexts:
            context.close()


def look(standing, axe, types):
    """What was found on these page types."""
    findings = []
    for who in dict.fromkeys(type_.who for type_ in types):
        looker = Looker(standing, who, axe, findings)
        for type_ in types:
            if type_.who == who:
                try:
                    looker.look_at(type_)
                except Error as error:
                    looker.found(f"could not be looked at: {str(error)[:300]}")
        looker.close()
    return findings


# Four tests instead of one, so that a failing run says where; together they look at every page type.
@pytest.mark.parametrize("part", range(4))
def test_page_types_are_accessible_in_both_themes_at_two_widths(standing, axe, part):
    ordered = sorted(standing.pages, key=lambda type_: type_.who)
    size = -(-len(ordered) // 4)
    findings = look(standing, axe, ordered[part * size : (part + 1) * size])
    assert not findings, tell(findings)


def test_page_of_a_fault_is_accessible_without_the_rest_of_the_site(standing, axe):
    html = (ROOT / "templates/errors/500.html").read_text(encoding="utf-8")
    for scheme in SCHEMES:
        context = standing.chromium.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.route("**/fault", lambda route: route.fulfill(status=500, body=html, content_type="text/html; charset=utf-8"))
        page.goto(standing.site.url("/fault"))
        page.evaluate(axe)
        page.evaluate(START_AXE, TAGS)
        assert page.evaluate(READ_AXE) == []
        assert page.evaluate(WIDER) == ""
        context.close()
