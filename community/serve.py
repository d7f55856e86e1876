"""The production set-up on one machine: granian for pages, uvicorn for /live/ws, nginx in front of both.

`python -m community.serve` writes nginx's configuration from deploy/nginx.conf.template, starts the three and
`manage.py rounds`, waits, and stops all when one ends or when it is told to stop. The environment alone says what they
are.
"""

import os
import pwd
import subprocess
import sys
from pathlib import Path
from string import Template

from django.core.exceptions import ImproperlyConfigured

from community import environment
from community.programs import ProgramEnded, crew_told_by_signals, find_program, free_port, is_free

ROOT = Path(__file__).resolve().parent.parent


class NginxTemplate(Template):
    """A template whose blanks are written @{like_this}, because nginx itself uses the dollar sign."""

    delimiter = "@"


def nginx_config(*, run: Path, media: Path, port: int, pages: int, live: int) -> str:
    """Returns nginx's configuration; LISTEN, TLS_* and TRUSTED_PROXIES in the environment complete it."""
    listen = environment.text("LISTEN", "127.0.0.1")
    proxies = environment.words("TRUSTED_PROXIES") if environment.text("TRUSTED_PROXIES", "") else []
    template = NginxTemplate((ROOT / "deploy" / "nginx.conf.template").read_text("utf-8"))
    return template.substitute(
        user=f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else "",
        run=run,
        media=media,
        deploy=ROOT / "deploy",
        listen=f"{listen}:{port}",
        pages=pages,
        live=live,
        tls="\n        ".join(_tls(listen)),
        trusted="\n        ".join(f"{proxy} 1;" for proxy in proxies),
        real_ip="\n    ".join(f"set_real_ip_from {proxy};" for proxy in proxies),
    )


def _tls(listen: str) -> list[str]:
    certificate, key = environment.text("TLS_CERTIFICATE", ""), environment.text("TLS_KEY", "")
    if bool(certificate) != bool(key):
        raise ImproperlyConfigured("TLS_CERTIFICATE and TLS_KEY belong together: set both or neither.")
    if not certificate:
        return []
    port = environment.number("TLS_PORT", 443)
    return [
        f"listen {listen}:{port} ssl http2;",
        f'ssl_certificate "{certificate}";',
        f'ssl_certificate_key "{key}";',
    ]


def prepare() -> None:
    """Brings the database and the hashed static files up to date; raises ProgramEnded when that fails."""
    collect = ["collectstatic", "--noinput", "--verbosity", "0", "--ignore", "ext"]
    fill = ["catalogue", "rebuild", "--if-empty"]
    for command in (["migrate", "--noinput", "--verbosity", "0"], fill, collect):
        if subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=False).returncode:
            raise ProgramEnded(f"The site was not started: “manage.py {command[0]}” failed.")


def granian(application: str, *, port: int) -> list[str]:
    """Returns the command that serves a WSGI application with WEB_WORKERS processes of WEB_THREADS threads."""
    workers, threads = environment.number("WEB_WORKERS", 2), environment.number("WEB_THREADS", 4)
    flags = f"--interface wsgi --workers {workers} --blocking-threads {threads} --respawn-failed-workers"
    command = f"-m granian {flags} --host 127.0.0.1 --port {port} --log-level warning {application}"
    return [sys.executable, *command.split()]


def uvicorn(application: str, *, port: int) -> list[str]:
    """Returns the command that serves the sockets of an ASGI application."""
    flags = "--ws-max-size 65536 --ws-per-message-deflate false --no-access-log --log-level warning"
    flags += " --timeout-graceful-shutdown 5"  # one stalled connection does not hold the stop up
    command = f"-m uvicorn {flags} --host 127.0.0.1 --port {port} {application}"
    return [sys.executable, *command.split()]


def production() -> None:
    """Runs the site until told to stop; raises ProgramEnded when a part of it ends by itself."""
    os.environ.setdefault("ACCEL_PREFIX", "/_media/")  # as in nginx.conf.template
    from community.settings import DATA_DIR, MEDIA_ROOT  # every missing or malformed value ends it here

    run, port, pages, live = DATA_DIR / "run", environment.number("PORT", 8000), free_port(), free_port()
    run.mkdir(parents=True, exist_ok=True)
    config = run / "nginx.conf"
    config.write_text(nginx_config(run=run, media=MEDIA_ROOT, port=port, pages=pages, live=live), "utf-8")
    nginx = find_program("nginx")
    if not nginx:
        raise ProgramEnded("nginx is missing: install the package nginx and run this again.")
    prepare()
    with crew_told_by_signals() as team:
        team.start("granian", *granian("community.served:application", port=pages), cwd=ROOT)
        team.start("uvicorn", *uvicorn("community.asgi:application", port=live), cwd=ROOT)
        team.wait_for(pages, live)
        if not team.told_to_stop:
            team.start("the rounds", sys.executable, "manage.py", "rounds", cwd=ROOT)
            team.start("nginx", nginx, "-e", "stderr", "-p", run, "-c", config)
            team.stops_first("uvicorn")  # it says goodbye to its sockets, and that goes through nginx
            team.wait_for(port)
            print(f"The site answers on port {port}.", flush=True)
        team.watch()


def main(arguments: list[str]) -> int:
    """Runs the site, or with `--is-free` only says whether PORT is; returns the exit status."""
    try:
        port = environment.number("PORT", 8000)
        if not is_free(port):
            raise ProgramEnded(f"Port {port} is taken: stop what listens there, or set another PORT.")
        if arguments != ["--is-free"]:
            production()
    except (ImproperlyConfigured, ProgramEnded) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
