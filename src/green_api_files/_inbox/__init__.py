"""A directory of files that knows which message each of them is of."""
