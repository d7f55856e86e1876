"""Works off tasks (single letters and the like) and delivers letters of streams beside them; as many as one likes."""

from typing import Any

from django_tasks_db.management.commands.db_worker import Command as TaskWorker

from community.base.rounds import MAIL
from community.base.walking import Lanes

PATIENCE = 20.0


class Command(TaskWorker):
    """`manage.py worker`: django-tasks' own worker, with the rounds of mail in a thread beside it."""

    help = "Works off tasks and delivers letters, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        """Works until SIGTERM or Ctrl+C; a letter that is being handed over is recorded first."""
        beside = Lanes([MAIL])
        beside.start()
        try:
            super().handle(*args, **options)
        finally:
            beside.stop(PATIENCE)
