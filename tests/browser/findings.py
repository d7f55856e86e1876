"""What a check of many pages found, told so that one defect in a shared template is read once."""

from collections import defaultdict

PLACES = 4


def tell(findings: list[tuple[str, str]]) -> str:
    """Returns the findings (what, where) grouped by what, each with a few places; "" when there are none."""
    places: dict[str, list[str]] = defaultdict(list)
    for what, where in findings:
        places[what].append(where)
    lines = []
    for what, found in places.items():
        more = f" and {len(found) - PLACES} more" if len(found) > PLACES else ""
        lines.append(f"{what}\n    on {'; '.join(found[:PLACES])}{more}")
    return "\n".join(lines)
