"""What a judge says of uploaded bytes: taken, as what; or not, in a sentence for the uploader."""

from dataclasses import dataclass

WEBP = "image/webp"


class NotTaken(ValueError):
    """The bytes are not taken; the message is a sentence that says why and what to do."""


@dataclass(frozen=True)
class Taken:
    """Bytes as they are to be stored. Pictures are re-encoded and bring a smaller one for pages (`small`)."""

    content: bytes
    content_type: str
    extension: str
    width: int = 0
    height: int = 0
    small: bytes = b""

    @property
    def is_picture(self) -> bool:
        """Returns whether it is shown as a picture."""
        return self.content_type == WEBP
