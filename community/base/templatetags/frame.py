"""The one bridge from Django templates (allauth's pages) into our Jinja2 layout."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


class InFrameNode(template.Node):
    """Renders what it encloses, then `layouts/wrapped.html` around it.

    The attribute is called `nodelist` so that template inheritance finds the blocks inside.
    """

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, title: FilterExpression, area: FilterExpression | None) -> None:
        self.nodelist = nodelist
        self.title = title
        self.area = area

    def render(self, context: template.Context) -> SafeString:
        """Returns the whole page."""
        around: dict[str, Any] = {
            "body": self.nodelist.render(context),
            "title": self.title.resolve(context),
            "area": self.area.resolve(context) if self.area else "",
        }
        return render_to_string("layouts/wrapped.html", around, context.get("request"))


@register.tag("in_frame")
def in_frame(parser: Parser, token: Token) -> InFrameNode:
    """`{% in_frame title [area] %}…{% endin_frame %}`; the area is "entrance", "manage" or empty."""
    _, *parts = token.split_contents()
    if not 1 <= len(parts) <= 2:
        raise template.TemplateSyntaxError("in_frame takes a title and perhaps an area.")
    nodelist = parser.parse(("endin_frame",))
    parser.delete_first_token()
    title, *area = (parser.compile_filter(part) for part in parts)
    return InFrameNode(nodelist, title, area[0] if area else None)
