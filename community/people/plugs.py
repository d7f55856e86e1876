"""The people app registers nothing of its own: others add counters to the signed-in person."""
