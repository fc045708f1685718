"""One file on its way from a storage. Knows neither the API nor a disk."""
