"""What forum pages need, in a counted number of queries, split by page: lists and threads."""
