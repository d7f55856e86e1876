"""The browser, the demo it visits, and the people in it. These tests act through pages only, never on the database."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.payloads import mixtures, own_list
from tests.browser.scripts import script
from tests.browser.site import Ground, Site, built_demo
from tests.browser.standing import Standing
from tests.browser.visitor import Hand, sign_in
from tests.needs import BROWSERS

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
CHECKERS = Path(__file__).parent / "node_modules"
PATIENCE = 15_000


def pytest_collection_modifyitems(items):
    """Browser tests run last: they are the slowest, and Playwright's event loop forbids the ORM while it lives."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium():
    """The one browser of the session."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        pytest.fail(
            "Chromium is missing: install “chromium-headless-shell” or “chromium” and run the browser tests again.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe, to be run inside a page."""
    return checker("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def vnu():
    """Where the HTML checker lies."""
    if not shutil.which("java"):
        pytest.fail(
            "Java is missing: install the package “default-jre-headless” and run the browser tests again.",
            pytrace=False,
        )
    return checker("vnu-jar/build/dist/vnu.jar")


def checker(path):
    """Returns where an npm package's file lies; fails with a sentence when it is not installed."""
    if not (CHECKERS / path).is_file():
        pytest.fail(f"{path} is missing: run “npm ci --prefix tests/browser”, or ./dev test.", pytrace=False)
    return CHECKERS / path


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A folder with the demo in it, built once and only copied from; parts that run beside each other share it."""
    return built_demo(Path(os.environ.get("DEMO_FOLDER") or tmp_path_factory.mktemp("demo")))


@pytest.fixture(scope="session")
def ground(demo, tmp_path_factory):
    """Where the modules' sites stand, one after the other."""
    ground = Ground(demo, tmp_path_factory.mktemp("site") / "data")
    yield ground
    ground.reader.end()


@pytest.fixture(scope="module")
def site(ground):
    """The site with a fresh demo, one for each module. A fault of the server fails the module."""
    running = ground.site()
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
    assert not running.faults(), running.faults()[-8000:]


@pytest.fixture()
def context(chromium):
    """Returns a function: a new browser context (a person's browser), closed after the test."""
    opened = []

    def open_context(**options):
        one = chromium.new_context(**options)
        one.set_default_timeout(PATIENCE)
        opened.append(one)
        return one

    yield open_context
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def session_of(chromium, site):
    """Returns a function: the cookies of a signed-in demo person, who signs in once per module."""
    known = {}

    def cookies(key):
        if key not in known:
            one = chromium.new_context()
            sign_in(one.new_page(), site, key)
            known[key] = one.storage_state()
            one.close()
        return known[key]

    return cookies


@pytest.fixture()
def browser_of(context, session_of):
    """Returns a function: a new browser context in which a demo person is signed in (None: nobody)."""
    return lambda key=None, **options: context(storage_state=session_of(key) if key else None, **options)


@pytest.fixture()
def hand_of(browser_of, site):
    """Returns a function: a person who sends forms without opening pages."""
    return lambda key=None: Hand(browser_of(key), site)


@pytest.fixture(scope="session")
def standing(chromium, demo, tmp_path_factory):
    """A site that the page checks only look at, with all page types. A fault of the server fails the session."""
    site = Site(demo, tmp_path_factory.mktemp("standing") / "data")
    site.wait_until_ready()
    people = Standing(chromium, site)
    yield people
    people.close()
    site.stop()
    assert not site.faults(), site.faults()[-8000:]


@pytest.fixture(scope="session")
def payloads():
    """What an attacker types: our list, and mixtures of it."""
    own = own_list()
    assert len(own) >= 100
    return own + mixtures(own)


@pytest.fixture()
def inspect(browser_of, site):
    """Returns a function: opens pages as somebody, without the policy and with it, and tells what got through."""

    def run(key, paths, *, expected=(200,)):
        findings, place = [], [""]
        loose, strict = browser_of(key, bypass_csp=True).new_page(), browser_of(key).new_page()
        strict.add_init_script(script("watch"))
        loose.on("dialog", lambda dialog: (findings.append((f"dialog: {dialog.message}", place[0])), dialog.dismiss()))
        for number, path in enumerate(paths):
            place[0] = path[:200]
            is_watched = number % 3 == 0  # what the policy would stop, the other page would run
            if is_watched:
                strict.goto(site.url(path), wait_until="commit")
            assert loose.goto(site.url(path)).status in expected, place[0]
            loose.evaluate(script("touch"))
            findings += [(what, place[0]) for what in loose.evaluate(script("scan"))]
            if not loose.url.startswith(site.address):
                findings.append((f"led to {loose.url}", place[0]))
            if is_watched:
                strict.wait_for_load_state()
                stopped = strict.evaluate("() => window.__violations")
                findings += [(f"the CSP stopped {what}", place[0]) for what in stopped]
        loose.context.close()
        strict.context.close()
        return findings

    return run
