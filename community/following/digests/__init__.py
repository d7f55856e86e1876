"""Digests: what somebody follows and has not seen, composed when the letter goes out.

`fresh` reads what is new once for everybody (`keeping` keeps it between batches), `readers` what a batch of people
follow and have read, `composing` decides in plain Python who is told what, `saying` and `letters` say it, `scheduling`
knows when, `previewing` shows it before. README.md tells more.
"""

from community.following.digests.previewing import preview_of

__all__ = ["preview_of"]
