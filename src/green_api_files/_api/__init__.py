"""The API: what is asked of it, when, and what its answers mean. Sends nothing by itself."""
