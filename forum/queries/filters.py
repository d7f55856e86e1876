"""The filters over a list of threads, as links that work without JavaScript."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import pgettext

from forum.queries.lists import ORDERS, OWN_STATES, STATES


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice: its word, its address, and whether it is the current one."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """The states and orders to choose from, the current ones, and the addresses of a list's neighbours."""

    states: list[Tab]
    orders: list[Tab]
    state: str
    order: str
    base: str

    @property
    def here(self) -> str:
        """Returns the address of the list's first page under the same filters."""
        return _url(self.base, self.state, self.order)

    def shows(self, token: str) -> str:
        """Returns which live threads a page announces: all that are new or move, new ones, unanswered ones, or none."""
        if token or self.state not in ("", "bez-odpowiedzi"):
            return "none"
        return "unanswered" if self.state else "new" if self.order else "all"

    def page_url(self, token: str | None) -> str | None:
        """Returns the address of a neighbouring page under the same filters, or None without one."""
        return _url(self.base, self.state, self.order, token) if token else None


def filters_of(base: str, *, state: str, order: str, signed_in: bool, unread: int = 0) -> Filters:
    """Returns the filters of a list; unknown words in the address count as none. `unread` counts threads."""
    state, order = state if state in STATES else "", order if order in ORDERS else ""
    names = {
        "": pgettext("thread list", "All"),
        "nieprzeczytane": pgettext("thread list", "Unread"),
        "bez-odpowiedzi": pgettext("thread list", "Unanswered"),
        "rozwiazane": pgettext("thread list", "Solved"),
        "sledzone": pgettext("thread list", "Followed"),
        "zakladki": pgettext("thread list", "Bookmarked"),
        "moje": pgettext("thread list", "Mine"),
    }
    orders = {"": pgettext("thread list", "Recently active"), "nowe": pgettext("thread list", "Newest")}
    return Filters(
        states=[
            Tab(names[s], _url(base, s, order), s == state, (unread or None) if s == "nieprzeczytane" else None)
            for s in STATES
            if signed_in or s not in OWN_STATES
        ],
        orders=[Tab(orders[o], _url(base, state, o), o == order) for o in ORDERS],
        state=state,
        order=order,
        base=base,
    )


def _url(base: str, state: str, order: str, token: str | None = None) -> str:
    query = {name: value for name, value in (("stan", state), ("kolejnosc", order), ("od", token)) if value}
    return f"{base}?{urlencode(query)}" if query else base
