"""What changed since another revision, for whom it breaks, and whether the version says so."""
