"""HTTP: the engines, and what they share with those who use them. Knows nothing of the API."""
