"""What the tests of signing in share: words of a page, codes as a phone would show them, keys as a browser made one."""

import html
import re

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

PASSWORD = "pim-demo-2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Made once by Chromium's virtual authenticator for localhost; the private half is gone.
CREDENTIAL = {
    "type": "public-key",
    "id": "UIoZR5BUE-KK8BmoTkPGjhOETpV1E-Vb03-YzHxdISY",
    "rawId": "UIoZR5BUE-KK8BmoTkPGjhOETpV1E-Vb03-YzHxdISY",
    "authenticatorAttachment": "platform",
    "response": {
        "clientDataJSON": (
            "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiTFB4ajAxWHBYWGxHZGc0XzhpVFBxVmgwcFZKMmJ1N0lxUGlK"
            "aTZmdDdrYyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6ODc2NSIsImNyb3NzT3JpZ2luIjpmYWxzZX0"
        ),
        "attestationObject": (
            "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQFBgcI"
            "AQIDBAUGBwgAIFCKGUeQVBPiivAZqE5Dxo4ThE6VdRPlW9N_mMx8XSEmpQECAyYgASFYIC_D7iYotI9GJqCFqSs09DPkJePExup8"
            "ZWwdfKxBTTLoIlggx6CMbPba_vGAuoAJZdwc2pp8iFmQcmXhDsrcCFN_LJU"
        ),
        "transports": ["internal"],
    },
    "clientExtensionResults": {"credProps": {"rk": True}},
}


def current_code(secret=SECRET):
    """Returns what an authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def give_second_step(person):
    """Gives the person an authenticator app and recovery codes."""
    totp.TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)


def give_key(person):
    """Gives the person a passkey and returns it."""
    data = {"name": "Laptop w pracy", "credential": CREDENTIAL}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def sign_in(client, email, password=PASSWORD, **fields):
    """Posts the sign-in form and returns the answer."""
    return client.post(reverse("account_login"), {"login": email, "password": password, **fields})


def main_of(response):
    """Returns the HTML of the page's main."""
    [found] = re.findall(r"<main\b.*?</main>", response.content.decode(), re.DOTALL)
    return found


def words_of(response):
    """Returns what a reader sees in the page's main."""
    without_data = re.sub(r"<(script|noscript|svg)\b.*?</\1>", " ", main_of(response), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without_data)).split())


def is_signed_in(client):
    """Tells whether this browser carries a signed-in session."""
    return "_auth_user_id" in client.session
