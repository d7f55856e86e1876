"""What the engines read and write: the words of a passage, and what a query asks for."""

from dataclasses import dataclass

Term = frozenset[str]


@dataclass(frozen=True)
class Words:
    """The words of a passage: tokens, and words as they were written, folded, in order.

    The first passage of an entry carries the title as its own; the others carry it as their `context`, so that a
    reply is found by its own word and one of the title's, and still does not push the opening post aside.
    """

    title: tuple[str, ...] = ()
    title_forms: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    text_forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """Words as they are written, one after the other, in the title or the text."""

    forms: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """One thing a query asks for, in other words too: any alternative will do.

    An alternative is a row of terms that must all be there; a term is met by any of its tokens.
    """

    alternatives: tuple[tuple[Term, ...] | Phrase, ...]
