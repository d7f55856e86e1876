"""Reading our pages back in tests."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self._inside = {}, None

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        if tag == "textarea" and of.get("name"):
            self._inside = of["name"]
            self.values[self._inside] = ""
        elif tag == "input" and of.get("name") and (of.get("type") not in ("radio", "checkbox") or "checked" in of):
            self.values[of["name"]] = of.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._inside = None

    def handle_data(self, data):
        if self._inside:
            self.values[self._inside] += data


def fields(response):
    """Returns what the fields of a page's forms hold, by name; the last form wins."""
    reader = _Fields()
    reader.feed(response.content.decode())
    return {name: value.removeprefix("\n") for name, value in reader.values.items()}
