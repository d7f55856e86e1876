"""A nursery of workers that deliver letters, for test_letters_at_once: `python -m tests.services.letter_workers`.

It loads Django once and forks a worker for each line on its input, so that a worker that was killed is replaced within
milliseconds. Each worker says its number to the mail server, so that the server knows whose letter it takes.
"""

import os
import signal
import sys
import time
from datetime import timedelta

import django

LEASE, SPARE = timedelta(seconds=8), timedelta(seconds=4)


def work():
    """Delivers until nothing waits."""
    from django.core.mail.utils import DNS_NAME

    from community.letters.actions import delivering
    from community.letters.models import Dispatch

    DNS_NAME._fqdn = f"worker-{os.getpid()}"
    delivering.LEASE, delivering.SPARE = LEASE, SPARE
    while Dispatch.objects.filter(state="waiting").exists():
        delivering.deliver_due()
        time.sleep(0.05)


def main():
    """Forks a worker for each line, and says its number."""
    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                work()
            finally:
                os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
