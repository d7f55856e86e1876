"""Polish letters for searching and sorting, so that it does not depend on which collation a database was made with."""

import re
import unicodedata

SORT_KEY_LENGTH = 240

_NOT_DECOMPOSED = str.maketrans("ł", "l")
_LETTERS = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_GAP = re.compile(r"[^\w]+|_+")


def fold(text: str) -> str:
    """Returns a text in lower case without marks on its letters: “Łódź” and “lodz” are then one word."""
    return _without_marks(text.lower()).translate(_NOT_DECOMPOSED)


def sort_key(text: str) -> str:
    """Returns a key of the letters a–z that sorts as a Polish dictionary does, at most SORT_KEY_LENGTH of them.

    Each sign becomes a code of two letters, so that ą comes after a and before b under any collation that knows the
    order of a–z. Words come before longer words, digits before letters; marks that Polish does not have do not count.
    """
    words = _GAP.sub(" ", unicodedata.normalize("NFC", text.lower())).strip()
    return "".join(_code(sign) for sign in words)[:SORT_KEY_LENGTH]


def _without_marks(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _code(sign: str) -> str:
    known = _CODES.get(sign)
    return known if known is not None else "".join(_CODES.get(plain, _rare(plain)) for plain in _without_marks(sign))


def _rare(sign: str) -> str:
    """Returns a code after that of every Polish letter, in the order of code points."""
    return "zz" + "".join(chr(ord("a") + int(digit, 16)) for digit in f"{ord(sign):05x}")


def _codes() -> dict[str, str]:
    """Returns “ab” for a gap, “ac” to “al” for digits, and a letter's base with m, n or o (a, ą; z, ź, ż)."""
    codes = {" ": "ab", **{str(digit): f"a{chr(ord('c') + digit)}" for digit in range(10)}}
    for place, letter in enumerate(_LETTERS):
        base = fold(letter)
        codes[letter] = base + "mno"[place - _LETTERS.index(base)]
    return codes


_CODES = _codes()
