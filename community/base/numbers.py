"""Numbers as addresses and forms bring them: anything may stand there."""

LONGEST_ID = 18  # digits; more do not fit into a row's id


def number_in(typed: object, *, digits: int = LONGEST_ID) -> int | None:
    """Returns the whole number that was typed, in at most so many plain digits; None for anything else."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None
