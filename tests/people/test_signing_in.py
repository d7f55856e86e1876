"""The ways in and out: password, code, second step, and what must not happen on the way."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from tests.people.accounts import PASSWORD, current_code, give_second_step, is_signed_in, main_of, sign_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
NOBODY = "nikt@nigdzie.example"


@pytest.fixture(autouse=True)
def _addresses_are_polish():
    """A request leaves its language behind in the thread, and `reverse` would follow it."""
    with override("pl"):
        yield


@pytest.fixture(autouse=True)
def _forget_used_codes():
    cache.clear()


@pytest.fixture()
def ask_for_code(client, mailoutbox, django_capture_on_commit_callbacks):
    """Returns a function: asks for a code as a visitor would, and returns the answer and the letters sent."""

    def ask(email, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("account_request_login_code"), {"email": email, **fields})
        return answer, mailoutbox

    return ask


def code_in(letter):
    return re.search(r"^ +(\d{6})$", letter.body, re.MULTILINE)[1]


def test_password_signs_in(client, anna):
    answer = sign_in(client, anna.email.upper())
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["anna-borowik@demo.example", NOBODY])
def test_wrong_password_and_unknown_address_get_the_same_one_sentence(client, anna, email):
    answer = sign_in(client, email, "not-the-password")
    sentence = str(get_adapter().error_messages["email_password_mismatch"])
    assert words_of(answer).count(sentence) == 1
    assert main_of(answer).count('role="alert"') - main_of(answer).count("<passkey-error") == 1
    assert f'value="{email}"' in main_of(answer)
    assert "not-the-password" not in main_of(answer)
    assert not is_signed_in(client)


def test_missing_password_is_said_at_its_field(client, anna):
    page = main_of(sign_in(client, anna.email, ""))
    assert 'id="id_password_error"' in page
    assert re.search(r'<input type="password"[^>]*aria-describedby="id_password_helptext id_password_error"', page)
    assert re.search(r'<input type="password"[^>]*aria-invalid="true"', page)


def test_code_by_mail_signs_in_and_keeps_next(client, anna, ask_for_code):
    answer, letters = ask_for_code(anna.email, next="/miasta/")
    page = client.get(answer.url)
    assert '<input type="hidden" name="next" value="/miasta/"' in page.content.decode()
    [letter] = letters
    code = code_in(letter)
    assert letter.to == [anna.email]
    assert code in letter.subject
    assert "15" in letter.body
    done = client.post(reverse("account_confirm_login_code"), {"code": code, "next": "/miasta/"})
    assert (done.status_code, done.url) == (302, "/miasta/")
    assert is_signed_in(client)


def test_wrong_code_is_explained_and_three_wrong_ones_end_the_attempt(client, anna, ask_for_code):
    _, letters = ask_for_code(anna.email)
    wrong = "000000" if code_in(letters[0]) != "000000" else "111111"
    first = client.post(reverse("account_confirm_login_code"), {"code": wrong})
    assert 'id="id_code_error"' in main_of(first)
    client.post(reverse("account_confirm_login_code"), {"code": wrong})
    last = client.post(reverse("account_confirm_login_code"), {"code": wrong})
    assert last.url == reverse("account_request_login_code")
    client.post(reverse("account_confirm_login_code"), {"code": code_in(letters[0])})
    assert not is_signed_in(client)


def test_new_code_replaces_the_first(client, anna, ask_for_code, django_capture_on_commit_callbacks):
    _, letters = ask_for_code(anna.email)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert len(letters) == 2
    client.post(reverse("account_confirm_login_code"), {"code": code_in(letters[1])})
    assert is_signed_in(client)


def test_code_page_does_not_tell_whether_an_address_is_known(client, anna, ask_for_code, as_):
    answer, letters = ask_for_code(NOBODY)
    unknown = words_of(client.get(answer.url))
    assert letters == []
    client.post(reverse("account_logout"))
    answer, letters = ask_for_code(anna.email)
    assert len(letters) == 1
    assert words_of(client.get(answer.url)).replace(anna.email, NOBODY) == unknown


def test_password_reset_does_not_tell_whether_an_address_is_known(
    client, anna, mailoutbox, django_capture_on_commit_callbacks
):
    pages = []
    for email in (NOBODY, anna.email):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        pages.append(words_of(answer))
    assert pages[0] == pages[1]
    assert [letter.to for letter in mailoutbox] == [[anna.email]]


def test_password_reset_by_the_mailed_link(client, anna, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": anna.email})
    [letter] = mailoutbox
    form = client.get(re.search(r"https?://\S+", letter.body)[0], follow=True)
    assert form.status_code == 200
    new = "cztery zwykłe słowa razem"
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert reverse("account_login") in main_of(done)
    assert len(mailoutbox) == 2
    assert not is_signed_in(client)
    sign_in(client, anna.email, new)
    assert is_signed_in(client)


def test_letters_come_in_the_language_of_their_reader(client, anna, ask_for_code):
    anna.language = "en"
    anna.save(update_fields=["language"])
    _, letters = ask_for_code(anna.email)
    assert letters[0].subject == f"{code_in(letters[0])} is your sign-in code"


def test_totp_is_activated_and_asked_for_from_then_on(client, anna):
    sign_in(client, anna.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = main_of(client.get(reverse("mfa_activate_totp")))
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r'id="authenticator_secret"[^>]* value="([A-Z2-7]+)"', page)[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"^\d{8}$|>\d{8}$|^\d{8}<", main_of(client.get(done.url)), re.MULTILINE)) == 10
    client.post(reverse("account_logout"))
    answer = sign_in(client, anna.email, next="/miasta/")
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    code = current_code(secret)
    step = client.post(answer.url, {"code": f"{code[:3]} {code[3:]}"})
    assert (step.status_code, step.url) == (302, "/miasta/")
    assert is_signed_in(client)


def test_wrong_second_step_keeps_out_and_a_recovery_code_lets_in(client, anna):
    give_second_step(anna)
    answer = sign_in(client, anna.email)
    assert 'id="id_code_error"' in main_of(client.post(answer.url, {"code": "12345"}))
    assert not is_signed_in(client)
    codes = anna.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    client.post(answer.url, {"code": codes[0]})
    assert is_signed_in(client)


def test_logout_asks_first_and_then_ends_the_session(as_, anna):
    browser = as_(anna)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(browser)
    assert browser.post(reverse("account_logout")).url == reverse("home")
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:///evil.example"]
)
def test_next_never_leads_elsewhere(client, anna, target):
    assert sign_in(client, anna.email, next=target).url == reverse("home")
    client.post(reverse("account_logout"))
    give_second_step(anna)
    step = sign_in(client, anna.email, next=target)
    assert client.post(step.url, {"code": current_code()}).url == reverse("home")
    assert client.post(reverse("account_logout"), {"next": target}).url == reverse("home")


def test_next_is_carried_by_every_way_in(client):
    page = main_of(client.get(reverse("account_login"), {"next": "/miasta/"}))
    assert page.count('name="next" value="/miasta/"') == 2
    assert f"{reverse('account_request_login_code')}?next=%2Fmiasta%2F" in page


def test_text_typed_before_signing_in_survives_it(client, anna, ask_for_code):
    typed = "Zdanie, którego nie wolno zgubić."
    first = client.post(reverse("profile_edit"), {"bio": typed})
    assert first.url.startswith(reverse("account_login"))
    ask_for_code(anna.email, next=reverse("profile_edit"))
    client.post(reverse("account_logout"))  # leaves the page of the code, for the password after all
    answer = sign_in(client, anna.email, next=reverse("profile_edit"))
    assert is_signed_in(client)
    assert client.session["kept_forms"][reverse("profile_edit")]["bio"] == typed
    assert answer.url == reverse("profile_edit")


def test_email_change_asks_for_the_password_first(client, anna, mailoutbox, django_capture_on_commit_callbacks):
    sign_in(client, anna.email)
    wanted = {"email": "nowa@demo.example", "action_add": ""}
    refused = client.post(reverse("account_email"), wanted)
    assert refused.url.startswith(reverse("account_reauthenticate"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(refused.url, {"password": PASSWORD, "next": reverse("account_email")})
    [letter] = [letter for letter in mailoutbox if letter.to == ["nowa@demo.example"]]
    old = anna.email
    client.post(re.search(r"https?://\S+/confirm-email/\S+", letter.body)[0])
    anna.refresh_from_db()
    assert (old, anna.email) == ("anna-borowik@demo.example", "nowa@demo.example")


def test_sign_up_is_closed_and_shows_the_way_in(client):
    answer = client.get(reverse("account_signup"))
    assert answer.status_code == 200
    assert reverse("join") in main_of(answer)
    assert "<input" not in main_of(answer)


def test_nobody_signs_up_by_posting(client, django_user_model):
    before = django_user_model.objects.count()
    client.post(reverse("account_signup"), {"email": NOBODY, "password1": "cztery zwykłe słowa"})
    assert django_user_model.objects.count() == before


def test_too_many_attempts_get_a_calm_page(client, anna, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(client, anna.email, "wrong") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert main_of(answers[2]).count("<h1>") == 1


def test_closed_account_does_not_get_in(client, anna):
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    sign_in(client, anna.email)
    assert not is_signed_in(client)


def test_demo_accounts_are_shown_in_a_demo_only(client, settings):
    assert PASSWORD not in client.get(reverse("account_login")).content.decode()
    settings.IS_DEMO = True
    page = client.get(reverse("account_login"), {"next": "/miasta/"}).content.decode()
    assert page.count(f'name="password" value="{PASSWORD}"') == 6
    for key in ("anna-borowik", "jan-wierzba", "ewa-olszyna", "lidia-paproc", "danuta-rumianek", "maria-kalina"):
        assert sign_in(client, f"{key}@demo.example").status_code == 302
        client.post(reverse("account_logout"))
