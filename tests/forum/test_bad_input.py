"""Whatever is typed or sent: a sentence, the right status, nothing lost, nothing stored by accident, never a crash."""

import pytest
from django.test import Client
from django.utils import timezone

from forum.actions import delete_post, reply
from forum.models import Post, Thread
from tests.pages import fields

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
HUGE = "9" * 20


def reply_path(thread):
    return f"/odpowiedz/{thread.pk}/"


def ask_path(space):
    return f"/s/{space.slug}/zapytaj/"


def asked(**changed):
    return {
        "kind": "question",
        "audience": "public",
        "title": "Kto podlewa drzewa?",
        "text": "Treść.",
        "key": "form-1234",
    } | changed


@pytest.fixture()
def rows():
    """Returns a function that tells whether threads or posts appeared since the test began."""
    before = None

    def count():
        return Thread.objects.count(), Post.objects.count()

    before = count()
    return lambda: tuple(now - then for now, then in zip(count(), before, strict=True))


class TestText:
    @pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0"])
    def test_reply_empty_is_refused_in_words(self, text, as_, jan, question, rows):
        response = as_(jan).post(reply_path(question), {"text": text})
        assert response.status_code == 422
        assert response.content.decode().count("field__error") >= 1
        assert rows() == (0, 0)

    def test_reply_missing_the_field_is_refused_in_words(self, as_, jan, question, rows):
        assert as_(jan).post(reply_path(question), {}).status_code == 422
        assert rows() == (0, 0)

    def test_reply_too_long_comes_back_in_the_form(self, as_, jan, question, rows):
        text = "słowo " * 7000 + "KONIEC"
        response = as_(jan).post(reply_path(question), {"text": text})
        assert response.status_code == 422
        assert text in response.content.decode()
        assert rows() == (0, 0)

    def test_reply_of_almost_200_kb_comes_back_in_the_form(self, as_, jan, question):
        text = "ż" * (100 * 1024)
        response = as_(jan).post(reply_path(question), {"text": text})
        assert response.status_code == 422
        assert text in response.content.decode()

    @pytest.mark.parametrize("text", ["ż" * (100 * 1024 + 1), "a" * 900_000])
    def test_reply_beyond_200_kb_is_refused_whole(self, text, as_, jan, question, rows):
        response = as_(jan).post(reply_path(question), {"text": text})
        assert response.status_code == 413
        assert 'class="lede"' in response.content.decode()
        assert rows() == (0, 0)

    def test_reply_with_nul_comes_back_in_words(self, as_, jan, question, rows):
        response = as_(jan).post(reply_path(question), {"text": "Długa odpowiedź \x00 z zerem."})
        assert response.status_code == 422
        assert "Długa odpowiedź" in response.content.decode()
        assert rows() == (0, 0)

    @pytest.mark.parametrize("body", [b"text=%ED%A0%80abc&key=12345678", b"text=\xff\xfeabc", b"text=%C5"])
    def test_reply_of_broken_bytes_never_crashes(self, body, as_, jan, question):
        response = as_(jan).post(reply_path(question), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in (302, 422)

    @pytest.mark.parametrize(
        "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary="]
    )
    def test_reply_of_another_type_is_refused(self, kind, as_, jan, question, rows):
        response = as_(jan).post(reply_path(question), b'{"text": "Tak"}', content_type=kind)
        assert response.status_code in (400, 422)
        assert rows() == (0, 0)

    def test_reply_with_a_thousand_more_fields_is_refused(self, as_, jan, question, rows):
        response = as_(jan).post(reply_path(question), {f"f{n}": "x" for n in range(1100)})
        assert response.status_code == 400
        assert rows() == (0, 0)

    def test_reply_with_lists_where_texts_belong_uses_the_last(self, as_, jan, question):
        as_(jan).post(reply_path(question), {"text": ["Pierwszy", "Ostatni"], "key": ["k", "key-12345"]})
        assert question.posts.get(number=2).source == "Ostatni"

    def test_body_that_announces_too_much_stops_early(self, as_, jan, question):
        response = as_(jan).post(reply_path(question), "text=x", content_type="text/plain", CONTENT_LENGTH=str(2**40))
        assert response.status_code == 413
        assert 'class="lede"' in response.content.decode()

    def test_text_in_a_multipart_form_beyond_the_limit_is_413(self, as_, jan, question):
        body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + b"a" * 3_000_000 + b"\r\n--b--\r\n"
        response = as_(jan).post(reply_path(question), body, content_type="multipart/form-data; boundary=b")
        assert response.status_code == 413


