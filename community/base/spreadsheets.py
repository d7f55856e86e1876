"""Lines for spreadsheets: CSV as a Polish Excel opens it by a double click, in which no cell can act."""

import csv
import io
from collections.abc import Iterable

BOM = "\ufeff"  # says to Excel that the letters are UTF-8
# What a spreadsheet would take for the beginning of a formula, the wide forms of East Asian keyboards too.
_FORMULA = tuple("=+-@＝＋－＠")


def csv_line(cells: Iterable[object]) -> str:
    """Returns one line, its end included: cells parted by semicolons, each on one line and defused; None is empty."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return out.getvalue()


def defused(cell: object) -> str:
    """Returns what stands in a cell: on one line, and with an apostrophe before what would be taken for a formula.

    See OWASP, “CSV Injection”.
    """
    text = "" if cell is None else " ".join(str(cell).replace("\x00", "").split())
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(cell, int) else text
