"""A newcomer's first minutes, by machine: clone, `./dev demo`, a few pages, stop, start again within 8 s."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from community.programs import free_port

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "/",
    "/watki/",
    "/sieci/",
    "/miasta/",
    "/tematy/",
    "/biblioteka/",
    "/biblioteka/ogrod/",
    "/kanal.xml",
    "/sitemap.xml",
    "/en/",
    "/demo/mail",
    "/konto/login/",
]
SEARCH = "/szukaj/?q=ogrodow+deszczowych"  # inflected, and typed without Polish letters
PATIENCE = 420
BUDGET_OF_SECOND_START = 8


def fetch(port: int, path: str) -> tuple[int, str]:
    """Returns status and text of a page, status 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, ""
    except OSError:
        return 0, ""


class Demo:
    """A running `./dev demo` in a clone."""

    def __init__(self, clone: Path, port: int) -> None:
        kept = {key: value for key, value in os.environ.items() if key not in ("DATA_DIR", "DATABASE_URL")}
        started = time.monotonic()
        self.process = subprocess.Popen(
            ["./dev", "demo"], cwd=clone, env={**kept, "PORT": str(port)}, start_new_session=True
        )
        while fetch(port, "/readyz")[0] != 200:
            if self.process.poll() is not None or time.monotonic() - started > PATIENCE:
                self.stop()
                raise SystemExit("./dev demo did not come up in a fresh clone.")
            time.sleep(0.1)
        self.seconds = time.monotonic() - started

    def stop(self) -> None:
        """Ends it as Ctrl+C would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(30)


def look_around(port: int) -> list[str]:
    """Opens the pages a newcomer meets first and one hashed style sheet; returns what is wrong."""
    found = [f"{path} answers {status}" for path in PAGES if (status := fetch(port, path)[0]) != 200]
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', fetch(port, "/")[1])
    if not sheets or fetch(port, sheets[0])[0] != 200:
        found.append("the home page has no style sheet that loads")
    if "<mark>ogrody</mark> <mark>deszczowe</mark>" not in fetch(port, SEARCH)[1]:
        found.append(f"{SEARCH} does not find and mark the rain gardens")
    return found


def smoke(clone: Path) -> list[str]:
    """Returns what went wrong, in sentences."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    port = free_port()
    first = Demo(clone, port)
    try:
        found = look_around(port)
    finally:
        first.stop()
    second = Demo(clone, port)
    second.stop()
    print(f"./dev demo: first start {first.seconds:.0f} s, second start {second.seconds:.1f} s.", flush=True)
    if second.seconds > BUDGET_OF_SECOND_START:
        found.append(f"the second start took longer than {BUDGET_OF_SECOND_START} s")
    return found


def main() -> int:
    """Returns 0 when all is well."""
    if not shutil.which("git"):
        raise SystemExit("git is missing: install it and run this again.")
    with tempfile.TemporaryDirectory(prefix="pim-smoke-") as folder:
        found = smoke(Path(folder) / "clone")
    print("\n".join(f"Smoke: {problem}." for problem in found) or "The demo works in a fresh clone.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
