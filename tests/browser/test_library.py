"""The library in a real browser: written, sent back, approved, found and asked about, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import (
    EDITOR,
    EXPERT,
    SAVED,
    SEND,
    STATUS,
    TEXT,
    add_picture,
    begin,
    expect_unread,
    fill_facts,
    keys,
    ready,
    send,
    unread,
)
from tests.browser.live_pages import open_live
from tests.browser.visitor import JAN

pytestmark = pytest.mark.browser
SUMMARY = "Co zrobiliśmy z deskami i ile nas to kosztowało."
CHANGE = "Dopisz, ile trwało zrobienie jednej."
REPLY = "Czym impregnowaliście deski?"


def find(page, site, words, title):
    """Looks for something in the library by words, from the header, and opens it."""
    page.goto(site.url("/"))
    page.fill("#site-search", words)
    page.press("#site-search", "Enter")
    page.click(f"main .row__title a:has-text('{title}') >> nth=0")  # its discussion, of the same title, comes after it
    expect(page.locator("h1")).to_have_text(title)


def open_first_notification(page):
    """Opens the newest notification."""
    page.click("a.bell")
    page.click("main .inbox-line a >> nth=0")


def test_article_is_written_changed_approved_found_and_asked_about(site, browser_of):
    title, alt = "Ławki z odzysku w parku miejskim", "Ławka z grubych desek pod lipą"
    expert, editor = browser_of(EXPERT).new_page(), browser_of(EDITOR).new_page()
    form = begin(expert, site, title)

    expert.click(SEND)  # with nothing but a title: it says what is missing, each with the way to its field
    todo = expert.locator("main .todo a")
    expect(todo).to_have_count(5)
    todo.first.click()
    expect(expert.locator("#id_summary")).to_be_in_viewport()

    ready(expert).click()
    keys(expert, "=Deski leżały na placu budowy.", "Enter", "Control+Alt+2", "=Jak to zrobić", "Enter")
    expert.click("[data-act=list]")
    keys(expert, "=wybrać suche", "Enter", "=oszlifować", "Enter", "Enter")
    add_picture(expert, alt)
    fill_facts(expert, SUMMARY)
    expect(expert.locator(STATUS)).to_have_text(SAVED)
    expect(expert.locator(STATUS)).to_be_in_viewport()
    expert.reload()  # what was kept is there without a press of “Save”
    expect(ready(expert).locator("h2")).to_have_text("Jak to zrobić")
    expect(expert.locator(f"{TEXT} li")).to_have_text(["wybrać suche", "oszlifować"])
    expect(expert.locator(f"{TEXT} img[alt='{alt}']")).to_be_visible()
    expect(expert.locator("#id_summary")).to_have_value(SUMMARY)
    open_live(editor, site.url("/"))
    waiting = unread(editor)
    send(expert)
    expect(expert.locator("main")).to_contain_text(title)

    expect_unread(editor, waiting + 1)
    open_first_notification(editor)
    expect(editor.locator("main .prose img")).to_have_attribute("alt", alt)
    editor.click("button[name=changes]")  # without a word
    expect(editor.locator("#id_comment_error")).to_be_visible()
    editor.fill("#id_comment", CHANGE)
    open_live(expert, site.url("/"))
    told = unread(expert)
    editor.click("button[name=changes]")

    expect_unread(expert, told + 1)
    open_first_notification(expert)
    assert expert.url.startswith(site.url(form))
    expect(expert.locator(".notice--warning")).to_contain_text(CHANGE)
    ready(expert).click()
    keys(expert, "Control+End", "=Jedna ławka to dwa dni pracy.")
    send(expert)

    editor.goto(site.url("/pisz/"))
    editor.click(f"#desk-decide + .rows a:has-text('{title}')")
    expect(editor.locator("main .prose")).to_contain_text("Jedna ławka to dwa dni pracy.")
    editor.click("button[name=approve]")
    expect(editor.locator("h1")).to_have_text(title)
    article = editor.url

    jan = browser_of(JAN).new_page()
    for words in ("ławkami", "lawkach"):  # bent, and without Polish letters
        find(jan, site, words, title)
        assert jan.url == article
    expect(jan.locator(f"main img[alt='{alt}']")).to_be_visible()
    open_live(expert, site.url("/"))
    told = unread(expert)
    jan.click("main a.button[href*='/watki/']")
    expect(jan.locator("h1")).to_contain_text(title)
    jan.fill("main textarea[name=text]", REPLY)
    jan.click("main text-keeper button.button--primary")
    expect(jan.locator("#p2 .post__body")).to_have_text(REPLY)
    expect_unread(expert, told + 1)  # nobody reloaded anything
    open_first_notification(expert)
    expect(expert.locator("#p2 .post__body")).to_have_text(REPLY)
    jan.goto(article)
    expect(jan.locator("main .talk")).to_contain_text(REPLY)


def test_article_is_written_approved_and_asked_about_without_javascript(site, browser_of):
    title = "Stojaki na rowery przy szkołach"
    expert, editor, jan = (browser_of(who, java_script_enabled=False).new_page() for who in (EXPERT, EDITOR, JAN))
    begin(expert, site, title)
    expert.fill("#id_body", "<h2>Ile ich trzeba</h2><p>Policzyliśmy <b>rowery</b> w maju.</p><ul><li>rano</li></ul>")
    expert.click(SEND)
    expect(expert.locator("main .todo a")).to_have_count(4)
    expert.click("main .todo a >> nth=0")
    fill_facts(expert, SUMMARY)
    send(expert)

    editor.goto(site.url("/pisz/"))
    editor.click(f"#desk-decide + .rows a:has-text('{title}')")
    expect(editor.locator("main .prose h2")).to_have_text("Ile ich trzeba")
    editor.click("button[name=approve]")
    expect(editor.locator("h1")).to_have_text(title)

    find(jan, site, "stojakami", title)
    jan.click("main a.button[href*='/watki/']")
    jan.fill("main textarea[name=text]", REPLY)
    jan.click("main text-keeper button.button--primary")
    expect(jan.locator("#p2 .post__body")).to_have_text(REPLY)
    expert.goto(site.url("/"))
    open_first_notification(expert)
    expect(expert.locator("#p2 .post__body")).to_have_text(REPLY)


def test_nobody_but_writers_finds_the_desk(site, browser_of):
    page = browser_of(JAN).new_page()
    assert page.goto(site.url("/pisz/")).status == 403
    expect(page.locator("main")).to_contain_text(re.compile(r"\w+.*\."))
