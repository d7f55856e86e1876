"""What pages of the library need, in a counted number of queries."""
