"""What Babel finds in the sources beside the catalogues: `./dev messages` updates, `./dev lint` checks."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["pl"]
PLURALS = {"pl": 3}
LOCALE = ROOT / "community" / "locale"
HEADER = "# The interface's texts. `./dev messages` takes new ones in; translate the empty ones here."
# What Babel writes into every catalogue and nobody reads: placeholders, and dates that change with each run.
CHATTER = re.compile(
    r'^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By).*\n', re.MULTILINE
)
KEYWORDS = [
    "gettext_lazy",
    "gettext_noop",
    "ngettext_lazy:1,2",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
]


def babel(*arguments: str | Path) -> None:
    """Runs one of Babel's commands; its complaints reach the reader."""
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *map(str, arguments)]
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        raise SystemExit(f"Babel could not {arguments[0]} the messages; the lines above say why.")


def extract(target: Path) -> None:
    """Writes the template of all messages in the sources, sorted, with file names but no line numbers."""
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    looks = ["--add-location=file", "--sort-output", "--no-wrap", "--header-comment", HEADER]
    places = ["-F", "babel.cfg", "--ignore-dirs", ".* var node_modules", "-o", target, "."]
    babel("extract", *keywords, *looks, *places)


def catalogue_path(language: str) -> Path:
    """Returns where the translations into a language are kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update() -> None:
    """Takes new messages into every catalogue and drops those no longer used; translations stay."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        extract(template)
        for language in LANGUAGES:
            path = catalogue_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            common = ["-i", template, "-o", path, "-l", language, "--no-wrap"]
            tidy = ["--no-fuzzy-matching", "--ignore-obsolete", "--update-header-comment"]
            babel("update", *common, *tidy) if path.exists() else babel("init", *common)
            path.write_text(CHATTER.sub("", path.read_text("utf-8")), "utf-8")


def sources() -> Catalog:
    """Returns the messages that stand in the sources now."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        extract(template)
        return read_po(template.open("rb"))


def problems(language: str, wanted: Catalog) -> list[str]:
    """Returns one sentence for each message that is missing, empty, fuzzy, malformed or lacks a plural."""
    path = catalogue_path(language)
    if not path.exists():
        return [f"There is no {path.relative_to(ROOT)}: run ./dev messages."]
    catalogue = read_po(path.open("rb"), locale=language)
    found = [f"{error}: “{message.id}”" for message, errors in catalogue.check() for error in errors]
    for message in wanted:
        if message.id:
            found += _problems_of(message.id, message.context, catalogue)
    return found


def _problems_of(msgid, context, catalogue: Catalog) -> list[str]:
    first = msgid[0] if isinstance(msgid, tuple) else msgid
    translation = catalogue.get(first, context)
    if translation is None:
        return [f"missing: “{first}” (run ./dev messages)"]
    texts = translation.string if isinstance(translation.string, tuple) else (translation.string,)
    forms = PLURALS[catalogue.locale.language] if isinstance(msgid, tuple) else 1
    if translation.fuzzy:
        return [f"fuzzy: “{first}”"]
    if not all(texts) or len(texts) != forms:
        return [f"not translated, or not in {forms} form(s): “{first}”"]
    return []


def main(arguments: list[str]) -> int:
    """Updates the catalogues with `--update`; otherwise prints what they lack and returns 1 if anything."""
    if arguments == ["--update"]:
        update()
        return 0
    wanted = sources()
    found = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language, wanted)]
    print("\n".join(found) or f"All {len(wanted)} messages are translated into {', '.join(LANGUAGES)}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
