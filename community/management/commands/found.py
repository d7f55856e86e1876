"""Starts a real community: an edition, its networks, the first facilitator, cities and invitations from CSV."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.spaces.actions import found_community
from community.spaces.plans import Plan, read_cities, read_invitations, read_network


class Command(BaseCommand):
    """`manage.py found --edition 2024–2026 --years 2024 2026 --network zielona="Sieć Zielona" …`."""

    help = "Founds a community from a plan; --dry-run only says what would happen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describes the plan."""
        parser.add_argument("--edition", required=True, help="name of the edition, for example 2024–2026")
        parser.add_argument("--years", required=True, nargs=2, type=int, metavar=("FIRST", "LAST"))
        parser.add_argument(
            "--network", action="append", default=[], metavar="SLUG=NAME", help="repeat for each network"
        )
        parser.add_argument("--facilitator", required=True, metavar="“NAME <MAIL>”")
        parser.add_argument("--cities", type=Path, metavar="CSV")
        parser.add_argument("--invitations", type=Path, metavar="CSV")
        parser.add_argument("--name", default="", help="name of the whole community")
        parser.add_argument("--expected-cities", type=int, metavar="N", help="how many cities the edition will have")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads and reports the plan, and carries it out unless told not to. Raises CommandError on a faulty plan."""
        with translation.override(settings.LANGUAGE_CODE):
            plan = _plan(options)
            for line in _report(plan):
                self.stdout.write(line)
            if plan.problems:
                raise CommandError(_("Nothing was written. Correct the plan and run the command again."))
            if options["dry_run"]:
                self.stdout.write(_("This was a rehearsal: nothing was written, no letter was sent."))
                return
            facilitator = found_community(plan, community_name=options["name"] or _("City community"))
            sign_in = {"name": facilitator.name, "mail": facilitator.email, "site": settings.SITE_URL}
            self.stdout.write(_("Done. %(name)s signs in at %(site)s with a code sent to %(mail)s.") % sign_in)


def _plan(options: dict[str, Any]) -> Plan:
    name, email = parseaddr(options["facilitator"])
    plan = Plan(
        options["edition"],
        tuple(options["years"]),
        name or email,
        email,
        community_name=options["name"],
        expected_cities=options["expected_cities"],
    )
    for number, text in enumerate(options["network"]):
        try:
            plan.networks.append(read_network(text, number))
        except ValueError as problem:
            plan.problems.append(str(problem))
    if options["cities"]:
        read_cities(options["cities"], plan)
    if options["invitations"]:
        read_invitations(options["invitations"], plan)
    plan.check()
    return plan


def _report(plan: Plan) -> list[str]:
    """Returns what the plan would do, and what is wrong with it, one sentence a line."""
    cities, invitations = len(plan.cities), len(plan.invitations)
    lines = [
        _("Edition %(name)s, %(first)d to %(last)d.")
        % {"name": plan.edition, "first": plan.years[0], "last": plan.years[1]},
        _("Networks: %(names)s.") % {"names": ", ".join(network.name for network in plan.networks) or "–"},
        ngettext("%(n)d city.", "%(n)d cities.", cities) % {"n": cities},
        ngettext("%(n)d invitation by mail.", "%(n)d invitations by mail.", invitations) % {"n": invitations},
        _("First facilitator: %(name)s, %(mail)s.") % {"name": plan.facilitator_name, "mail": plan.facilitator_email},
    ]
    homeless = [city.name for city in plan.cities if not city.network]
    if homeless:
        lines.append(_("Cities in no network yet: %(names)s.") % {"names": ", ".join(homeless)})
    return lines + [_("Problem: %(problem)s") % {"problem": problem} for problem in plan.problems]
