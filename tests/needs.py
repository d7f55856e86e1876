"""Programs that the tests need beside Python: `python -m tests.needs [services]` installs what is missing.

As root on Debian it asks apt; elsewhere one sentence names the packages.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

from community.programs import ProgramEnded, find_program

# Any of these; Debian's shell draws no windows around the pages, which takes a good part of the whole browser's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHECKING = {"java": ["default-jre-headless"], "npm": ["npm"]}
SERVICES = {"postgres": ["postgresql"], "redis-server": ["redis-server"], "nginx": ["nginx"]}
# What WeasyPrint draws letters with (resources/printing.py), as the linker calls it and as Debian does.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
CHECKERS = Path(__file__).parent / "browser"


def step(words: str, *command: str) -> None:
    """Runs a long command behind one line of progress; raises ProgramEnded, with its output shown, if it fails."""
    print(f"  {words} … ", end="", flush=True)
    result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    print("failed" if result.returncode else "done", flush=True)
    if result.returncode:
        print((result.stdout + result.stderr)[-4000:], file=sys.stderr)
        raise ProgramEnded(f"“{words}” did not work; the lines above say why.")


def install(packages: list[str]) -> None:
    """Installs Debian packages; raises ProgramEnded where we may not."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ProgramEnded(f"The tests need more than is installed here: install {names} and run this again.")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    step("Refreshing the package lists", "apt-get", "update", "-q")
    step(f"Installing {names}", "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)


def has_library(name: str) -> bool:
    """Returns whether the system has a library that programs can load."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_checkers() -> None:
    """Installs axe and vnu as their lock file says, unless that is done already."""
    stamp, lock = CHECKERS / "node_modules" / ".synced", CHECKERS / "package-lock.json"
    wanted = str(zlib.crc32(lock.read_bytes()))
    if not stamp.exists() or stamp.read_text() != wanted:
        flags = ["--ignore-scripts", "--no-audit", "--no-fund"]
        step("Installing the page checkers (axe, vnu)", "npm", "ci", "--prefix", str(CHECKERS), *flags)
        stamp.write_text(wanted)


def main(arguments: list[str]) -> int:
    """Returns 0 when everything is there, or was installed."""
    wanted = CHECKING | (SERVICES if "services" in arguments else {})
    missing = [package for name, packages in wanted.items() if not find_program(name) for package in packages]
    if not any(map(find_program, BROWSERS)):
        missing += [BROWSERS[0], "fonts-dejavu-core"]
    if libraries := [package for name, package in LIBRARIES.items() if not has_library(name)]:
        missing += [*libraries, "fonts-dejavu-core"]
    try:
        if missing:
            install(missing)
        install_checkers()
    except ProgramEnded as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
