"""Registrations: the clean-up of what nothing shows."""

from datetime import timedelta

from community.base.rounds import Round, rounds
from community.files.orphans import remove_orphans

rounds.register("files.orphans", Round(timedelta(hours=6), remove_orphans))
