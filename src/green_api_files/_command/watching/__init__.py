"""Receiving for ever, without losing anything."""
