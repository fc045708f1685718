"""Breaks what surrounds the library, and counts what is lost, wrong or hung."""
