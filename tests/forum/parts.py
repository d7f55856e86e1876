"""Reading the live parts of a page: name and inner HTML of every element with data-part."""

import re
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Parts(HTMLParser):
    """Remembers where each part begins and ends in the text of the page."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.html, self.open, self.found, self.attributes = html, [], {}, {}
        self.lines = [0, *(m.end() for m in re.finditer("\n", html))]
        self.feed(html)

    def _place(self):
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        start = self._place() + len(self.get_starttag_text())
        self.open.append((tag, dict(attrs), start))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        opened, attributes, start = self.open.pop()
        assert opened == tag, (opened, tag, self.getpos())
        if "data-part" in attributes:
            name = self._name(attributes["data-part"])
            self.found[name] = self.html[start : self._place()]
            self.attributes[name] = attributes

    def _name(self, name):
        """Returns “votes-99” for the votes within post-99; other parts are called by their full name."""
        slots = [attributes["data-part"] for _tag, attributes, _start in self.open if "data-part" in attributes]
        return slots[-1].replace("post-", "votes-") if name == "votes" else name


def parts_of(html):
    """Returns the inner HTML of each part of a page by its name."""
    return _Parts(html).found


def attributes_of(html):
    """Returns the attributes of each part's element by its name."""
    return _Parts(html).attributes


def element(html, name):
    """Returns the attributes of the first element with this tag name."""
    found = re.search(rf"<{name}\s([^>]*)>", html)
    return dict(re.findall(r'([a-z-]+)(?:="([^"]*)")?', found.group(1))) if found else None