class TestAsking:
    @pytest.mark.parametrize(
        "changed",
        [
            {"kind": "announcement"},
            {"kind": "poll"},
            {"kind": ""},
            {"audience": "everyone"},
            {"audience": ""},
            {"title": ""},
            {"title": "Krótki"},
            {"title": "x" * 301},
            {"title": "Z zerem \x00 w środku"},
            {"text": ""},
            {"text": "x" * 40_001},
            {"key": "k" * 201},
            {"key": "k\x00" * 8},
        ],
    )
    def test_asking_badly_is_explained_and_kept(self, changed, as_, jan, zielona, rows):
        typed = asked(**{"text": "Ta treść ma wrócić.", **changed})
        response = as_(jan).post(ask_path(zielona), typed)
        assert response.status_code == 422
        html = response.content.decode()
        assert typed["text"] in html
        assert html.count("error") >= 1
        assert rows() == (0, 0)

    def test_audience_wider_than_the_space_is_refused(self, as_, closed, rows):
        member = closed.memberships.filter(role="member").first().person
        for audience in ("public", "community"):
            assert as_(member).post(ask_path(closed), asked(audience=audience)).status_code == 422
        assert rows() == (0, 0)

    def test_foreign_space_is_refused_with_the_text(self, as_, jan, rows):
        text = "Długie pytanie do sieci, w której mnie nie ma, a szkoda."
        response = as_(jan).post("/s/ppp/zapytaj/", asked(text=text))
        assert response.status_code == 403
        assert text in response.content.decode()
        assert rows() == (0, 0)

    def test_space_that_does_not_exist_is_not_found(self, as_, jan):
        assert as_(jan).post("/s/nie-ma/zapytaj/", asked()).status_code == 404

    @pytest.mark.parametrize("key", ["", "krótki", "<script>", "k" * 41, "../../etc/passwd"])
    def test_mangled_key_is_replaced(self, key, as_, jan, zielona, rows):
        assert as_(jan).post(ask_path(zielona), asked(key=key)).status_code == 302
        assert rows() == (1, 1)

    def test_title_on_several_lines_becomes_one(self, as_, jan, zielona):
        as_(jan).post(ask_path(zielona), asked(title="  Kto\npodlewa \t drzewa?  "))
        assert Thread.objects.latest("pk").title == "Kto podlewa drzewa?"


