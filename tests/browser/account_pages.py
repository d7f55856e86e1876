"""Pages of the account, most of them allauth's, which few links lead to."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator

from tests.browser.letters import letter_link
from tests.browser.page_types import VISITOR, PageType
from tests.browser.site import PASSWORD
from tests.browser.visitor import ANNA, Hand


def made_in_the_account(hand: Callable[[str], Hand]) -> Iterator[PageType]:
    """Yields them before signing in, while proving who one is, and with a second factor."""
    coder, keeper = hand("coder"), hand("keeper")
    yield PageType(
        "sign in, with errors", VISITOR, "/konto/login/", {"login": "x@demo.example", "password": "zle-haslo"}
    )
    yield PageType("sign up", VISITOR, "/konto/signup/")
    yield PageType("account closed", VISITOR, "/konto/inactive/")
    yield PageType("confirm the address, sent", VISITOR, "/konto/confirm-email/")
    yield PageType("confirm the address, damaged", VISITOR, "/konto/confirm-email/abc/")
    yield PageType("password reset, sent", VISITOR, "/konto/password/reset/done/")
    yield PageType("password reset, done", VISITOR, "/konto/password/reset/key/done/")
    yield PageType("password reset, damaged", VISITOR, "/konto/password/reset/key/a-b/")
    visitor = hand(VISITOR)
    visitor.post("/konto/password/reset/", {"email": "zofia-jalowiec@demo.example"})
    link = letter_link(visitor, r"/konto/password/reset/key/[^\s\"<]+")
    yield PageType(
        "password reset, from the letter", "resetter", hand("resetter").get(link).headers.get("location", link)
    )
    coder.post("/konto/login/code/", {"email": "rafal-szpak@demo.example"})
    yield PageType("sign-in code", "coder", "/konto/login/code/confirm/")
    yield PageType("sign-in code, wrong", "coder", "/konto/login/code/confirm/", {"code": "000000"})
    prove(keeper)
    for name, path in (
        ("second factor", ""),
        ("authenticator app", "totp/activate/"),
        ("keys", "webauthn/"),
        ("new key", "webauthn/add/"),
    ):
        yield PageType(name, "keeper", f"/konto/2fa/{path}")
    yield PageType("mail address", "keeper", "/konto/email/")
    yield PageType("password change", "keeper", "/konto/password/change/")
    yield PageType(
        "password change, with errors", "keeper", "/konto/password/change/", {"oldpassword": "x", "password1": "x"}
    )
    yield PageType("prove it is you", ANNA, "/konto/reauthenticate/")
    yield PageType("prove it is you, wrong", ANNA, "/konto/reauthenticate/", {"password": "zle-haslo"})
    yield PageType("sign out", "keeper", "/konto/logout/")
    factor = hand("factor")
    prove(factor)
    secret = re.search(r"\b([A-Z2-7]{32})\b", factor.get("/konto/2fa/totp/activate/").text())
    assert secret, "the page of the authenticator app shows no secret"
    on = factor.post("/konto/2fa/totp/activate/", {"code": code_of(secret.group(1))})
    assert on.status == 302, on.text()[:2000]
    yield PageType("recovery codes", "factor", "/konto/2fa/recovery-codes/")
    yield PageType("new recovery codes", "factor", "/konto/2fa/recovery-codes/generate/")
    yield PageType("second factor, on", "factor", "/konto/2fa/")
    yield PageType("authenticator app, off", "factor", "/konto/2fa/totp/deactivate/")
    yield PageType("prove it by code", "factor", "/konto/2fa/reauthenticate/")


def prove(hand: Hand) -> None:
    """Types the password once more, as the doors of security ask."""
    answer = hand.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert answer.status == 302, answer.text()[:2000]


def code_of(secret: str) -> str:
    """Returns the six digits that an authenticator app shows now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
