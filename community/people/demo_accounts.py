"""The demo's accounts to come in with: shown on the sign-in page of a demo and printed by `./dev demo`."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from community.people.demo import DOMAIN, PASSWORD

DEMO_PASSWORD = PASSWORD


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A made-up person: the name, a few words on what this person does here, and the mail address to sign in with."""

    name: str
    role: str
    email: str


def demo_accounts() -> list[DemoAccount]:
    """Returns the few accounts worth trying, members first; all of them have DEMO_PASSWORD."""
    return [
        DemoAccount("Anna Borowik", _("a city's official who asks, Green Network"), f"anna-borowik@{DOMAIN}"),
        DemoAccount("Jan Wierzba", _("a city's official who answers, Green Network"), f"jan-wierzba@{DOMAIN}"),
        DemoAccount("Ewa Olszyna", _("facilitator of the Green Network"), f"ewa-olszyna@{DOMAIN}"),
        DemoAccount("Lidia Paproć", _("an expert who writes articles, Green Network"), f"lidia-paproc@{DOMAIN}"),
        DemoAccount("Danuta Rumianek", _("an editor who decides about articles"), f"danuta-rumianek@{DOMAIN}"),
        DemoAccount("Maria Kalina", _("facilitator of the whole community"), f"maria-kalina@{DOMAIN}"),
    ]


def demo_password() -> str:
    """Returns the one password of all demo accounts."""
    return DEMO_PASSWORD
