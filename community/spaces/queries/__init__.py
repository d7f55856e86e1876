"""What pages about spaces, cities and people need, split by noun."""

from community.spaces.queries.spaces import spaces_to_write_in

__all__ = ["spaces_to_write_in"]