class TestReplay:
    def test_same_form_twice_makes_one_reply(self, as_, jan, question, rows):
        typed = {"text": "Raz a dobrze.", "key": "replay-1234"}
        first, second = (as_(jan).post(reply_path(question), typed) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert rows() == (0, 1)

    def test_same_form_with_another_text_keeps_the_text(self, as_, jan, question, rows):
        other = "Inna odpowiedź, której szkoda byłoby stracić na zawsze."
        as_(jan).post(reply_path(question), {"text": "Pierwsza.", "key": "replay-1234"})
        response = as_(jan).post(reply_path(question), {"text": other, "key": "replay-1234"})
        assert response.status_code == 409
        assert other in response.content.decode()
        assert rows() == (0, 1)

    def test_same_question_twice_makes_one_thread(self, as_, jan, zielona, rows):
        first, second = (as_(jan).post(ask_path(zielona), asked()) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert rows() == (1, 1)

    @pytest.mark.parametrize(
        "changed", [{"text": "Inna."}, {"title": "Inny tytuł pytania"}, {"audience": "members"}, {"kind": "discussion"}]
    )
    def test_same_question_changed_is_not_taken_for_the_same(self, changed, as_, jan, zielona, rows):
        as_(jan).post(ask_path(zielona), asked())
        assert as_(jan).post(ask_path(zielona), asked(**changed)).status_code == 409
        assert rows() == (1, 1)

    def test_key_of_a_reply_used_for_a_question_is_refused(self, as_, jan, zielona, question, rows):
        as_(jan).post(reply_path(question), {"text": "Odpowiedź.", "key": "form-1234"})
        assert as_(jan).post(ask_path(zielona), asked()).status_code == 409
        assert rows() == (0, 1)

    def test_key_of_a_question_used_for_a_reply_is_refused(self, as_, jan, zielona, question, rows):
        as_(jan).post(ask_path(zielona), asked())
        assert as_(jan).post(reply_path(question), {"text": "Treść.", "key": "form-1234"}).status_code == 409
        assert rows() == (1, 1)

    def test_same_key_of_two_people_is_no_replay(self, as_, jan, ewa, question, rows):
        for who in (jan, ewa):
            as_(who).post(reply_path(question), {"text": "To samo.", "key": "replay-1234"})
        assert rows() == (0, 2)


class TestMeanwhile:
    def test_thread_locked_while_typing_keeps_the_text(self, as_, jan, question, rows):
        Thread.objects.filter(pk=question.pk).update(locked_at=timezone.now())
        text = "Odpowiedź pisana długo, zanim ktoś zamknął wątek."
        response = as_(jan).post(reply_path(question), {"text": text})
        assert response.status_code == 409
        assert text in response.content.decode()
        assert rows() == (0, 0)

    def test_thread_deleted_while_typing_is_not_found(self, as_, anna, jan, question):
        delete_post(by=anna, post=question.posts.get(number=1))
        assert as_(jan).post(reply_path(question), {"text": "Za późno."}).status_code == 404

    def test_session_that_expired_while_typing_gives_the_text_back(self, as_, jan, question, rows):
        text = "Odpowiedź, która przetrwa logowanie."
        browser = Client()
        response = browser.post(reply_path(question), {"text": text, "key": "expired-123"})
        assert response["Location"] == f"/konto/login/?next=%2Fodpowiedz%2F{question.pk}%2F"
        browser.post(response["Location"], {"login": jan.email, "password": "pim-demo-2026"})
        again = fields(browser.get(reply_path(question)))
        assert (again["text"], again["key"]) == (text, "expired-123")
        assert rows() == (0, 0)
        assert text not in browser.get(reply_path(question)).content.decode()

    def test_session_that_expired_while_asking_gives_every_field_back(self, as_, jan, zielona):
        browser = Client()
        typed = asked(kind="discussion", audience="members", title="Tytuł do zachowania")
        login = browser.post(ask_path(zielona), typed)["Location"]
        browser.post(login, {"login": jan.email, "password": "pim-demo-2026"})
        again = fields(browser.get(ask_path(zielona)))
        assert {name: again[name] for name in typed} == typed

    def test_session_does_not_keep_more_than_a_form_takes(self, question):
        response = Client().post(reply_path(question), {"text": "a" * 300_000})
        assert response.status_code == 413

    def test_missing_token_keeps_the_text(self, jan, question, rows):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(jan)
        text = "Odpowiedź z przeterminowanego formularza, długa."
        response = browser.post(reply_path(question), {"text": text})
        assert response.status_code == 403
        assert text in response.content.decode()
        assert rows() == (0, 0)

    def test_missing_token_never_shows_a_password(self):
        secret = "hasło-" + "tajne" * 12
        response = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "a@b.pl", "password": secret})
        assert response.status_code == 403
        assert secret not in response.content.decode()


class TestEditing:
    @pytest.mark.parametrize("version", ["", "x", "-1", "0", HUGE, "٣x", "1.5", "\x00"])
    def test_edit_with_a_broken_version_keeps_the_text(self, version, as_, jan, answer):
        text = "Zmieniony tekst, który ma wrócić."
        response = as_(jan).post(f"/wpisy/{answer.pk}/edytuj/", {"text": text, "version": version})
        assert response.status_code == 422
        assert text in response.content.decode()
        answer.refresh_from_db()
        assert answer.version == 1

    @pytest.mark.parametrize(
        "changed", [{"text": ""}, {"text": "x" * 40_001}, {"title": "Krótki"}, {"title": "x" * 301}]
    )
    def test_edit_badly_is_explained(self, changed, as_, anna, question):
        typed = {"text": "Dobra treść.", "title": "Dobry tytuł pytania", "version": 1, **changed}
        response = as_(anna).post(f"/wpisy/{question.posts.get(number=1).pk}/edytuj/", typed)
        assert response.status_code == 422
        question.refresh_from_db()
        assert question.title == "Kto podlewa drzewa w upały?"

    def test_vote_and_follow_with_nonsense_are_refused_in_words(self, as_, jan, question):
        reply(author=jan, thread=question, text="Moja.", key="own-answer-1")
        own = question.posts.get(number=2)
        assert as_(jan).post(f"/wpisy/{own.pk}/pomocne/").status_code == 403
        assert as_(jan).post("/sledzenie/space/1/", {"level": "love"}).status_code == 400
        assert as_(jan).post("/sledzenie/nothing/1/", {"level": "watch"}).status_code == 404
