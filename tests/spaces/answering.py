"""Answering the offer of a seat, for the tests of it."""


def press(browser, row, word):
    return browser.post(f"/przekazanie/{row.pk}/{word}/")
