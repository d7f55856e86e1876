"""The demo's mailbox: letters are found again by name and by recipient, and their HTML is shown in a locked frame."""

import pytest
from django.core import mail

from community.base.mailbox import find_letter, read_mailbox, recipients

HTML = '<!doctype html><html><head><title>x</title></head><body><p style="color: red">Treść</p></body></html>'


@pytest.fixture()
def folder(settings):
    """A mailbox with three letters, two of them written in one go."""
    for to in (["anna@x.example"], ["jan@x.example", "anna@x.example"]):
        connection = mail.get_connection(
            "django.core.mail.backends.filebased.EmailBackend", file_path=settings.EMAIL_FILE_PATH
        )
        letters = [
            mail.EmailMultiAlternatives(f"Do {one}", "Treść ąę", to=[one], headers={"List-Id": "<x.y>"}) for one in to
        ]
        for letter in letters:
            letter.attach_alternative(HTML, "text/html")
        connection.send_messages(letters)
    return settings.EMAIL_FILE_PATH


def test_letters_are_read_newest_first_with_all_their_parts(folder):
    letters = read_mailbox(folder)
    assert [letter.to for letter in letters] == ["anna@x.example", "jan@x.example", "anna@x.example"]
    assert {(letter.text.strip(), letter.html.strip()) for letter in letters} == {("Treść ąę", HTML)}
    assert {dict(letter.headers)["List-Id"] for letter in letters} == {"<x.y>"}


def test_letters_are_found_by_name_and_by_recipient(folder):
    letters = read_mailbox(folder)
    assert [find_letter(folder, letter.name) for letter in letters] == letters
    assert len({letter.name for letter in letters}) == 3
    assert recipients(folder) == ["anna@x.example", "jan@x.example"]
    assert [letter.to for letter in read_mailbox(folder, to="jan@x.example")] == ["jan@x.example"]
    assert (read_mailbox(folder, to="nobody@x.example"), find_letter(folder, "../settings")) == ([], None)


@pytest.mark.django_db
class TestPages:
    def test_list_is_narrowed_to_a_recipient(self, as_, folder):
        counts = [as_().get(f"/demo/mail{query}").content.decode().count('class="letter"')
                  for query in ("", "?do=jan@x.example", "?do=nobody@x.example")]  # fmt: skip
        assert counts == [3, 1, 0]

    def test_letter_shows_text_headers_and_a_frame(self, as_, folder):
        name = read_mailbox(folder)[0].name
        response = as_().get(f"/demo/mail/{name}")
        html = response.content.decode()
        assert [html.count(word) for word in (f"/demo/mail/{name}/html", "List-Id", "Treść ąę", "<p style")] == [
            1, 1, 1, 0
        ]  # fmt: skip
        assert "frame-src 'self'" in response["Content-Security-Policy"]

    def test_html_part_runs_nothing_fetches_nothing_and_is_framed_here_only(self, as_, folder):
        response = as_().get(f"/demo/mail/{read_mailbox(folder)[0].name}/html")
        policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
        assert (policy["default-src"], policy["frame-ancestors"], "script-src" in policy) == ("'none'", "'self'", False)
        assert "allow-scripts" not in policy["sandbox"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert '<base target="_top">' in response.content.decode()

    def test_letter_that_is_not_there_is_not_found(self, as_, folder):
        assert [as_().get(f"/demo/mail/{path}").status_code for path in ("x", "x/html", "..%2Fx")] == [404, 404, 404]
