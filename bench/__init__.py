"""Measures the project beside its peers. Imports everything; nothing imports it."""
