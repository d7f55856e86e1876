"""A page's text as the editor of the site takes it, and back. What it cannot edit is a card there, and is kept."""

from resources.editing.incoming import body_from_html, pictures_open_to
from resources.editing.outgoing import editable_html, raw_body

__all__ = ["body_from_html", "editable_html", "pictures_open_to", "raw_body"]
