"""A page's text as the editor of the site takes it, and back. What it cannot edit is a card there, and is kept."""

from resources.editing.incoming import TooMuchText, body_from_html, pictures_open_to
from resources.editing.outgoing import Row, editable_html, raw_body

__all__ = ["Row", "TooMuchText", "body_from_html", "editable_html", "pictures_open_to", "raw_body"]
