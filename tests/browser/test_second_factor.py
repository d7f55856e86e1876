"""The second step in a real browser, with an authenticator app and a passkey; its pages are accessible, too."""

import base64
import hmac
import re
import struct
import time

import pytest

from tests.browser.findings import tell
from tests.browser.scripts import script
from tests.browser.test_accessibility import TAGS
from tests.browser.visitor import MARIA

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_of(secret):
    """Returns what an authenticator app shows now (RFC 6238, six digits, SHA-1, 30 s)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def findings_on(page, axe, name):
    """Returns what axe finds on the page that is open, in both themes on a phone and a desk."""
    assert page.locator("h1").count() == 1, f"{name}: {page.url}"
    page.evaluate(axe)
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(script("start_axe"), {"tags": TAGS})
            found += [(f"{rule}: {target}", name) for rule, target, *_ in page.evaluate(script("read_axe"))]
        if wider := page.evaluate(script("wider")):
            found.append((f"at {width} px wider: {wider}", name))
    return found


def test_pages_of_the_second_step(site, context, axe):
    home = site.address.replace("127.0.0.1", "localhost")  # passkeys belong to names, not to numbers
    page = context(reduced_motion="reduce").new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{home}/konto/login/")
    page.fill("#id_login", f"{MARIA}@demo.example")
    page.fill("#id_password", "pim-demo-2026")
    page.press("#id_password", "Enter")
    page.wait_for_selector("body.is-member")

    page.goto(f"{home}/konto/2fa/totp/activate/")
    if "/reauthenticate/" in page.url:
        page.fill("[name=password]", "pim-demo-2026")
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/totp/activate/")
    secret = page.input_value("#authenticator_secret")
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    page.wait_for_url(lambda url: "activate" not in url)

    page.goto(f"{home}/konto/2fa/webauthn/add/")
    page.fill("[name=name]", "Klucz w telefonie")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)

    found = []
    page.goto(f"{home}/konto/2fa/webauthn/")
    addresses = re.findall(r'href="(/konto/2fa/webauthn/(?:keys/)?\d+/(?:edit|remove)/)"', page.content())
    assert len(addresses) == 2, page.url
    found += findings_on(page, axe, "list of keys")
    for path in (*addresses, "/konto/2fa/webauthn/reauthenticate/", "/konto/2fa/"):
        page.goto(f"{home}{path}")
        found += findings_on(page, axe, path)

    visitor = context(reduced_motion="reduce").new_page()
    visitor.goto(f"{home}/konto/login/")
    visitor.fill("#id_login", f"{MARIA}@demo.example")
    visitor.fill("#id_password", "pim-demo-2026")
    visitor.press("#id_password", "Enter")
    visitor.wait_for_url("**/konto/2fa/authenticate/**")
    found += findings_on(visitor, axe, "second step")
    assert not found, tell(found)
