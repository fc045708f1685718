"""From a request of the API to its answer."""
